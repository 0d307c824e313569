// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/wire.h"

namespace assay {

void blankKey(WireExchange &exchange, const QByteArray &key)
{
    if (key.isEmpty())
        return;
    const QByteArray blank(key.size(), '*');
    exchange.request.replace(key, blank);
    exchange.reply.replace(key, blank);
}

} // namespace assay
