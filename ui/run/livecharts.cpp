// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/livecharts.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QTimer>

#include "models/items/runfigures.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

LiveCharts::LiveCharts(const RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_figures(new RunFigures(document, this))
    , m_timer(new QTimer(this))
    , m_forms(new QButtonGroup(this))
    , m_total(new DistributionChart(this))
    , m_first(new DistributionChart(this))
    , m_speed(new CurveChart(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(100);
    m_total->setObjectName(u"chartTotal"_s);
    m_total->setTitle(tr("Total latency"));
    m_total->setUnit(tr("ms"));
    m_first->setObjectName(u"chartFirst"_s);
    m_first->setTitle(tr("First token"));
    m_first->setUnit(tr("ms"));
    m_speed->setObjectName(u"chartSpeed"_s);
    m_speed->setTitle(tr("Tokens per second"));
    m_speed->setAxes(tr("request"), tr("tokens/s"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::gap(1));
    for (QWidget *chart :
         {static_cast<QWidget *>(m_total), static_cast<QWidget *>(m_first), static_cast<QWidget *>(m_speed)}) {
        chart->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding); // three equal thirds
        chart->setMinimumWidth(200);
        row->addWidget(chart, 1);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1) / 2);
    column->addWidget(buildSwitch());
    column->addLayout(row, 1);
    connect(m_timer, &QTimer::timeout, this, &LiveCharts::redraw);
    connect(m_figures, &RunFigures::changed, this, &LiveCharts::redrawSoon);
}

QWidget *LiveCharts::buildSwitch()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    row->addWidget(new QLabel(tr("Distributions as"), box));
    const auto add = [&](DistributionForm form, const QString &text, const QString &name, const QString &tip) {
        auto *button = new QRadioButton(text, box);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setToolTip(tip);
        m_forms->addButton(button, int(form));
        row->addWidget(button);
    };
    add(DistributionForm::Histogram, tr("histogram"), u"formHistogram"_s, tr("How many requests took how long"));
    add(DistributionForm::Ecdf, tr("ECDF"), u"formEcdf"_s, tr("Which share of the requests took at most how long"));
    add(DistributionForm::BoxPlot, tr("box plot"), u"formBox"_s, tr("Median, middle half, and spread"));
    row->addStretch(1);
    m_forms->button(int(DistributionForm::Histogram))->setChecked(true);
    connect(m_forms, &QButtonGroup::idToggled, this, [this](int id, bool on) {
        if (on) {
            m_total->setForm(DistributionForm(id));
            m_first->setForm(DistributionForm(id));
        }
    });
    return box;
}

DistributionForm LiveCharts::form() const
{
    return DistributionForm(m_forms->checkedId());
}

void LiveCharts::setForm(DistributionForm form)
{
    if (QAbstractButton *button = m_forms->button(int(form))) {
        button->setChecked(true);
    }
}

void LiveCharts::setLive(bool live)
{
    m_total->setLive(live);
    m_first->setLive(live);
    m_speed->setLive(live);
}

void LiveCharts::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale) {
        redraw();
    }
}

void LiveCharts::redrawSoon()
{
    m_stale = true;
    if (isVisible() && !m_timer->isActive()) {
        m_timer->start();
    }
}

void LiveCharts::redraw()
{
    if (!isVisible()) {
        return;
    }
    m_stale = false;
    std::vector<DistributionSeries> total, first;
    std::vector<CurveSeries> speed;
    for (const ModelFigures &figures : m_figures->models()) {
        const ModelIdentity identity{int(total.size())};
        total.push_back({identity, figures.alias.value, figures.total});
        first.push_back({identity, figures.alias.value, figures.first});
        speed.push_back({identity, figures.alias.value, figures.speed});
    }
    m_total->setSeries(std::move(total));
    m_first->setSeries(std::move(first));
    m_speed->setSeries(std::move(speed));
}

} // namespace assay
