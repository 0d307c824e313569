// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/calibrate/calibratedialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <cmath>

#include "models/domain/numbertext.h"
#include "ui/charts/charts.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr int frameMs = 33; // as often as a window redraws while a run goes on, at most

QLabel *words(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString usText(std::optional<double> us)
{
    return durationText(us ? std::optional(*us / 1000) : std::nullopt);
}

QStringList spreadCells(const std::optional<ErrorSpread> &spread)
{
    if (!spread) {
        return {usText({}), usText({}), usText({}), u"0"_s};
    }
    return {usText(spread->p50Us), usText(spread->p99Us), usText(spread->maxUs), QString::number(spread->n)};
}

QString stepText(const CalibrationStep &step)
{
    const QString streams = streamsText(step.streams);
    return step.load == CalibrationLoad::Charts ? CalibrateDialog::tr("%1, charts redrawn").arg(streams) : streams;
}

} // namespace

CalibrateDialog::CalibrateDialog(QWidget *parent)
    : QDialog(parent)
    , m_words(words(u"calibrateWords"_s, this))
    , m_progress(new QProgressBar(this))
    , m_state(words(u"calibrateState"_s, this))
    , m_spread(new DistributionChart(this))
    , m_curve(new CurveChart(this))
    , m_frames(new QTimer(this))
    , m_table(new QTableWidget(0, 11, this))
    , m_meaning(words(u"calibrateMeaning"_s, this))
{
    setObjectName(u"calibrateDialog"_s);
    setWindowTitle(tr("Calibrate"));
    m_words->setText(tr("How exactly does Assay take times on this machine? A simulated server in a process of its own "
                        "writes down when it sends each token; Assay compares that with when it saw it come. About a "
                        "minute: first with nothing else going on, then while the charts below, whose figures mean "
                        "nothing, are redrawn 30 times a second."));
    m_progress->setObjectName(u"calibrateProgress"_s);
    m_progress->setAccessibleName(tr("Progress of the calibration"));
    m_progress->setTextVisible(false);
    m_spread->setObjectName(u"calibrateSpread"_s);
    m_spread->setTitle(tr("Made-up figures, as load"));
    m_spread->setUnit(tr("ms"));
    m_spread->setForm(DistributionForm::Ecdf);
    m_curve->setObjectName(u"calibrateCurve"_s);
    m_curve->setTitle(tr("Made-up figures, as load"));
    m_table->setObjectName(u"calibrateTable"_s);
    m_table->setAccessibleName(tr("Errors measured"));
    m_table->setHorizontalHeaderLabels({tr("at once"), tr("charts"), tr("token p50"), tr("p99"), tr("max"), tr("n"),
                                        tr("first token p50"), tr("p99"), tr("max"), tr("n"), tr("merged")});
    m_table->horizontalHeaderItem(10)->setToolTip(
        tr("Tokens that were read together with a later one; their time is a bound, so they are left out"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + theme::gap(1) / 2);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (const int column : {3, 7}) {
        m_table->horizontalHeaderItem(column)->setToolTip(tr("Given from 662 values on"));
    }
    m_meaning->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_frames->setObjectName(u"calibrateFrames"_s);
    m_frames->setInterval(frameMs);
    m_frames->setTimerType(Qt::PreciseTimer);
    connect(m_frames, &QTimer::timeout, this, &CalibrateDialog::drawCharts);
    layOut();
    setCalibration({});
    drawCharts();
}

void CalibrateDialog::layOut()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_start = buttons->addButton(tr("Measure"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(u"calibrateStart"_s);
    m_cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::ActionRole);
    m_cancel->setObjectName(u"calibrateCancel"_s);
    auto *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"calibrateClose"_s);
    close->setText(tr("Close"));
    for (QPushButton *button : {m_start, m_cancel, close}) {
        button->setAccessibleName(button->text());
    }
    m_start->setDefault(true);
    m_start->setFocus();
    connect(m_start, &QPushButton::clicked, this, &CalibrateDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, &CalibrateDialog::cancelRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *charts = new QHBoxLayout;
    charts->setSpacing(theme::gap(1));
    for (QWidget *chart : {static_cast<QWidget *>(m_spread), static_cast<QWidget *>(m_curve)}) {
        chart->setMinimumHeight(theme::gap(20));
        chart->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
        charts->addWidget(chart, 1);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(2), theme::gap(2), theme::gap(2), theme::gap(2));
    column->setSpacing(theme::gap(1));
    column->addWidget(m_words);
    column->addWidget(m_progress);
    column->addWidget(m_state);
    column->addLayout(charts, 1);
    column->addWidget(m_table);
    column->addWidget(m_meaning);
    column->addWidget(buttons);
    const int rows = int(calibrationSteps(true).size());
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + 2 * m_table->frameWidth()
                            + rows * m_table->verticalHeader()->defaultSectionSize()
                            + m_table->horizontalScrollBar()->sizeHint().height());
    // Three lines from the start, so that nothing moves when the sentence comes.
    m_meaning->setMinimumHeight(3 * fontMetrics().lineSpacing());
    resize(theme::gap(104), theme::gap(92));
}

void CalibrateDialog::start()
{
    m_measuring = true;
    m_meaning->clear();
    m_table->setRowCount(0);
    m_progress->setRange(0, 0);
    say(tr("Starting the simulated server ..."));
    refreshButtons();
    Q_EMIT startRequested();
}

void CalibrateDialog::stop()
{
    m_measuring = false;
    m_frames->stop();
    m_spread->setLive(false);
    m_curve->setLive(false);
    m_progress->setRange(0, 1);
    m_progress->setValue(0);
    refreshButtons();
}

void CalibrateDialog::setCalibration(const std::optional<Calibration> &calibration)
{
    stop();
    m_table->setRowCount(0);
    fitColumns();
    m_meaning->clear();
    if (calibration) {
        say(tr("Measured %1, %2 clock, Assay %3.")
                .arg(QLocale().toString(calibration->at.toLocalTime(), QLocale::ShortFormat), calibration->clock,
                     calibration->assayVersion));
        showRows(*calibration);
        m_meaning->setText(calibrationMeaning(*calibration));
    } else {
        say(tr("Nothing has been measured on this machine yet."));
    }
}

void CalibrateDialog::showRows(const Calibration &calibration)
{
    m_table->setRowCount(int(calibration.rows.size()));
    for (int i = 0; i < m_table->rowCount(); ++i) {
        const CalibrationRow &row = calibration.rows[size_t(i)];
        const QStringList cells = QStringList{QString::number(row.streams), calibrationLoadName(row.load)}
            + spreadCells(row.tokens) + spreadCells(row.firstTokens) + QStringList{QString::number(row.merged)};
        for (int j = 0; j < cells.size(); ++j) {
            auto *cell = new QTableWidgetItem(cells.at(j));
            cell->setTextAlignment((j == 1 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            m_table->setItem(i, j, cell);
        }
    }
    fitColumns();
}

/// As wide as their words, and a little more, so that eleven columns are not taken for one.
void CalibrateDialog::fitColumns()
{
    m_table->resizeColumnsToContents();
    for (int i = 0; i < m_table->columnCount(); ++i) {
        m_table->setColumnWidth(i, m_table->columnWidth(i) + theme::gap(1) / 2);
    }
}

void CalibrateDialog::setRunGoesOn(bool on)
{
    m_runGoesOn = on;
    refreshState();
    refreshButtons();
}

/// What was said last comes back when the run has ended.
void CalibrateDialog::refreshState()
{
    m_state->setText(m_runGoesOn ? tr("A run is being timed. A calibration beside it would spoil both: wait until it "
                                      "has ended, or cancel it.")
                                 : m_said);
}

void CalibrateDialog::say(const QString &sentence)
{
    m_said = sentence;
    refreshState();
}

void CalibrateDialog::setProgress(const CalibrationProgress &progress)
{
    if (!m_measuring) {
        return; // one that was on its way when all was over
    }
    m_progress->setRange(0, progress.planned);
    m_progress->setValue(progress.done);
    m_state->setText(
        tr("Measuring: %1 (%2 of %3 answers)")
            .arg(stepText(progress.step), QString::number(progress.done), QString::number(progress.planned)));
    const bool charts = progress.step.load == CalibrationLoad::Charts;
    if (charts && !m_frames->isActive()) {
        m_spread->setLive(true); // as the charts of a run are
        m_curve->setLive(true);
        m_frames->start();
    }
}

void CalibrateDialog::setFailed(const Error &error)
{
    stop();
    say(error.message);
}

void CalibrateDialog::refreshButtons()
{
    m_start->setEnabled(!m_measuring && !m_runGoesOn);
    m_cancel->setEnabled(m_measuring);
}

/// What a run of three models would draw, with other figures every time, so that nothing can be reused.
void CalibrateDialog::drawCharts()
{
    constexpr int models = 3, requests = 120;
    ++m_frame;
    std::vector<DistributionSeries> spread;
    std::vector<CurveSeries> curve;
    for (int model = 0; model < models; ++model) {
        const QString name = tr("model %1").arg(ModelIdentity{model}.letter());
        DistributionSeries distribution{ModelIdentity{model}, name, {}};
        CurveSeries line{ModelIdentity{model}, name, {}};
        for (int i = 0; i < requests; ++i) {
            const double wave = std::sin(i * 0.7 + m_frame * 0.1 + model);
            distribution.values.push_back(400 + 150 * model + 90 * wave);
            line.points.emplace_back(i, 40 + 15 * model + 5 * wave);
        }
        spread.push_back(std::move(distribution));
        curve.push_back(std::move(line));
    }
    m_spread->setSeries(std::move(spread));
    m_curve->setSeries(std::move(curve));
}

void CalibrateDialog::done(int result)
{
    if (m_measuring) {
        Q_EMIT cancelRequested();
    }
    QDialog::done(result);
}

} // namespace assay
