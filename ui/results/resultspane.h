// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/summary.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTableView;
class QTimer;

namespace assay {

class DistributionChart;
class RunDocument;
class RunFigures;
class SampleDetail;
class SampleFilters;
class SamplesFilter;
class SamplesModel;
class SummaryModel;

/// What a run came to: a sentence, the decision table with its chart, and every sample with its timeline below.
/// It works nothing out itself: summariesNeeded() asks, setSummaries() answers. GUI thread.
class ResultsPane final : public QWidget
{
    Q_OBJECT
public:
    /// `document` outlives the pane.
    explicit ResultsPane(RunDocument *document, QWidget *parent = nullptr);

    void setSummaries(std::vector<ModelSummary> summaries);
    QByteArray saveState() const;
    /// False where the bytes are no state of this pane.
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    /// Samples or scores have changed since the last time; at most twice a second.
    void summariesNeeded();
    /// The person wants to see a sample's answer beside the others.
    void compareRequested(const assay::SampleId &sample);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildTable();
    QWidget *buildSamples();
    QWidget *buildChart();
    QWidget *buildPage();
    void connectParts();
    void reload();
    void askSoon();
    void refreshChart();
    void refreshWords();
    void fitTable();
    void showSelected();

    RunDocument *m_document;
    RunFigures *m_figures;
    SummaryModel *m_summary;
    SamplesModel *m_samples;
    SamplesFilter *m_filter;
    QTimer *m_timer;
    QStackedWidget *m_pages;
    QLabel *m_sentence;
    QLabel *m_legend;
    QTableView *m_table;
    QComboBox *m_figure;
    DistributionChart *m_chart;
    SampleFilters *m_filters;
    QTableView *m_sampleTable;
    SampleDetail *m_detail;
    QSplitter *m_lower; // samples | chart over detail
    QSplitter *m_side;
    bool m_wanted = true; // summaries
    bool m_chartStale = true;
};

} // namespace assay
