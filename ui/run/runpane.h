// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

#include <QWidget>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace assay {

class EmptyState;
class LiveCharts;
class LiveRunModel;
class MessageBar;
class ModelColumn;
class OptionsForm;
class RunDocument;

/// The run that goes on: options above, one column a model with its streaming answer, charts and the overall progress
/// below. Shows what the document and the live model hold and decides nothing. GUI thread.
class RunPane final : public QWidget
{
    Q_OBJECT
public:
    /// Both outlive the pane.
    RunPane(RunDocument *document, LiveRunModel *live, QWidget *parent = nullptr);

    RunOptions options() const;
    void setOptions(const RunOptions &options); // without optionsChanged()
    /// What the empty pane says Start would do ("39 requests, about 4 min"), and whether it can be pressed.
    void setPlanText(const QString &text, bool canStart);
    /// Options cannot be changed while a run goes on.
    void setRunning(bool running);
    MessageBar *messages() const { return m_messages; }

    QByteArray saveState() const;
    /// False where the bytes are no state of this pane.
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void startRequested();
    void optionsChanged(const assay::RunOptions &options);

private:
    void build();
    void connectModels();
    void rebuildColumns();
    void showPage();
    void refreshRows(int first, int last);
    void refreshProgress();

    RunDocument *m_document;
    LiveRunModel *m_live;
    OptionsForm *m_options;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QPushButton *m_start;
    QSplitter *m_splitter;
    QScrollArea *m_scroll;
    LiveCharts *m_charts;
    QProgressBar *m_bar;
    QLabel *m_progress;
    std::vector<ModelColumn *> m_columns;
};

} // namespace assay
