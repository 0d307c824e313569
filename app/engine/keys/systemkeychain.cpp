// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/keys/keychain.h"

#include "models/domain/text.h"

#ifdef ASSAY_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace assay {

#ifdef ASSAY_KEYCHAIN

namespace {

/// Under which Assay's entries stand among those of other programs.
constexpr auto service = "Assay"_L1;

Error errorOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
    case QKeychain::CouldNotDeleteEntry:
        return {
            ErrorCode::KeyMissing,
            Text::tr(
                "The keychain holds no key named %1. Store it there in the window (Edit server) or with: assay-cli key "
                "set %1")
                .arg(job.key()),
            job.errorString()};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorCode::KeyMissing,
                Text::tr("The keychain was not opened for the key %1. Unlock it or allow Assay to read it, then try "
                         "again.")
                    .arg(job.key()),
                job.errorString()};
    default:
        return {ErrorCode::KeyMissing,
                Text::tr("The keychain could not be used for the key %1 (%2). Start or unlock one (GNOME Keyring, "
                         "KWallet), or put the key into an environment variable and refer to it with env:NAME.")
                    .arg(job.key(), job.errorString()),
                {}};
    }
}

Status statusOf(const QKeychain::Job &job)
{
    return job.error() == QKeychain::NoError ? Status(Done{}) : Status(errorOf(job));
}

/// By QtKeychain: the Secret Service or KWallet on Linux, the system's own elsewhere. Never its fallback, a plain file.
class SystemKeychain final : public Keychain
{
public:
    void read(const QString &name, QObject *context, KeyAnswer then) override
    {
        auto *job = new QKeychain::ReadPasswordJob(service);
        QObject::connect(job, &QKeychain::Job::finished, context, [job, answer = std::move(then)] {
            answer(job->error() == QKeychain::NoError ? Result<QByteArray>(job->textData().toUtf8())
                                                      : Result<QByteArray>(errorOf(*job)));
        });
        start(*job, name);
    }
    void store(const QString &name, const QByteArray &key, QObject *context, StatusAnswer then) override
    {
        auto *job = new QKeychain::WritePasswordJob(service);
        job->setTextData(QString::fromUtf8(key));
        QObject::connect(job, &QKeychain::Job::finished, context,
                         [job, answer = std::move(then)] { answer(statusOf(*job)); });
        start(*job, name);
    }
    void remove(const QString &name, QObject *context, StatusAnswer then) override
    {
        auto *job = new QKeychain::DeletePasswordJob(service);
        QObject::connect(job, &QKeychain::Job::finished, context,
                         [job, answer = std::move(then)] { answer(statusOf(*job)); });
        start(*job, name);
    }

private:
    static void start(QKeychain::Job &job, const QString &name)
    {
        job.setKey(name);
        job.setInsecureFallback(false);
        job.start(); // it deletes itself
    }
};

} // namespace

std::unique_ptr<Keychain> systemKeychain()
{
    return std::make_unique<SystemKeychain>();
}

#else

std::unique_ptr<Keychain> systemKeychain()
{
    return nullptr;
}

#endif

Error noKeychain(const QString &name)
{
    return {ErrorCode::KeyMissing,
            Text::tr("This build of Assay has no access to a keychain that could hold the key %1. Put the key into an "
                     "environment variable and refer to it with env:NAME.")
                .arg(name),
            {}};
}

} // namespace assay
