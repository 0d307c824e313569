// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/comparison.h"
#include "models/items/intervalscale.h"

#include <QAbstractTableModel>

namespace assay {

/// Verdicts in one metric, one row a comparison, in the order they came. GUI thread.
class ComparisonsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { First, Second, Words, P, Pairs, More, Count };

    explicit ComparisonsModel(QObject *parent = nullptr);

    void setComparisons(std::vector<Comparison> comparisons);
    void setMetric(CompareMetric metric);
    CompareMetric metric() const { return m_metric; }
    /// Those in the metric shown.
    const std::vector<Comparison> &shown() const { return m_rows; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void show();
    QString text(const Comparison &row, Column column) const;
    QVariant raw(const Comparison &row, Column column) const;
    QVariant bar(const Comparison &row) const;

    CompareMetric m_metric = CompareMetric::TotalMs;
    std::vector<Comparison> m_all, m_rows;
    IntervalScale m_scale; // of the rows
};

} // namespace assay
