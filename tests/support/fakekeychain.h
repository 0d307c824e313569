// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/keys/keychain.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace assay {

/// A keychain in memory that can be locked, or be silent for ever.
class FakeKeychain final : public Keychain
{
public:
    QHash<QString, QByteArray> entries;
    std::optional<Error> refusal; // instead of any answer
    bool silent = false;
    QStringList reads;

    void read(const QString &name, QObject *context, KeyAnswer then) override
    {
        reads << name;
        soon(context, [this, name, then] {
            then(refusal                      ? Result<QByteArray>(*refusal)
                     : entries.contains(name) ? Result<QByteArray>(entries.value(name))
                                              : Result<QByteArray>(missing(name)));
        });
    }
    void store(const QString &name, const QByteArray &key, QObject *context, StatusAnswer then) override
    {
        if (!refusal)
            entries.insert(name, key);
        soon(context, [this, then] { then(refusal ? Status(*refusal) : Status(Done{})); });
    }
    void remove(const QString &name, QObject *context, StatusAnswer then) override
    {
        const bool had = entries.remove(name) > 0;
        soon(context, [had, name, then] { then(had ? Status(Done{}) : Status(missing(name))); });
    }

private:
    static Error missing(const QString &name)
    {
        return {ErrorCode::KeyMissing, QStringLiteral("No entry %1.").arg(name), {}};
    }
    void soon(QObject *context, std::function<void()> answer) const
    {
        if (!silent)
            QMetaObject::invokeMethod(context, std::move(answer), Qt::QueuedConnection);
    }
};

} // namespace assay
