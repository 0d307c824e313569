// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QAbstractTableModel>

namespace assay {

/// The runs of the workspace, in the order given (newest first). GUI thread.
class RunListModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Name, State, Started, Models, Prompts, Rounds, Samples, Failed, Scored, Count };

    explicit RunListModel(QObject *parent = nullptr);

    void setRuns(std::vector<RunBrief> runs);
    /// Changes the line of a run that is there, else puts it in by its start, newest first.
    void put(const RunBrief &run);
    /// Nothing happens where there is no such run.
    void take(const RunId &run);
    /// Without renamed().
    void setName(const RunId &run, const QString &name);
    const RunBrief *brief(int row) const; // nullptr for a row that is none
    int rowOf(const RunId &run) const; // -1 for none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Only the name: changes nothing itself but asks with renameWanted().
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void renameWanted(const assay::RunId &run, const QString &name);

private:
    QString text(const RunBrief &run, Column column) const;
    QVariant raw(const RunBrief &run, Column column) const;

    std::vector<RunBrief> m_runs;
};

} // namespace assay
