// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"
#include "models/domain/result.h"
#include "models/domain/run.h"

#include <memory>

namespace assay {

/// One workspace file (*.assay, SQLite): catalog, prompt sets, runs, samples, scores. Every call is one committed
/// transaction. Used on one thread, the one that opened it. Errors: StorageFailed with a sentence that names the file.
class WorkspaceStore
{
public:
    /// Creates the file where there is none; migrates an older schema (a copy is kept beside it); refuses a newer one
    /// and files that are no workspace. Runs that a crash left "running" come back as Interrupted.
    static Result<std::unique_ptr<WorkspaceStore>> open(const QString &path);
    ~WorkspaceStore();

    QString path() const;
    Result<Catalog> catalog() const;
    Status saveCatalog(const Catalog &catalog);

    Result<std::vector<PromptSet>> promptSets() const; // in the person's order
    Status savePromptSets(const std::vector<PromptSet> &sets); // all of them, in order

    Status beginRun(const RunInfo &info);
    Status setRunState(const RunId &run, RunState state, const std::optional<QDateTime> &finishedAt);
    Status renameRun(const RunId &run, const QString &name);
    Status removeRun(const RunId &run); // restorable until the next open
    Status restoreRun(const RunId &run);
    Result<std::vector<RunBrief>> runs() const; // newest first; removed ones left out
    Result<RunData> run(const RunId &run) const;

    Status saveSample(const Sample &sample);
    /// One score a sample, criterion and annotator: the newest stands. A score with neither value, comment nor aspects
    /// is taken away.
    Status saveScore(const Score &score);

    /// Median total time of the models' earlier measured samples, for "about m minutes". Absent where never run.
    std::optional<Nanos> typicalTotal(const ModelAlias &alias) const;

    /// A value that belongs to the file rather than to the program (which prompt set was chosen, ...).
    Status setNote(const QString &key, const QByteArray &value);
    QByteArray note(const QString &key) const;

    /// A consistent copy, also while a run is being written. Errors: FileFailed where `path` cannot be written.
    Status copyTo(const QString &path) const;

private:
    struct Private;
    explicit WorkspaceStore(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace assay
