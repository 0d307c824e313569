// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/outliers.h"

#include <QAbstractTableModel>
#include <QHash>

namespace assay {

class RunDocument;

/// Every sample of the run shown, in the order they came. Holds no samples itself. GUI thread.
class SamplesModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column {
        Number,
        Model,
        Prompt,
        Round,
        Phase,
        Outcome,
        FirstToken,
        Total,
        Apart,
        Speed,
        Tokens,
        Flags,
        Problem,
        Count
    };

    /// `document` outlives the model.
    explicit SamplesModel(const RunDocument *document, QObject *parent = nullptr);

    /// nullptr for a row that is none.
    const Sample *sample(int row) const;

    /// Which samples lie apart from the others of their model and prompt; forgotten when another run is shown.
    void setOutliers(const std::vector<Outlier> &outliers);
    /// What is said of a sample as an outlier, one line a figure.
    QStringList outlierLines(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Figures
    {
        std::optional<double> first, total, speed; // ms, ms, tokens/s
    };
    static Figures figuresOf(const Sample &sample);
    /// The outlier that is furthest from what is typical; nullptr where the sample is none.
    const Outlier *furthest(const Sample &sample) const;
    void reset();
    void grow(int last);
    void change(int first, int last);
    QString text(const Sample &sample, const Figures &figures, Column column) const;
    QVariant raw(const Sample &sample, const Figures &figures, Column column) const;

    const RunDocument *m_document;
    std::vector<Figures> m_figures; // one a row: sorting asks for them again and again
    QHash<SampleId, std::vector<Outlier>> m_outliers;
};

} // namespace assay
