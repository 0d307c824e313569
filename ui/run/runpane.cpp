// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/runpane.h"

#include <QDataStream>
#include <QHBoxLayout>
#include <QIODevice>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

#include "models/domain/numbertext.h"
#include "models/items/liverunmodel.h"
#include "models/items/rundocument.h"
#include "ui/common/messages.h"
#include "ui/run/livecharts.h"
#include "ui/run/modelcolumn.h"
#include "ui/run/optionsform.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr quint32 stateMark = 0x52756e31; // "Run1"

QString progressSentence(const RunProgress &progress, RunState state)
{
    QString text = RunPane::tr("%1 of %2 done").arg(progress.done).arg(progress.planned);
    if (progress.failed > 0) {
        text += RunPane::tr(", %1 failed").arg(progress.failed);
    }
    if (progress.skipped > 0) {
        text += RunPane::tr(", %1 skipped").arg(progress.skipped);
    }
    if (state == RunState::Running) {
        return progress.timeLeft ? text + RunPane::tr(", %1 left").arg(aboutText(*progress.timeLeft)) : text;
    }
    return RunPane::tr("%1: %2", "state of the run: counts").arg(runStateName(state), text);
}

} // namespace

RunPane::RunPane(RunDocument *document, LiveRunModel *live, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_live(live)
    , m_options(new OptionsForm(this))
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(tr("Nothing has been run yet"), {}, m_pages))
    , m_start(m_empty->addButton(tr("Start"), u"runStart"_s))
    , m_splitter(new QSplitter(Qt::Vertical, m_pages))
    , m_scroll(new QScrollArea(m_splitter))
    , m_charts(new LiveCharts(document, m_splitter))
    , m_bar(new QProgressBar(this))
    , m_progress(new QLabel(this))
{
    setObjectName(u"runPane"_s);
    build();
    connectModels();
    setPlanText({}, false);
    rebuildColumns();
}

void RunPane::build()
{
    m_scroll->setObjectName(u"runColumns"_s);
    m_scroll->setAccessibleName(tr("Answers as they come"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_splitter->setObjectName(u"runSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({1000, 1000});
    m_charts->setMinimumHeight(theme::gap(22));
    m_bar->setObjectName(u"runProgressBar"_s);
    m_bar->setAccessibleName(tr("Progress of the run"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(theme::gap(1));
    m_progress->setObjectName(u"runProgressText"_s);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_splitter);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(theme::gap(1));
    foot->addWidget(m_progress);
    foot->addWidget(m_bar, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1));
    column->addWidget(m_options);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    column->addLayout(foot);
    connect(m_start, &QPushButton::clicked, this, &RunPane::startRequested);
    connect(m_options, &OptionsForm::changed, this, [this] { Q_EMIT optionsChanged(options()); });
}

void RunPane::connectModels()
{
    connect(m_live, &QAbstractItemModel::modelReset, this, &RunPane::rebuildColumns);
    connect(m_live, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) { refreshRows(first.row(), last.row()); });
    connect(m_live, &LiveRunModel::textRestarted, this, [this](int row) {
        m_columns[size_t(row)]->restartText(m_live->row(row).answer, m_live->row(row).reasoning);
    });
    connect(m_live, &LiveRunModel::textAppended, this,
            [this](int row, const QString &answer, const QString &reasoning) {
                m_columns[size_t(row)]->appendText(answer, reasoning);
            });
    connect(m_live, &LiveRunModel::progressChanged, this, &RunPane::refreshProgress);
}

RunOptions RunPane::options() const
{
    return m_options->options();
}

void RunPane::setOptions(const RunOptions &options)
{
    m_options->setOptions(options);
}

void RunPane::setPlanText(const QString &text, bool canStart)
{
    const QString hint =
        tr("Tick models on the left and choose a prompt set, then press Start. The answers stream here "
           "side by side, and their latencies are drawn as they come.");
    m_empty->setTexts(tr("Nothing has been run yet"), text.isEmpty() ? hint : hint + u"\n\n"_s + text);
    m_start->setEnabled(canStart);
}

void RunPane::setRunning(bool running)
{
    m_options->setEditable(!running);
    m_charts->setLive(running);
}

void RunPane::rebuildColumns()
{
    auto *inner = new QWidget;
    auto *row = new QHBoxLayout(inner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    m_columns.clear();
    for (int i = 0; i < m_live->rowCount(); ++i) {
        m_columns.push_back(new ModelColumn(m_live->row(i), inner));
        row->addWidget(m_columns.back(), 1);
    }
    m_scroll->setWidget(inner); // deletes the one before
    m_scroll->setMinimumHeight(inner->minimumSizeHint().height());
    refreshRows(0, m_live->rowCount() - 1);
    refreshProgress();
    showPage();
}

void RunPane::showPage()
{
    const bool empty = !m_live->hasPlan();
    m_pages->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_splitter);
    m_bar->setVisible(!empty);
    m_progress->setVisible(!empty);
}

void RunPane::refreshRows(int first, int last)
{
    const RunData *run = m_document->run();
    for (int i = first; i <= last; ++i) {
        const LiveRow &row = m_live->row(i);
        const bool known = run && row.prompt >= 0 && size_t(row.prompt) < run->info.plan.prompts.size();
        m_columns[size_t(i)]->setRow(row, known ? run->info.plan.prompts[size_t(row.prompt)].id.value : QString());
    }
}

void RunPane::refreshProgress()
{
    const RunProgress progress = m_live->progress();
    m_bar->setRange(0, std::max(1, progress.planned));
    m_bar->setValue(progress.done);
    QString text = progressSentence(progress, m_live->state());
    if (m_document->isSimulated()) {
        text += tr(" (simulated)");
    }
    m_progress->setText(text);
    m_progress->setAccessibleName(text);
}

QByteArray RunPane::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << stateMark << m_splitter->saveState() << qint32(m_charts->form()) << m_options->isFolded();
    return bytes;
}

bool RunPane::restoreState(const QByteArray &state)
{
    QDataStream in(state);
    quint32 mark = 0;
    QByteArray splitter;
    qint32 form = 0;
    bool folded = false;
    in >> mark >> splitter >> form >> folded;
    if (in.status() != QDataStream::Ok || mark != stateMark) {
        return false;
    }
    m_charts->setForm(DistributionForm(form));
    m_options->setFolded(folded);
    return m_splitter->restoreState(splitter);
}

} // namespace assay
