// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/verdictspanel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/results/tables.h"
#include "ui/results/verdicttable.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr int mostRounds = 500; // at once; one can always go on again

/// Where the planner cannot say: what the pairs that cannot be told ask for.
int roundsAskedFor(const std::vector<Comparison> &comparisons)
{
    int rounds = 0;
    for (const Comparison &each : comparisons) {
        if (each.metric == CompareMetric::TotalMs && each.moreOf == MoreOf::Rounds) {
            rounds = qMax(rounds, each.more.value_or(0));
        }
    }
    return rounds;
}

} // namespace

VerdictsPanel::VerdictsPanel(QWidget *parent)
    : QWidget(parent)
    , m_table(new VerdictTable(u"verdicts"_s, tr("Verdicts, one row a pair of models"), true, this))
    , m_threshold(new QDoubleSpinBox(this))
{
    setObjectName(u"verdictsPanel"_s);
    buildThreshold();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, theme::gap(1), 0, 0);
    column->setSpacing(theme::gap(1));
    column->addWidget(m_table, 1);
    column->addWidget(buildRounds());
    setAnalysis(nullptr, 0);
}

void VerdictsPanel::buildThreshold()
{
    m_threshold->setObjectName(u"verdictsThreshold"_s);
    m_threshold->setAccessibleName(tr("Smallest difference that matters"));
    m_threshold->setToolTip(tr("Smaller differences in speed are never called faster or slower"));
    m_threshold->setRange(0.5, 50);
    m_threshold->setDecimals(1);
    m_threshold->setSingleStep(0.5);
    m_threshold->setSuffix(tr(" %"));
    m_threshold->setKeyboardTracking(false);
    auto *label = new QLabel(tr("Matters from"), this);
    label->setBuddy(m_threshold);
    m_table->head()->addStretch(1);
    m_table->head()->addWidget(label);
    m_table->head()->addWidget(m_threshold);
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this,
            [this](double percent) { Q_EMIT thresholdChanged(percent / 100); });
    setThreshold(AnalysisOptions().threshold);
}

QWidget *VerdictsPanel::buildRounds()
{
    auto *box = new QWidget(this);
    m_roundsText = makeSentence(u"moreRoundsText"_s, box);
    m_rounds = new QSpinBox(box);
    m_rounds->setObjectName(u"moreRounds"_s);
    m_rounds->setAccessibleName(tr("Further rounds"));
    m_rounds->setRange(1, mostRounds);
    m_run = new QPushButton(tr("Run more rounds"), box);
    m_run->setObjectName(u"moreRoundsRun"_s);
    m_run->setAccessibleName(m_run->text());
    theme::setIcon(m_run, u"repeat"_s);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    row->addWidget(m_roundsText, 1);
    row->addWidget(m_rounds);
    row->addWidget(m_run);
    connect(m_run, &QPushButton::clicked, this, [this] { Q_EMIT moreRoundsRequested(m_rounds->value()); });
    return box;
}

void VerdictsPanel::setAnalysis(const RunAnalysis *analysis, int models)
{
    const QString hint = models == 1 ? tr("One model has nothing to be compared with.")
        : analysis && analysis->options.live
        ? tr("Verdicts come when the run has ended.")
        : (analysis ? tr("No two models have answered yet.") : tr("Working the verdicts out ..."));
    m_table->setComparisons(analysis ? analysis->comparisons : std::vector<Comparison>(), hint);
    if (analysis && !analysis->options.live) {
        propose(*analysis);
    } else {
        m_roundsText->clear();
    }
}

void VerdictsPanel::propose(const RunAnalysis &analysis)
{
    const std::optional<RoundsNeeded> &needed = analysis.roundsNeeded;
    const int asked = roundsAskedFor(analysis.comparisons);
    const int planned = needed ? needed->rounds - needed->have : 0;
    const int usual = RunOptions().rounds;
    m_rounds->setValue(planned > 0 ? planned : asked > 0 ? asked : usual);
    const QString pairs = asked > 1 ? tr("about %1 more rounds would tell more of the pairs").arg(asked)
        : asked == 1                ? tr("about 1 more round would tell more of the pairs")
                                    : QString();
    const QString text = needed ? roundsNeededText(*needed, analysis.options.threshold) : pairs;
    m_roundsText->setText(text.isEmpty() ? text : tr("Total latency: %1.", "what the planner says").arg(text));
}

void VerdictsPanel::setThreshold(double threshold)
{
    const QSignalBlocker quiet(m_threshold);
    m_threshold->setValue(threshold * 100);
}

void VerdictsPanel::setRoundsProblem(const QString &problem)
{
    m_run->setEnabled(problem.isEmpty());
    m_rounds->setEnabled(problem.isEmpty());
    m_run->setToolTip(problem.isEmpty() ? tr("Goes on with this run: same plan, same servers, so many rounds more")
                                        : problem);
    m_run->setAccessibleDescription(m_run->toolTip());
}

CompareMetric VerdictsPanel::metric() const
{
    return m_table->metric();
}

void VerdictsPanel::setMetric(CompareMetric metric)
{
    m_table->setMetric(metric);
}

} // namespace assay
