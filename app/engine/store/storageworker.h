// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/store/storage.h"

#include <QElapsedTimer>
#include <QTimer>

#include <deque>

namespace assay {

/// The other side of Storage: owns the open workspace. Storage thread; called through Storage only.
class StorageWorker final : public QObject
{
    Q_OBJECT
public:
    using Operation = std::function<Status(WorkspaceStore &)>;

    StorageWorker();
    ~StorageWorker() override;

    void open(const QString &path);
    /// Carries it out, or keeps it for later behind what is kept already.
    void write(Operation operation);
    void loadRun(const RunId &run);
    void loadRuns();
    void copyTo(const QString &path);
    /// One last try to write what is kept, then the file is closed.
    void close();

Q_SIGNALS:
    void opened(const assay::WorkspaceContent &content);
    void openFailed(const QString &path, const assay::Error &error);
    void runsListed(const std::vector<assay::RunBrief> &runs);
    void totalsKnown(const QHash<assay::ModelAlias, assay::Nanos> &typicalTotals);
    void runLoaded(const assay::RunData &run);
    void sampleSaved(const assay::RunId &run, const assay::SampleId &sample);
    void copied(const QString &path);
    void failed(const assay::Error &error);
    void caughtUp();

private:
    /// False while something is left that could not be written.
    bool writeKept();
    /// False, with a word to the user, where no workspace is open.
    bool isOpen();
    void report(const Error &error);

    std::unique_ptr<WorkspaceStore> m_store;
    std::deque<Operation> m_kept;
    QTimer m_retry;
    QString m_lastReport;
    QElapsedTimer m_sinceReport;
    bool m_behind = false; // a write has failed, and is still to be made good
};

} // namespace assay
