// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalog.h"

#include "models/domain/text.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array<std::pair<ServerKind, QLatin1StringView>, 10> kindKeys{{
    {ServerKind::Auto, "auto"_L1},
    {ServerKind::OpenAi, "openai"_L1},
    {ServerKind::FoundryLocal, "foundry-local"_L1},
    {ServerKind::Ollama, "ollama"_L1},
    {ServerKind::LmStudio, "lm-studio"_L1},
    {ServerKind::LlamaCpp, "llama.cpp"_L1},
    {ServerKind::Vllm, "vllm"_L1},
    {ServerKind::Practice, "practice"_L1},
    {ServerKind::Command, "command"_L1},
    {ServerKind::Http, "http"_L1},
}};

constexpr QLatin1StringView environmentPrefix = "env:"_L1;
constexpr QLatin1StringView keychainPrefix = "keychain:"_L1;

/// `wanted`, or the first of `wanted-2`, `wanted-3`, ... that `taken` denies.
template <class Taken> QString freeName(const QString &wanted, Taken taken)
{
    QString name = wanted;
    for (int n = 2; taken(name); ++n) {
        name = wanted % u'-' % QString::number(n);
    }
    return name;
}

} // namespace

QString serverKindKey(ServerKind kind)
{
    const auto found = std::ranges::find(kindKeys, kind, [](const auto &entry) { return entry.first; });
    Q_ASSERT(found != kindKeys.end());
    return found->second;
}

std::optional<ServerKind> serverKindFromKey(const QString &key)
{
    const auto found = std::ranges::find_if(kindKeys, [&key](const auto &entry) { return entry.second == key; });
    return found == kindKeys.end() ? std::nullopt : std::optional(found->first);
}

QStringList serverKindKeys()
{
    QStringList keys;
    for (const auto &[kind, key] : kindKeys) {
        keys.append(key);
    }
    return keys;
}

QString serverKindName(ServerKind kind)
{
    switch (kind) {
    case ServerKind::Auto:
        return Text::tr("Automatic");
    case ServerKind::OpenAi:
        return Text::tr("OpenAI-compatible");
    case ServerKind::FoundryLocal:
        return Text::tr("Foundry Local");
    case ServerKind::Ollama:
        return Text::tr("Ollama");
    case ServerKind::LmStudio:
        return Text::tr("LM Studio");
    case ServerKind::LlamaCpp:
        return Text::tr("llama.cpp");
    case ServerKind::Vllm:
        return Text::tr("vLLM");
    case ServerKind::Practice:
        return Text::tr("Practice server");
    case ServerKind::Command:
        return Text::tr("Program");
    case ServerKind::Http:
        return Text::tr("Custom HTTP server");
    }
    Q_UNREACHABLE();
}

bool isSimulated(const Endpoint &endpoint, const Model &model)
{
    return endpoint.kind == ServerKind::Practice || model.metadata.ownedBy == practiceOwner;
}

bool listsModels(ServerKind kind)
{
    return kind != ServerKind::Command && kind != ServerKind::Http;
}

std::optional<KeyReference> keyReferenceFromText(const QString &text)
{
    // Strict on purpose: "env:sk-..." is a key in the wrong place, and its text would show in the message that
    // says which variable is missing.
    static const QRegularExpression variable(u"^[A-Za-z_][A-Za-z0-9_]*\\z"_s, QRegularExpression::DontCaptureOption);
    if (text.startsWith(environmentPrefix)) {
        const QString name = text.sliced(environmentPrefix.size());
        if (variable.match(name).hasMatch()) {
            return KeyReference{KeyReference::Place::Environment, name};
        }
    } else if (text.startsWith(keychainPrefix)) {
        const QString name = text.sliced(keychainPrefix.size());
        if (!name.trimmed().isEmpty()) {
            return KeyReference{KeyReference::Place::Keychain, name};
        }
    }
    return std::nullopt;
}

QString keyReferenceText(const KeyReference &key)
{
    const bool environment = key.place == KeyReference::Place::Environment;
    return (environment ? environmentPrefix : keychainPrefix) + key.name;
}

QString keyProblem(const QByteArray &key)
{
    if (key.isEmpty()) {
        return Text::tr("The key is empty.");
    }
    const bool isOneWord = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
    return isOneWord ? QString()
                     : Text::tr("A key is one word of letters, digits and signs; this holds a blank, a line break or "
                                "a character that no server takes.");
}

bool isLoopback(const QUrl &url)
{
    // A name that only begins like a loopback address ("127.0.0.1.example.org") is none.
    static const QRegularExpression loopback(u"^(localhost|127\\.\\d+\\.\\d+\\.\\d+|::1)\\z"_s);
    return loopback.match(url.host()).hasMatch();
}

bool exposesKey(const QUrl &url)
{
    return url.scheme() != "https"_L1 && !isLoopback(url);
}

QString endpointUrlProblem(const QUrl &url)
{
    if (url.isEmpty()) {
        return Text::tr("The URL is empty; a URL looks like http://127.0.0.1:8080.");
    }
    if (!url.isValid()) {
        return Text::tr("This is no URL; a URL looks like http://127.0.0.1:8080.");
    }
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1) {
        return Text::tr("The URL must start with http:// or https://.");
    }
    if (url.host().isEmpty()) {
        return Text::tr("The URL names no host; a URL looks like http://127.0.0.1:8080.");
    }
    if (!url.userInfo().isEmpty()) {
        return Text::tr("The URL holds a user name or a password, which would be shared with every file it is in; "
                        "take it out and refer to a key instead.");
    }
    return {};
}

QUrl apiUrl(const QUrl &endpoint, const QString &path)
{
    QString prefix = endpoint.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/')) {
        prefix.chop(1);
    }
    if (prefix.isEmpty()) {
        prefix = u"/v1"_s;
    }
    QUrl url;
    url.setScheme(endpoint.scheme());
    url.setHost(endpoint.host());
    url.setPort(endpoint.port());
    const QString separator = path.startsWith(u'/') ? QString() : u"/"_s;
    url.setPath(prefix + separator + path, QUrl::TolerantMode);
    return url;
}

QUrl besideApiUrl(const QUrl &endpoint, const QString &path)
{
    QUrl url = endpoint.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    QString prefix = url.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/')) {
        prefix.chop(1);
    }
    if (prefix.endsWith("/v1"_L1)) {
        prefix.chop(3);
    }
    url.setPath(prefix + path, QUrl::TolerantMode);
    return url;
}

const QString &serverIdOf(const Model &model)
{
    return model.serverId.isEmpty() ? model.alias.value : model.serverId;
}

const Endpoint *Catalog::endpoint(const EndpointId &id) const
{
    const auto found = std::ranges::find(endpoints, id, &Endpoint::id);
    return found == endpoints.end() ? nullptr : &*found;
}

const Model *Catalog::model(const ModelAlias &alias) const
{
    const auto found = std::ranges::find(models, alias, &Model::alias);
    return found == models.end() ? nullptr : &*found;
}

Endpoint *Catalog::endpoint(const EndpointId &id)
{
    return const_cast<Endpoint *>(std::as_const(*this).endpoint(id));
}

Model *Catalog::model(const ModelAlias &alias)
{
    return const_cast<Model *>(std::as_const(*this).model(alias));
}

ModelAlias Catalog::freeAlias(const QString &wanted) const
{
    const QString base = wanted.trimmed().isEmpty() ? u"model"_s : wanted;
    return {freeName(base, [this](const QString &name) { return model(ModelAlias{name}) != nullptr; })};
}

EndpointId Catalog::freeEndpointId(const QString &wanted) const
{
    const QString base = wanted.trimmed().isEmpty() ? u"endpoint"_s : wanted;
    return {freeName(base, [this](const QString &name) { return endpoint(EndpointId{name}) != nullptr; })};
}

} // namespace assay
