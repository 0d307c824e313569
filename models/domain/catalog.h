// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"
#include "models/domain/metadata.h"
#include "models/domain/wrapper.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <vector>

namespace assay {

/// JSON text of an object whose keys we do not know but keep ("{}" or empty when there are none).
using RawJson = QByteArray;

enum class ServerKind { Auto, OpenAi, FoundryLocal, Ollama, LmStudio, LlamaCpp, Vllm, Practice, Command, Http };

/// The name of a kind in models.json ("foundry-local"); nullopt for a name that is none.
QString serverKindKey(ServerKind kind);
std::optional<ServerKind> serverKindFromKey(const QString &key);
/// The keys of all kinds, for messages and choices.
QStringList serverKindKeys();
/// The name a person reads ("Foundry Local").
QString serverKindName(ServerKind kind);

/// Where a key is found; never the key itself.
struct KeyReference
{
    enum class Place { Environment, Keychain };
    Place place = Place::Environment;
    QString name;
    bool plainHttp = false; // the person agreed that it goes unencrypted to the endpoint's host

    friend bool operator==(const KeyReference &, const KeyReference &) = default;
};

/// Where `assay-cli practice` listens as a rule, for discovery to look there.
inline constexpr quint16 standardPracticePort = 18434;
/// What a practice server says of its models as their owner, whatever kind of server it is taken for.
inline const QString practiceOwner = QStringLiteral("assay-practice");

/// False for what a person described: its models are those that the person adds.
bool listsModels(ServerKind kind);

/// "env:NAME" (NAME of letters, digits and _) or "keychain:NAME"; nullopt for anything else (a literal key must be
/// refused with a sentence).
std::optional<KeyReference> keyReferenceFromText(const QString &text);
QString keyReferenceText(const KeyReference &key);

/// Why a text cannot be a key, as a translated sentence that never repeats it; empty when all is well.
QString keyProblem(const QByteArray &key);
/// Whether a key sent to `url` could be read by others on the network: plain HTTP to a host that is not this machine.
bool exposesKey(const QUrl &url);

struct Endpoint
{
    EndpointId id;
    ServerKind kind = ServerKind::Auto;
    QUrl url; // with or without /v1, as the person gave it
    std::optional<KeyReference> key;
    QStringList command; // kind Command only
    Wrapper wrapper; // kinds Command and Http only
    RawJson extra;
    bool found = false; // by looking at this machine's ports; not written to models.json unless used by a model
    bool recognized = false; // the kind was found out by asking the server: models.json keeps "auto"

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

/// Why a URL cannot be an endpoint's, as a translated sentence; empty when all is well. Never repeats the URL.
QString endpointUrlProblem(const QUrl &url);

/// Whether a URL leads to this machine by name or address alone; nothing is looked up.
bool isLoopback(const QUrl &url);

/// The URL of `path` ("chat/completions", "models") on an endpoint: "/v1" is added where the URL has no path,
/// other prefixes ("/openai/v1", "/v3") are kept as given; query and user info are left out.
QUrl apiUrl(const QUrl &endpoint, const QString &path);
/// The URL of `path` ("/api/tags") beside the API: "/v1" at the end of an endpoint's path is taken off, other prefixes
/// are kept. A ':' in the path stays as it is; what the path must not hold is encoded.
QUrl besideApiUrl(const QUrl &endpoint, const QString &path);

/// What is sent with each request. Absent means: not sent, the server decides.
struct RequestParameters
{
    std::optional<double> temperature; // >= 0
    std::optional<int> maxTokens; // >= 1
    std::optional<qint64> seed;
    RawJson extra; // further parameters, sent as they are

    friend bool operator==(const RequestParameters &, const RequestParameters &) = default;
};

/// A parameter that a model is to be run with several values of.
struct SweptParameter
{
    QString name; // "temperature"
    std::vector<RawJson> values; // at least one; each as it was written

    friend bool operator==(const SweptParameter &, const SweptParameter &) = default;
};

/// One contestant: an alias on one endpoint with its request parameters.
struct Model
{
    ModelAlias alias;
    EndpointId endpoint; // empty: the only endpoint there is, or the one given on the command line
    QString serverId; // what the server calls it; the alias where models.json has no id
    QString system; // system text, before a prompt set's and a prompt's own
    ModelMetadata metadata;
    RequestParameters parameters;
    std::vector<SweptParameter> sweep; // beside `parameters`; each combination runs as a model of its own (sweep.h)
    RawJson extra;
    bool ticked = false; // chosen for the next run

    friend bool operator==(const Model &, const Model &) = default;
};

/// What its server calls a model: the id, or the alias where none is known.
const QString &serverIdOf(const Model &model);

/// Whether a practice server makes its answers up: by the kind of its endpoint, or by what the server says of it.
bool isSimulated(const Endpoint &endpoint, const Model &model);

/// All models known, with the endpoints they live on.
struct Catalog
{
    std::vector<Endpoint> endpoints;
    std::vector<Model> models;
    RawJson extra; // unknown top-level keys of models.json

    const Endpoint *endpoint(const EndpointId &id) const;
    const Model *model(const ModelAlias &alias) const;
    Endpoint *endpoint(const EndpointId &id);
    Model *model(const ModelAlias &alias);
    /// `wanted`, or `wanted-2`, `wanted-3`, ... when it is taken.
    ModelAlias freeAlias(const QString &wanted) const;
    EndpointId freeEndpointId(const QString &wanted) const;

    friend bool operator==(const Catalog &, const Catalog &) = default;
};

} // namespace assay
