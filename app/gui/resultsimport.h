// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QFutureWatcher>
#include <QObject>
#include <QStringList>

namespace assay {

class MessageBar;
class Storage;

/// Takes results.json files into the workspace as finished runs, one after another: read and checked off the GUI
/// thread, then stored in portions, so that a run that goes on meanwhile gets its samples in between. Says how far it
/// is and can be cancelled; until the last portion is stored the run counts as interrupted. GUI thread.
class ResultsImport final : public QObject
{
    Q_OBJECT
public:
    /// Both outlive it. `messages` is where progress, the cancel button and errors stand.
    ResultsImport(Storage &storage, MessageBar &messages, QObject *parent);
    ~ResultsImport() override;

    void take(const QString &path);
    /// What is under way is taken out of the workspace again; files that wait are forgotten.
    void cancel();

Q_SIGNALS:
    void imported(const assay::RunId &run);
    void failed();

private:
    void next();
    void readingDone();
    void begin(RunData run);
    void storePortion();
    void stored(const RunId &run, const SampleId &sample);
    void finish();
    void showProgress();

    Storage &m_storage;
    MessageBar &m_messages;
    QFutureWatcher<Result<RunData>> m_reading;
    QStringList m_waiting;
    QString m_path; // of the file under way
    std::optional<RunData> m_run; // being stored
    size_t m_handedOver = 0; // samples
    bool m_cancelled = false; // while the file is still being read
};

} // namespace assay
