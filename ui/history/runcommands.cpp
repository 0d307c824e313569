// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history/runcommands.h"

#include <QCoreApplication>

#include "models/items/runlistmodel.h"

namespace assay {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(RunCommands)
};

} // namespace

RemoveRunCommand::RemoveRunCommand(RunListModel *runs, const RunBrief &run, Tell removed, Tell restored)
    : QUndoCommand(Words::tr("Delete run"))
    , m_runs(runs)
    , m_run(run)
    , m_removed(std::move(removed))
    , m_restored(std::move(restored))
{
}

void RemoveRunCommand::undo()
{
    m_runs->put(m_run);
    m_restored(m_run.id);
}

void RemoveRunCommand::redo()
{
    m_runs->take(m_run.id);
    m_removed(m_run.id);
}

RenameRunCommand::RenameRunCommand(RunListModel *runs, const RunBrief &run, const QString &name, Tell renamed)
    : QUndoCommand(Words::tr("Rename run"))
    , m_runs(runs)
    , m_run(run.id)
    , m_before(run.name)
    , m_after(name)
    , m_renamed(std::move(renamed))
{
}

void RenameRunCommand::undo()
{
    put(m_before);
}

void RenameRunCommand::redo()
{
    put(m_after);
}

void RenameRunCommand::put(const QString &name)
{
    m_runs->setName(m_run, name);
    m_renamed(m_run, name);
}

} // namespace assay
