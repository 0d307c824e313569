// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/store/workspacestore.h"

#include <QObject>
#include <QThread>

namespace assay {

/// What a freshly opened workspace holds.
struct WorkspaceContent
{
    QString path;
    Catalog catalog;
    std::vector<PromptSet> promptSets;
    std::vector<RunBrief> runs;
    QHash<QString, QByteArray> notes;
    QHash<ModelAlias, Nanos> typicalTotals;
};

class StorageWorker;

/// The workspace on its own thread. Calls may come from any thread, return at once and are carried out in order;
/// answers come as signals on the thread that this object lives on. What could not be written (a full disk, ...) is
/// kept and tried again with the next call and every two seconds; nothing later overtakes it.
class Storage final : public QObject
{
    Q_OBJECT
public:
    explicit Storage(QObject *parent = nullptr);
    ~Storage() override; // carries out what was asked for, then closes the file

    void open(const QString &path);
    void saveCatalog(const Catalog &catalog);
    void savePromptSets(const std::vector<PromptSet> &sets);
    void setNote(const QString &key, const QByteArray &value);
    void beginRun(const RunInfo &info);
    void setRunState(const RunId &run, RunState state, const std::optional<QDateTime> &finishedAt);
    /// The run is over: its state, its end and what its environment turned out to be.
    void endRun(const RunInfo &info);
    void renameRun(const RunId &run, const QString &name);
    void removeRun(const RunId &run);
    void restoreRun(const RunId &run);
    void saveSample(const Sample &sample);
    void saveScore(const Score &score);
    void loadRun(const RunId &run);
    void loadRuns(); // asks for runsListed and typicalTotals anew
    void copyTo(const QString &path);
    /// Waits until all that was asked for before is done or has failed. Never on the GUI thread, except when the
    /// program ends.
    void flush();

Q_SIGNALS:
    void opened(const assay::WorkspaceContent &content);
    void openFailed(const QString &path, const assay::Error &error); // the earlier workspace, if any, stays open
    void runsListed(const std::vector<assay::RunBrief> &runs);
    void totalsKnown(const QHash<assay::ModelAlias, assay::Nanos> &typicalTotals);
    void runLoaded(const assay::RunData &run);
    /// The sample is committed: not even a crash loses it now.
    void sampleSaved(const assay::RunId &run, const assay::SampleId &sample);
    void copied(const QString &path);
    /// Something asked for could not be done (a full disk, ...): what, and what to do. The same sentence comes at most
    /// every five seconds.
    void failed(const assay::Error &error);
    /// After failed(): all that could not be written is saved now.
    void caughtUp();

private:
    template <class Work> void post(Work work);
    template <class Operation> void write(Operation operation);

    QThread m_thread;
    StorageWorker *m_worker;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::WorkspaceContent)
