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

/// The workspace on its own thread. Calls return at once and are carried out in order; answers come as signals on the
/// thread of the caller. flush() is for the end of a program only.
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
    void renameRun(const RunId &run, const QString &name);
    void removeRun(const RunId &run);
    void restoreRun(const RunId &run);
    void saveSample(const Sample &sample);
    void saveScore(const Score &score);
    void loadRun(const RunId &run);
    void loadRuns(); // asks for runsListed and typicalTotals anew
    void copyTo(const QString &path);
    /// Waits until all that was asked for is done. Never on the GUI thread, except when the program ends.
    void flush();

Q_SIGNALS:
    void opened(const assay::WorkspaceContent &content);
    void openFailed(const QString &path, const assay::Error &error); // the earlier workspace, if any, stays open
    void runsListed(const std::vector<assay::RunBrief> &runs);
    void totalsKnown(const QHash<assay::ModelAlias, assay::Nanos> &typicalTotals);
    void runLoaded(const assay::RunData &run);
    void copied(const QString &path);
    /// Something asked for could not be done (a full disk, ...): what, and what to do. The data stays with the caller.
    void failed(const assay::Error &error);

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::WorkspaceContent)
