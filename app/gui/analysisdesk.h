// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/run.h"

#include <QFutureWatcher>
#include <QObject>

#include <memory>

namespace assay {

class Dialogs;
class EngineHost;
class MainWindow;
class RunDocument;
class Settings;

/// The workspace note that says what runs are held against: "run:" and its id, or "file:" and the path of a
/// results.json.
inline const QString baselineNote = QStringLiteral("results.baseline");

/// What the analysis desk works on. All outlives it.
struct AnalysisDeskParts
{
    EngineHost *host;
    RunDocument *document;
    MainWindow *window;
    Settings *settings;
    Dialogs *dialogs;
};

/// Has the run shown analysed whenever Results asks, with the threshold that the person set and the baseline of the
/// workspace, which it loads and remembers. GUI thread.
class AnalysisDesk final : public QObject
{
    Q_OBJECT
public:
    AnalysisDesk(const AnalysisDeskParts &parts, QObject *parent);
    ~AnalysisDesk() override;

    /// The baseline of a workspace just opened, as its note says; empty: none.
    void load(const QByteArray &note);

private:
    void connectHost();
    void connectPanes();
    void analyzeShown();
    void askForPrice();
    void setBaselineRun(const RunId &run);
    void setBaselineFile(const QString &path);
    void clearBaseline();
    void forget();
    void take(RunData baseline);
    void takeRun(const RunData &run);
    void fileRead();
    void remember(const QString &note);
    void tellPanes(const QString &name);

    AnalysisDeskParts m;
    QFutureWatcher<Result<RunData>> m_reading;
    std::shared_ptr<const RunData> m_baseline; // shared with the thread that compares
    RunId m_baselineRun; // of this workspace; empty for a file and without a baseline
    bool m_stale = false; // that run was scored since
    RunId m_awaited; // of the run that is being loaded
    QString m_path; // of the file that is being read
    std::optional<RunId> m_running;
};

} // namespace assay
