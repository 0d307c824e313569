// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QByteArray>

#include <functional>
#include <memory>

class QObject;

namespace assay {

/// Where keys are kept under a name, outside of every file of ours. No call blocks: `then` is called from the event
/// loop, and never once `context` is gone. Engine thread.
class Keychain
{
public:
    using KeyAnswer = std::function<void(const Result<QByteArray> &)>;
    using StatusAnswer = std::function<void(const Status &)>;

    virtual ~Keychain() = default;
    /// Errors: KeyMissing, with a sentence that names the entry and says what to do.
    virtual void read(const QString &name, QObject *context, KeyAnswer then) = 0;
    /// Takes the place of what was kept under that name. Errors: KeyMissing.
    virtual void store(const QString &name, const QByteArray &key, QObject *context, StatusAnswer then) = 0;
    virtual void remove(const QString &name, QObject *context, StatusAnswer then) = 0;
};

/// The one of the person's session; null where this build has none.
std::unique_ptr<Keychain> systemKeychain();

/// What to say where there is no keychain at all.
Error noKeychain(const QString &name);

} // namespace assay
