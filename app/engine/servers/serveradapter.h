// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpcall.h"
#include "app/engine/net/streamframer.h"
#include "app/engine/process/commandcall.h"
#include "app/engine/servers/errand.h"
#include "models/domain/sample.h"

#include <QJsonDocument>

#include <memory>
#include <variant>

namespace assay {

struct TextDelta
{
    DeltaKind kind = DeltaKind::Answer;
    QString text; // never empty
};
struct FinishReason
{
    QString reason;
};
struct ModelEcho
{
    QString name;
};
struct StreamError
{
    Error error;
};
struct StreamDone // "[DONE]", or the regular end where a dialect has no other sign of the end
{
};
/// Nothing that the dialect knows. Harmless beside known events; a stream of these alone speaks something else.
struct UnknownEvent
{
    QByteArray data; // its beginning
};
using ChatEvent =
    std::variant<TextDelta, FinishReason, TokenCounts, ServerTimings, ModelEcho, StreamError, StreamDone, UnknownEvent>;

/// Reads one answer in a server's dialect. One object an answer; pure.
class ChunkReader
{
public:
    virtual ~ChunkReader() = default;
    /// How its answers are cut into events.
    virtual Framing framing() const { return Framing::EventStream; }
    /// What one event says: text before finish reason before counts. Empty for an event that says nothing of interest.
    virtual std::vector<ChatEvent> read(const StreamEvent &event) = 0;
    /// The stream came to its regular end; in some dialects that alone says that the answer is whole (StreamDone).
    virtual std::vector<ChatEvent> readEnd() { return {}; }
    /// A body that is no event stream (application/json in reply to a stream request): a whole answer or an error.
    /// Asked with Framing::EventStream only: with the others every body is a stream.
    virtual std::vector<ChatEvent> readWhole(const QByteArray &body) = 0;
};

/// What one chat request asks.
struct ChatInput
{
    Endpoint endpoint;
    Model model;
    QString system; // empty: no system message
    QString text;
    RequestParameters parameters;
    bool cachePrompt = false; // llama.cpp and kin: false is sent where the kind is known to understand it
};

/// How a chat request is made: over HTTP, or by starting a program.
using ChatCall = std::variant<HttpCall, CommandCall>;

/// A server kind: how to chat with it, and how to list and manage its models. Stateless, pure: it says which requests
/// to send and reads the replies, others carry the bytes. A new kind is one class in app/engine/servers and one line in
/// the registry; it overrides what its server does otherwise than the OpenAI-compatible dialect.
class ServerAdapter
{
public:
    virtual ~ServerAdapter() = default;
    /// What the server offers, with states and abilities as far as it tells; ends in an EndpointListing. Here: what
    /// modelsCall() says, read by readModels(). Errors are the errand's; asks nothing that changes the server.
    virtual ErrandStep list(const Endpoint &endpoint) const;
    /// Whether it may be worth asking whether a model has to be loaded before a run.
    virtual bool canLoad() const { return false; }
    /// Whether its listing says how much memory a loaded model holds.
    virtual bool tellsMemory() const { return false; }
    /// What is still to be learned of a server that has been listed, or did not answer, where that takes longer than a
    /// listing may: a catalog on the network, the words of a program. Ends in the whole listing; where it fails, what
    /// is known stands. Here: nothing.
    virtual std::optional<ErrandStep> listFurther(const EndpointListing &known) const;
    /// Does a job that the listing's abilities allow; ends in TaskDone when it is done (a load: when the model is ready
    /// to answer). Here: Unsupported, for all of them.
    virtual ErrandStep perform(const ServerOrder &order) const;

    /// Which request tells the server's version; absent where none is known to. Here: absent.
    virtual std::optional<HttpCall> versionCall(const Endpoint &endpoint) const;
    /// What its reply says; empty where it says nothing of the kind. Here: "version" of an object.
    virtual QString readVersion(const QByteArray &body) const;

    virtual HttpCall modelsCall(const Endpoint &endpoint) const = 0;
    /// Errors: Protocol where the body is no list of models.
    virtual Result<std::vector<Model>> readModels(const QByteArray &body, const Endpoint &endpoint) const = 0;
    virtual ChatCall chatCall(const ChatInput &input) const = 0;
    virtual std::unique_ptr<ChunkReader> chunkReader(const Endpoint &endpoint) const = 0;

protected:
    /// Asks versionCall(), where there is one, and modelsCall(); `then` gets the listing with both.
    ErrandStep listThen(const Endpoint &endpoint, const std::function<ErrandStep(EndpointListing listing)> &then) const;
};

/// A request to an endpoint with its key; a body is sent as JSON.
HttpCall requestTo(const Endpoint &endpoint, const QByteArray &verb, const QUrl &url, const QByteArray &body = {});
/// A reply as JSON where it is HTTP 200 and an object or a list; else why not, in the server's words where it said any.
Result<QJsonDocument> jsonOf(const Result<HttpReply> &reply, const Endpoint &endpoint);
/// A version that stands under `key` of an object; empty where there is none.
QString versionIn(const QByteArray &body, const QString &key);
/// A listing of an endpoint that answered, still without models.
EndpointListing listingOf(const Endpoint &endpoint, ServerKind kind);

/// The adapter of a kind; never fails (kinds without one of their own speak the OpenAI-compatible dialect).
const ServerAdapter &adapterFor(ServerKind kind);

/// A failure from an HTTP status and its body, in any of the five shapes that servers use (servers.md 1.4).
/// `status` 200 for an error object inside a stream.
Error errorFromReply(int status, const QByteArray &body, const QByteArray &contentType);

} // namespace assay
