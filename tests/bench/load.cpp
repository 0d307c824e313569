// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/load.h"

#include <QUrlQuery>

namespace assay::bench {

QUrl Load::url(const QUrl &server, int i) const
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("n"), QString::number(events));
    query.addQueryItem(QStringLiteral("gap"), QString::number(gapUs));
    query.addQueryItem(QStringLiteral("first"), QString::number(firstUs + i * staggerUs));
    QUrl url = server;
    url.setPath(QStringLiteral("/v1/chat/completions"));
    url.setQuery(query);
    return url;
}

QByteArray Load::body() const
{
    return R"({"model":"m","stream":true,"messages":[{"role":"user","content":")" + QByteArray(promptBytes, 'x')
        + "\"}]}";
}

std::vector<Truth> truthsIn(const QByteArray &text)
{
    std::vector<Truth> truths;
    for (const QByteArray &each : text.split(';')) {
        const qsizetype sent = each.indexOf('s');
        if (each.startsWith('r') && sent > 0) {
            truths.push_back({each.mid(1, sent - 1).toLongLong(), each.mid(sent + 1).toLongLong()});
        }
    }
    return truths;
}

} // namespace assay::bench
