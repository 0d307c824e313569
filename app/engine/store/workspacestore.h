// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"
#include "models/domain/result.h"
#include "models/domain/run.h"

#include <QHash>

#include <memory>

namespace assay {

/// One workspace file (*.assay, SQLite): catalog, prompt sets, runs, samples, scores. Every call is one committed
/// transaction. Used on one thread, the one that opened it. Errors: StorageFailed with a sentence that names the file
/// where trying again may help; BadInput where a value contradicts what the file holds (a score of an unknown sample).
class WorkspaceStore
{
public:
    /// Creates the file where there is none; migrates an older schema (a copy is kept beside it); refuses a newer one
    /// and files that are no workspace. Runs that a crash left "running" come back as Interrupted. One writer at a
    /// time: a second one gets an error as long as the first is open.
    static Result<std::unique_ptr<WorkspaceStore>> open(const QString &path);
    /// Also while a window has it open and runs. Changes nothing; every call that would is an error.
    static Result<std::unique_ptr<WorkspaceStore>> openReadOnly(const QString &path);
    ~WorkspaceStore();

    QString path() const;
    Result<Catalog> catalog() const;
    Status saveCatalog(const Catalog &catalog);

    Result<std::vector<PromptSet>> promptSets() const; // in the person's order
    Status savePromptSets(const std::vector<PromptSet> &sets); // all of them, in order

    /// Also begins an earlier run anew (resume): its samples and scores stay.
    Status beginRun(const RunInfo &info);
    Status setRunState(const RunId &run, RunState state, const std::optional<QDateTime> &finishedAt);
    Status endRun(const RunInfo &info); // its state, end, environment and costs; nothing else is touched
    Status renameRun(const RunId &run, const QString &name);
    Status removeRun(const RunId &run); // restorable until the next open
    Status restoreRun(const RunId &run);
    /// Newest first; removed ones left out. `finished` counts measured samples that are ok, failed or timed out.
    Result<std::vector<RunBrief>> runs() const;
    /// Errors: BadInput where there is no such run.
    Result<RunData> run(const RunId &run) const;

    /// Takes the place of an earlier sample with this id.
    Status saveSample(const Sample &sample);
    /// One score a sample, criterion and annotator: the newest stands. A score with neither value, comment nor aspects
    /// is taken away.
    Status saveScore(const Score &score);

    /// Median total time of the models' earlier measured samples, for "about m minutes". Absent where never run.
    std::optional<Nanos> typicalTotal(const ModelAlias &alias) const;
    QHash<ModelAlias, Nanos> typicalTotals() const; // of all models that ever ran

    /// A value that belongs to the file rather than to the program (which prompt set was chosen, ...).
    Status setNote(const QString &key, const QByteArray &value);
    QByteArray note(const QString &key) const;
    QHash<QString, QByteArray> notes() const;

    /// A consistent copy, also while a run is being written. An existing file is replaced when the copy is whole.
    /// Errors: FileFailed where `path` cannot be written or is open in another window.
    Status copyTo(const QString &path) const;

private:
    struct Private;
    explicit WorkspaceStore(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace assay
