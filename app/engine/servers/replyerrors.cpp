// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/serveradapter.h"

#include "models/domain/text.h"

#include <nlohmann/json.hpp>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

using Json = nlohmann::json;

constexpr qsizetype maxDetail = 4096;
constexpr qsizetype maxWords = 200;

/// What a failing server said.
struct Said
{
    QString words;
    QString type; // "exceed_context_size_error", or a code in letters
};

QString stringOf(const Json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>())
                                                       : QString();
}

/// {"message", "type", "code"}, of which any may be absent and `code` may be a number.
Said saidBy(const Json &object)
{
    Said said{stringOf(object, "message"), stringOf(object, "type") + u' ' + stringOf(object, "code")};
    if (said.words.isEmpty()) {
        said.words = stringOf(object, "msg");
    }
    return said;
}

/// The five shapes, in the order in which they exclude each other.
Said said(const Json &json)
{
    if (json.is_string()) {
        return {QString::fromStdString(json.get_ref<const std::string &>()), {}};
    }
    if (!json.is_object()) {
        return {};
    }
    for (const char *name : {"error", "detail"}) {
        const auto found = json.find(name);
        if (found != json.end() && found->is_object()) {
            return saidBy(*found);
        }
        if (found != json.end() && found->is_string()) {
            return {stringOf(json, name), stringOf(json, "error_type")};
        }
    }
    return saidBy(json);
}

Said saidIn(const QByteArray &body)
{
    const QByteArray clean = QString::fromUtf8(body).toUtf8();
    const Json json = Json::parse(clean.begin(), clean.end(), nullptr, false);
    if (!json.is_discarded()) {
        return said(json);
    }
    const QString text = QString::fromUtf8(body.left(maxDetail)).trimmed();
    return {text.startsWith(u'<') ? QString() : text, {}}; // a web page is no sentence
}

bool isContextOverflow(const Said &what)
{
    return what.type.contains("exceed_context_size"_L1) || what.type.contains("context_length_exceeded"_L1)
        || (what.words.contains("context"_L1, Qt::CaseInsensitive)
            && what.words.contains("length"_L1, Qt::CaseInsensitive));
}

ErrorCode codeOf(int status, const Said &what)
{
    if (status < 500 && isContextOverflow(what)) {
        return ErrorCode::ContextOverflow;
    }
    switch (status) {
    case 401:
    case 403:
        return ErrorCode::Unauthorized;
    case 404:
        return ErrorCode::NotFound;
    case 429:
        return ErrorCode::RateLimited;
    case 503:
        return ErrorCode::Unavailable;
    default:
        break;
    }
    if (status >= 400 && status < 500) {
        return ErrorCode::BadRequest;
    }
    return status >= 500 || status == 200 ? ErrorCode::ServerError : ErrorCode::Protocol;
}

/// The server's words as the end of a sentence: ": words." or ".".
QString tail(const QString &words)
{
    QString line = words.simplified();
    if (line.isEmpty()) {
        return u"."_s;
    }
    if (line.size() > maxWords) {
        line = line.left(maxWords - 1) + u'…';
    }
    return u": "_s + line + (line.endsWith(u'.') || line.endsWith(u'!') ? QString() : u"."_s);
}

/// %1 is the HTTP status, %2 the tail.
QString sentence(ErrorCode code, int status)
{
    switch (code) {
    case ErrorCode::ContextOverflow:
        return Text::tr(
            "The prompt does not fit the model's context (HTTP %1)%2 Shorten the prompt or start the server "
            "with a larger context.");
    case ErrorCode::Unauthorized:
        return Text::tr("The server wants a valid API key (HTTP %1)%2 Check the key of this endpoint.");
    case ErrorCode::NotFound:
        return Text::tr(
            "The server does not know this model or address (HTTP %1)%2 Refresh the list of models and check "
            "the endpoint's address.");
    case ErrorCode::RateLimited:
        return Text::tr("The server has too many requests to do (HTTP %1)%2 Lower the concurrency or try again later.");
    case ErrorCode::Unavailable:
        return Text::tr("The server is loading or busy (HTTP %1)%2 Try again in a moment.");
    case ErrorCode::BadRequest:
        return Text::tr("The server rejected the request (HTTP %1)%2 Check the model's name and its parameters.");
    case ErrorCode::ServerError:
        return status == 200 ? Text::tr("The server reported an error in its answer (HTTP %1)%2 Look into its log.")
                             : Text::tr("The server failed (HTTP %1)%2 Look into its log.");
    default:
        break;
    }
    if (status >= 300 && status < 400) {
        return Text::tr(
            "The server sends us to another address (HTTP %1), which is not followed%2 Give the endpoint its "
            "final address.");
    }
    return Text::tr("The server answered in an unexpected way (HTTP %1)%2 Check the endpoint's address.");
}

} // namespace

Error errorFromReply(int status, const QByteArray &body, const QByteArray &)
{
    const Said what = saidIn(body);
    const ErrorCode code = codeOf(status, what);
    // One call for both: the server's words may hold a %2 of their own.
    const QString message = sentence(code, status).arg(QString::number(status), tail(what.words));
    return {code, message, QString::fromUtf8(body.left(maxDetail))};
}

} // namespace assay
