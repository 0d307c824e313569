// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

#include <QByteArray>

#include <concepts>
#include <functional>

class QObject;

namespace assay {

class Keychain;
class TimeSource;

/// Turns a key reference into the key. A value; holds keys only where fetchAll() made it, and then for as long as it
/// lives. Engine thread. Errors name the reference and say what to do, never the key.
class KeyResolver
{
public:
    using Lookup = std::function<Result<QByteArray>(const KeyReference &)>;

    /// By `lookup` alone.
    template <std::invocable<const KeyReference &> F>
    requires(!std::same_as<std::remove_cvref_t<F>, KeyResolver>) KeyResolver(F lookup) : m_lookup(std::move(lookup)) { }
    /// Entries of the keychain from there, all else by `lookup`. `keychain` outlives this and may be null.
    KeyResolver(Lookup lookup, Keychain *keychain);

    /// At once. Errors: KeyMissing; also for an entry of the keychain, which has to be fetched first.
    Result<QByteArray> operator()(const KeyReference &key) const { return m_lookup(key); }

    /// `then` gets the key, at once where the keychain need not be asked; else from the event loop, after half a minute
    /// at the latest, and never once `context` is gone.
    void fetch(const KeyReference &key, TimeSource &time, QObject *context,
               std::function<void(const Result<QByteArray> &)> then) const;
    /// `then` gets a resolver that knows all of these at once, or why not. When it is called: as with fetch().
    void fetchAll(const std::vector<KeyReference> &keys, TimeSource &time, QObject *context,
                  const std::function<void(const KeyResolver &)> &then) const;

private:
    Lookup m_lookup;
    Keychain *m_keychain = nullptr;
};

/// Reads environment variables; knows nothing of a keychain.
Result<QByteArray> resolveKeyFromEnvironment(const KeyReference &key);

} // namespace assay
