// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"

#include <QNetworkReply>
#include <QNetworkRequest>

#include <memory>

class QNetworkAccessManager;

namespace assay {

// What every request of ours has in common; used by the two kinds of job. Engine thread.

/// No proxy, no cookies, no cache, no redirects, no HTTP/2.
std::unique_ptr<QNetworkAccessManager> makeNetwork();
QNetworkRequest makeRequest(const HttpCall &call, const QByteArray &key);
/// Sends it; the caller owns the reply.
QNetworkReply *sendCall(QNetworkAccessManager &network, const HttpCall &call, const QByteArray &key);
/// Status, content type, Server and Retry-After of a reply whose head has arrived; the body is left alone.
HttpReply headOf(const QNetworkReply &reply);
/// Why a reply ended early; absent where the server answered to the end, whatever its HTTP status.
std::optional<Error> networkError(const QNetworkReply &reply);
Error networkError(QNetworkReply::NetworkError code, const QUrl &url, const QString &words);
/// Why the call's key must not be sent to where the call goes; absent where it may.
std::optional<Error> exposedKey(const HttpCall &call);
/// "host:port", for sentences.
QString hostAndPort(const QUrl &url);
/// Writes *** in place of the key, should a server have echoed it.
void hideKey(Error &error, const QByteArray &key);

} // namespace assay
