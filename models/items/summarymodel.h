// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/summary.h"
#include "models/items/intervalscale.h"

#include <QAbstractTableModel>

namespace assay {

/// The decision table: one row a model, in plan order. GUI thread.
class SummaryModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column {
        Model,
        Mean,
        Median,
        P95,
        P99,
        FirstToken,
        Speed,
        Samples,
        Failed,
        Score,
        Memory,
        Size,
        Energy,
        Price,
        Licence,
        Count
    };

    explicit SummaryModel(QObject *parent = nullptr);

    void setSummaries(std::vector<ModelSummary> summaries);
    const std::vector<ModelSummary> &summaries() const { return m_rows; }
    /// True where a p95 or p99 shown stands on so few samples that it is the largest of them; then a legend must say
    /// so.
    bool hasThinTail() const;
    /// True where a row has something in this column of figures.
    bool hasFigures(Column column) const;
    /// True where intervals are shown.
    bool hasIntervals() const;
    /// True where a speed stands on estimated token counts.
    bool hasEstimates() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QString text(const ModelSummary &row, Column column) const;
    QString tip(const ModelSummary &row, Column column) const;
    QString spoken(const ModelSummary &row, Column column) const;
    QVariant raw(const ModelSummary &row, Column column) const;
    QVariant bar(const ModelSummary &row, Column column) const;
    void findBest();
    void findScales();

    std::vector<ModelSummary> m_rows;
    std::vector<std::optional<double>> m_best; // per column
    std::vector<IntervalScale> m_scales; // per column
};

} // namespace assay
