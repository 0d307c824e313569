// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/analysisdesk.h"

#include "app/engine/settings/settings.h"
#include "app/gui/enginehost.h"
#include "app/gui/files.h"
#include "models/items/rundocument.h"
#include "ui/common/dialogs.h"
#include "ui/common/messages.h"
#include "ui/compare/comparepane.h"
#include "ui/history/historypane.h"
#include "ui/results/pricedialog.h"
#include "ui/results/resultspane.h"
#include "ui/window/mainwindow.h"

#include <QFileInfo>
#include <QtConcurrentRun>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString runMark = u"run:"_s;
const QString fileMark = u"file:"_s;

} // namespace

AnalysisDesk::AnalysisDesk(const AnalysisDeskParts &parts, QObject *parent) : QObject(parent), m(parts)
{
    connect(&m_reading, &QFutureWatcher<Result<RunData>>::finished, this, &AnalysisDesk::fileRead);
    connectHost();
    connectPanes();
    m.window->resultsPane()->setThreshold(m.settings->threshold());
}

AnalysisDesk::~AnalysisDesk()
{
    m_reading.waitForFinished();
}

void AnalysisDesk::connectHost()
{
    connect(&m.host->storage(), &Storage::runLoaded, this, &AnalysisDesk::takeRun);
    connect(m.host, &EngineHost::runStarted, this, [this](const RunInfo &info) { m_running = info.id; });
    connect(m.host, &EngineHost::runFinished, this, [this](const RunInfo &info) {
        m_running.reset();
        if (info.id == m_baselineRun) { // it has more rounds now
            setBaselineRun(info.id);
        }
        analyzeShown();
    });
    connect(m.host, &EngineHost::analyzed, this, [this](const RunAnalysis &analysis) {
        if (m.document->hasRun() && m.document->run()->info.id == analysis.run) {
            m.window->resultsPane()->setAnalysis(analysis);
        }
    });
}

void AnalysisDesk::connectPanes()
{
    ResultsPane *results = m.window->resultsPane();
    HistoryPane *history = m.window->historyPane();
    connect(results, &ResultsPane::analysisNeeded, this, &AnalysisDesk::analyzeShown);
    connect(results, &ResultsPane::thresholdChanged, this, [this](double threshold) {
        m.settings->setThreshold(threshold);
        analyzeShown();
    });
    connect(m.window, &MainWindow::energyPriceRequested, this, &AnalysisDesk::askForPrice);
    connect(results, &ResultsPane::baselineCleared, this, &AnalysisDesk::clearBaseline);
    connect(results, &ResultsPane::baselineFileWanted, this, [this] {
        const QString path = m.dialogs->openFile(m.window, tr("Compare with results"), tr("Results (*.json)"));
        if (!path.isEmpty()) {
            setBaselineFile(path);
        }
    });
    connect(history, &HistoryPane::baselineRequested, this, &AnalysisDesk::setBaselineRun);
    connect(history, &HistoryPane::baselineCleared, this, &AnalysisDesk::clearBaseline);
    connect(history, &HistoryPane::removeRequested, this, [this](const RunId &run) {
        if (run == m_baselineRun) {
            clearBaseline();
        }
    });
    connect(history, &HistoryPane::renameRequested, this, [this](const RunId &run) {
        if (run == m_baselineRun) {
            setBaselineRun(run);
        }
    });
    connect(m.window->comparePane(), &ComparePane::scoreEdited, this,
            [this](const Score &score) { m_stale = m_stale || score.run == m_baselineRun; });
    connect(m.document, &RunDocument::replaced, this, [this] {
        if (std::exchange(m_stale, false) && !m_baselineRun.isEmpty()) {
            setBaselineRun(m_baselineRun);
        }
    });
}

void AnalysisDesk::load(const QByteArray &note)
{
    forget();
    tellPanes({});
    const QString text = QString::fromUtf8(note);
    if (text.startsWith(runMark)) {
        setBaselineRun({text.mid(runMark.size())});
    } else if (text.startsWith(fileMark)) {
        setBaselineFile(text.mid(fileMark.size()));
    }
}

void AnalysisDesk::analyzeShown()
{
    if (m.document->hasRun()) {
        // While a run is timed, its own machine is not loaded with more than figures.
        const bool live = m_running && *m_running == m.document->run()->info.id;
        RunData run = m.document->inPlanOrder();
        m.settings->addPriceTo(run.info.costs);
        m.host->analyze({std::move(run), m_baseline, {m.settings->threshold(), live}});
    }
}

void AnalysisDesk::askForPrice()
{
    auto *dialog = new PriceDialog(m.settings->energyPrice(), m.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m.settings->setEnergyPrice(dialog->price());
        analyzeShown();
    });
    dialog->open();
}

void AnalysisDesk::setBaselineRun(const RunId &run)
{
    m_path.clear();
    m_awaited = run;
    m.host->storage().loadRun(run);
}

void AnalysisDesk::takeRun(const RunData &run)
{
    if (!m_awaited.isEmpty() && run.info.id == m_awaited) {
        m_awaited = {};
        m_baselineRun = run.info.id;
        remember(runMark + run.info.id.value);
        take(run);
    }
}

void AnalysisDesk::setBaselineFile(const QString &path)
{
    m_awaited = {};
    m_path = path;
    m_reading.setFuture(QtConcurrent::run(readResultsFile, path));
}

void AnalysisDesk::fileRead()
{
    const QString path = std::exchange(m_path, {});
    if (path.isEmpty()) {
        return; // something else was chosen meanwhile
    }
    Result<RunData> read = m_reading.result();
    if (!read) {
        m.window->resultsPane()->messages()->showError(read.error());
        return;
    }
    m_baselineRun = {};
    remember(fileMark + path);
    RunData baseline = std::move(read).value();
    baseline.info.name = QFileInfo(path).fileName();
    baseline.info.id = {}; // also the run shown may be held against what was exported of it
    take(std::move(baseline));
}

void AnalysisDesk::take(RunData baseline)
{
    m_baseline = std::make_shared<const RunData>(std::move(baseline));
    m_stale = false;
    tellPanes(m_baseline->info.name);
    analyzeShown();
}

void AnalysisDesk::forget()
{
    m_baseline.reset();
    m_baselineRun = m_awaited = {};
    m_stale = false;
    m_path.clear();
}

void AnalysisDesk::clearBaseline()
{
    forget();
    remember({});
    tellPanes({});
    analyzeShown();
}

void AnalysisDesk::remember(const QString &note)
{
    m.host->storage().setNote(baselineNote, note.toUtf8());
}

void AnalysisDesk::tellPanes(const QString &name)
{
    m.window->resultsPane()->setBaseline(name);
    m.window->historyPane()->setBaseline(m_baselineRun);
}

} // namespace assay
