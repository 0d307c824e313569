// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/analysis.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTimer;

namespace assay {

class BaselinePanel;
class DecisionTable;
class DistributionChart;
class MessageBar;
class RunDocument;
class RunFigures;
class SampleDetail;
class SamplesPanel;
class VerdictsPanel;

/// What a run came to: a sentence, the decision table, what else to know, then the verdicts, the change since the
/// baseline and every sample, with a chart and the chosen sample's timeline beside them. It works nothing out itself:
/// analysisNeeded() asks, setAnalysis() answers. GUI thread.
class ResultsPane final : public QWidget
{
    Q_OBJECT
public:
    /// `document` outlives the pane.
    explicit ResultsPane(RunDocument *document, QWidget *parent = nullptr);

    void setAnalysis(const RunAnalysis &analysis);
    /// A share: 0.03 is 3 %.
    void setThreshold(double threshold);
    /// The run that others are held against, by its name; empty without one.
    void setBaseline(const QString &name);
    /// Why no further rounds of the run shown can be made, as a sentence; empty where they can.
    void setRoundsProblem(const QString &problem);
    MessageBar *messages() const { return m_messages; }
    QByteArray saveState() const;
    /// False where the bytes are no state of this pane.
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    /// Samples or scores have changed since the last time; at most twice a second.
    void analysisNeeded();
    void thresholdChanged(double threshold);
    void moreRoundsRequested(int rounds); // of the run shown
    void baselineFileWanted();
    void baselineCleared();
    /// The person wants to see a sample's answer beside the others.
    void compareRequested(const assay::SampleId &sample);
    /// The person wants to see what went over the wire.
    void wireRequested(const assay::SampleId &sample);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildTabs();
    QWidget *buildChart();
    QWidget *buildPage();
    void connectDocument();
    void connectParts();
    void reload();
    void askSoon();
    void ask();
    void showAnalysis();
    void refreshChart();
    void refreshWarning();
    void refreshWords();
    void showSelected();
    int modelCount() const;

    RunDocument *m_document;
    RunFigures *m_figures;
    QTimer *m_timer;
    QStackedWidget *m_pages;
    MessageBar *m_messages; // what could not be done
    MessageBar *m_warning; // not comparable with the baseline
    QString m_warned; // what the warning said last
    QLabel *m_sentence;
    QLabel *m_notes;
    DecisionTable *m_decision;
    QTabWidget *m_tabs;
    VerdictsPanel *m_verdicts;
    BaselinePanel *m_baseline;
    SamplesPanel *m_samples;
    QComboBox *m_figure;
    DistributionChart *m_chart;
    SampleDetail *m_detail;
    QSplitter *m_lower; // tabs | chart over detail
    QSplitter *m_side;
    std::optional<RunAnalysis> m_analysis; // of the run shown
    bool m_wanted = true; // an analysis
    bool m_chartStale = true;
};

} // namespace assay
