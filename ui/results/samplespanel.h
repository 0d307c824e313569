// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/outliers.h"

#include <QWidget>

class QTableView;

namespace assay {

class RunDocument;
class SampleFilters;
class SamplesFilter;
class SamplesModel;

/// Every sample of the run shown, to be filtered and sorted. GUI thread.
class SamplesPanel final : public QWidget
{
    Q_OBJECT
public:
    /// `document` outlives the panel.
    explicit SamplesPanel(RunDocument *document, QWidget *parent = nullptr);

    /// Another run is shown.
    void reload();
    void setOutliers(const std::vector<Outlier> &outliers);
    /// The one under the cursor; nullptr without one. Valid until the document changes.
    const Sample *selected() const;
    /// What stands out in it, one line each.
    QStringList selectedOutliers() const;

Q_SIGNALS:
    void selectionChanged();
    void wireRequested(); // of the selected one

private:
    void build();
    QModelIndex current() const;

    RunDocument *m_document;
    SamplesModel *m_samples;
    SamplesFilter *m_filter;
    SampleFilters *m_filters;
    QTableView *m_table;
};

} // namespace assay
