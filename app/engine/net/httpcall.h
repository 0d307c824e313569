// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
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

/// Turns a key reference into the key. Errors: KeyMissing with a sentence that names the reference, never the key.
using KeyResolver = std::function<Result<QByteArray>(const KeyReference &)>;

/// Reads environment variables; a keychain reference gives Unsupported with what to do instead.
Result<QByteArray> resolveKeyFromEnvironment(const KeyReference &key);

} // namespace assay
