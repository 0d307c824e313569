// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QUndoCommand>

#include <functional>

namespace assay {

class RunListModel;

/// Takes a run out of the list, and puts it back. GUI thread.
class RemoveRunCommand final : public QUndoCommand
{
public:
    using Tell = std::function<void(const RunId &)>;
    /// `runs` and what the functions need outlive the command.
    RemoveRunCommand(RunListModel *runs, const RunBrief &run, Tell removed, Tell restored);
    void undo() override;
    void redo() override;

private:
    RunListModel *m_runs;
    RunBrief m_run;
    Tell m_removed;
    Tell m_restored;
};

/// Gives a run another name, and the old one back. GUI thread.
class RenameRunCommand final : public QUndoCommand
{
public:
    using Tell = std::function<void(const RunId &, const QString &)>;
    RenameRunCommand(RunListModel *runs, const RunBrief &run, const QString &name, Tell renamed);
    void undo() override;
    void redo() override;

private:
    void put(const QString &name);

    RunListModel *m_runs;
    RunId m_run;
    QString m_before;
    QString m_after;
    Tell m_renamed;
};

} // namespace assay
