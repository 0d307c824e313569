// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/keys/keyresolver.h"

#include "app/engine/keys/keychain.h"
#include "app/engine/net/timesource.h"
#include "models/domain/text.h"

#include <QObject>

#include <algorithm>
#include <memory>
#include <utility>

namespace assay {
namespace {

/// It may be waiting for the person to unlock it.
constexpr std::chrono::seconds keychainPatience(30);

bool isInKeychain(const KeyReference &key)
{
    return key.place == KeyReference::Place::Keychain;
}

Error keychainSilent(const QString &name)
{
    return {ErrorCode::KeyMissing,
            Text::tr("The keychain did not give out the key %1 within %2 seconds. Unlock it, then try again.")
                .arg(name, QString::number(keychainPatience.count())),
            {}};
}

/// One question to the keychain: the answer or the time limit, whichever comes first.
class Fetch final : public QObject
{
public:
    Fetch(std::function<void(const Result<QByteArray> &)> then, QObject *context)
        : QObject(context), m_then(std::move(then))
    {
    }
    void take(const Result<QByteArray> &value)
    {
        if (const auto then = std::exchange(m_then, nullptr)) {
            deleteLater();
            then(value);
        }
    }

private:
    std::function<void(const Result<QByteArray> &)> m_then;
};

struct Fetched
{
    KeyReference key;
    Result<QByteArray> value;
};

/// What the answers for several keys are gathered in.
struct Gathering
{
    std::vector<Fetched> found;
    size_t waiting = 0;
};

KeyResolver knowing(std::vector<Fetched> found, KeyResolver::Lookup lookup)
{
    return [found = std::move(found), lookup = std::move(lookup)](const KeyReference &wanted) {
        const auto at = std::ranges::find(found, wanted, &Fetched::key);
        return at == found.end() ? lookup(wanted) : at->value;
    };
}

} // namespace

KeyResolver::KeyResolver(Lookup lookup, Keychain *keychain) : m_lookup(std::move(lookup)), m_keychain(keychain)
{
}

void KeyResolver::fetch(const KeyReference &key, TimeSource &time, QObject *context,
                        std::function<void(const Result<QByteArray> &)> then) const
{
    if (!isInKeychain(key) || !m_keychain) {
        then((*this)(key));
        return;
    }
    auto *fetch = new Fetch(std::move(then), context);
    time.after(keychainPatience, fetch, [fetch, name = key.name] { fetch->take(keychainSilent(name)); });
    m_keychain->read(key.name, fetch, [fetch](const Result<QByteArray> &value) { fetch->take(value); });
}

void KeyResolver::fetchAll(const std::vector<KeyReference> &keys, TimeSource &time, QObject *context,
                           const std::function<void(const KeyResolver &)> &then) const
{
    std::vector<KeyReference> asked;
    for (const KeyReference &key : keys) {
        if (isInKeychain(key) && m_keychain && std::ranges::find(asked, key) == asked.end())
            asked.push_back(key);
    }
    if (asked.empty()) {
        then(*this);
        return;
    }
    const auto gathering = std::make_shared<Gathering>();
    gathering->waiting = asked.size();
    for (const KeyReference &key : asked) {
        fetch(key, time, context, [gathering, key, then, lookup = m_lookup](const Result<QByteArray> &value) {
            gathering->found.push_back({key, value});
            if (--gathering->waiting == 0)
                then(knowing(std::move(gathering->found), lookup));
        });
    }
}

Result<QByteArray> resolveKeyFromEnvironment(const KeyReference &key)
{
    if (isInKeychain(key))
        return noKeychain(key.name);
    const QByteArray value = qgetenv(key.name.toLocal8Bit().constData()).trimmed();
    if (value.isEmpty()) {
        return Error{
            ErrorCode::KeyMissing,
            Text::tr("The environment variable %1, which should hold the API key, is not set or is empty. Set it "
                     "and start again.")
                .arg(key.name),
            {}};
    }
    return value;
}

} // namespace assay
