// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/keys/keyresolver.h"

#include <QByteArray>
#include <QUrl>

#include <vector>

namespace assay {

/// One HTTP request, before the key is put in.
struct HttpCall
{
    QByteArray verb; // "GET", "POST"
    QUrl url;
    std::vector<std::pair<QByteArray, QByteArray>> headers; // without authorization
    QByteArray body;
    std::optional<KeyReference>
        key; // sent in place of {key} where a header holds that, else as "Authorization: Bearer"
};

struct HttpReply
{
    int status = 0;
    QByteArray contentType;
    QByteArray server; // the Server header
    std::optional<int> retryAfterSeconds;
    QByteArray body;
};

} // namespace assay
