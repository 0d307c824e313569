// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"

#include <QPointF>
#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace assay {

enum class DistributionForm { Histogram, Ecdf, BoxPlot };

struct DistributionSeries
{
    ModelIdentity identity;
    QString label; // the model's alias
    std::vector<double> values; // any order, in `unit`
};

/// How a figure spreads, one series a model. Charts are known to Qt Charts here and nowhere else. Bounded: at most 500
/// points a series are drawn whatever the number of values. Hidden charts do not redraw. A screen reader gets
/// summaryText() ("phi-4-mini: median 1.24 s of 12; ..."), and Ctrl+T (or the context menu) shows the data as a table.
class DistributionChart : public QWidget
{
    Q_OBJECT
public:
    explicit DistributionChart(QWidget *parent = nullptr);
    ~DistributionChart() override;
    void setTitle(const QString &title); // "Total latency"
    void setUnit(const QString &unit); // "ms"
    void setForm(DistributionForm form);
    DistributionForm form() const;
    void setSeries(std::vector<DistributionSeries> series);
    void setLive(bool live); // no antialiasing while a run goes on
    QString summaryText() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

struct CurveSeries
{
    ModelIdentity identity;
    QString label;
    std::vector<QPointF> points; // x ascending
};

/// A figure over the requests of a run (tokens per second over requests), one line with markers a model. Same rules.
class CurveChart : public QWidget
{
    Q_OBJECT
public:
    explicit CurveChart(QWidget *parent = nullptr);
    ~CurveChart() override;
    void setTitle(const QString &title);
    void setAxes(const QString &x, const QString &y);
    void setSeries(std::vector<CurveSeries> series);
    void setLive(bool live);
    QString summaryText() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace assay
