// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/baselinepanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/results/tables.h"
#include "ui/results/verdicttable.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

BaselinePanel::BaselinePanel(QWidget *parent)
    : QWidget(parent)
    , m_text(makeSentence(u"baselineText"_s, this))
    , m_file(new QPushButton(tr("Compare with file ..."), this))
    , m_clear(new QPushButton(tr("Clear baseline"), this))
    , m_table(new VerdictTable(u"baseline"_s, tr("Change since the baseline, one row a model"), false, this))
{
    setObjectName(u"baselinePanel"_s);
    m_file->setObjectName(u"baselineFile"_s);
    m_file->setToolTip(tr("Take a results.json as the baseline"));
    m_clear->setObjectName(u"baselineClear"_s);
    for (QPushButton *button : {m_file, m_clear}) {
        button->setAccessibleName(button->text());
    }
    m_table->head()->addStretch(1);
    m_table->head()->addWidget(m_file);
    m_table->head()->addWidget(m_clear);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, theme::gap(1), 0, 0);
    column->setSpacing(theme::gap(1));
    column->addWidget(m_text);
    column->addWidget(m_table, 1);
    connect(m_file, &QPushButton::clicked, this, &BaselinePanel::fileWanted);
    connect(m_clear, &QPushButton::clicked, this, &BaselinePanel::cleared);
    refresh();
}

void BaselinePanel::setBaseline(const QString &name)
{
    m_name = name;
    refresh();
}

void BaselinePanel::setAnalysis(const RunAnalysis *analysis)
{
    m_shown = analysis ? analysis->baseline : std::nullopt;
    m_worked = analysis != nullptr;
    m_live = analysis && analysis->options.live;
    refresh();
}

QString BaselinePanel::hint() const
{
    if (m_name.isEmpty()) {
        return tr("Choose a run in History and press Set as baseline there, or take a results file. Each model of the "
                  "run shown is then held against the model of the same name.");
    }
    if (m_live) {
        return tr("Verdicts come when the run has ended.");
    }
    if (!m_worked) {
        return tr("Working the verdicts out ...");
    }
    return m_shown ? tr("The two runs have no model of the same name that answered the same prompt.")
                   : tr("This run is the baseline. Open another one to see its change.");
}

void BaselinePanel::refresh()
{
    m_text->setText(m_name.isEmpty() ? tr("No baseline.") : tr("Baseline: %1").arg(m_name));
    m_clear->setEnabled(!m_name.isEmpty());
    m_table->setComparisons(m_shown ? m_shown->comparisons : std::vector<Comparison>(), hint());
}

CompareMetric BaselinePanel::metric() const
{
    return m_table->metric();
}

void BaselinePanel::setMetric(CompareMetric metric)
{
    m_table->setMetric(metric);
}

} // namespace assay
