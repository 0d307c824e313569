// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/samplesmodel.h"

#include "models/domain/identity.h"
#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/items/itemroles.h"
#include "models/items/rundocument.h"

#include <algorithm>
#include <cmath>

namespace assay {
using namespace Qt::Literals::StringLiterals;
namespace {

QVariant orNothing(std::optional<double> value)
{
    return value ? QVariant(*value) : QVariant();
}

QString marked(const Sample &sample, const QString &figure)
{
    return sample.tokens.source == TokensSource::Estimate ? QString(u'~' + figure) : figure;
}

QString flagReasons(const Sample &sample)
{
    QStringList reasons;
    for (const SampleFlag flag : sample.flags) {
        reasons += sampleFlagReason(flag);
    }
    return reasons.join(u'\n');
}

/// How many times what is typical, or the part of it.
double ratioOf(const Outlier &outlier)
{
    return outlier.value / outlier.typical;
}

double distanceOf(const Outlier &outlier)
{
    return std::abs(std::log(ratioOf(outlier)));
}

QString apartText(const Outlier &outlier)
{
    const QString pattern = outlier.metric == CompareMetric::TtftMs
        ? SamplesModel::tr("first \u00d7 %1", "so many times what is typical")
        : SamplesModel::tr("total \u00d7 %1", "so many times what is typical");
    return pattern.arg(threeDigits(ratioOf(outlier)));
}

} // namespace

SamplesModel::SamplesModel(const RunDocument *document, QObject *parent)
    : QAbstractTableModel(parent), m_document(document)
{
    connect(document, &RunDocument::replaced, this, &SamplesModel::reset);
    connect(document, &RunDocument::samplesAdded, this, [this](int, int last) { grow(last); });
    connect(document, &RunDocument::samplesChanged, this, &SamplesModel::change);
    reset();
}

SamplesModel::Figures SamplesModel::figuresOf(const Sample &sample)
{
    const SampleMetrics metrics = metricsOf(sample);
    return {metrics.ttftMs, metrics.totalMs, metrics.tokensPerS};
}

void SamplesModel::reset()
{
    beginResetModel();
    m_figures.clear();
    m_outliers.clear();
    if (const RunData *run = m_document->run()) {
        for (const Sample &each : run->samples) {
            m_figures.push_back(figuresOf(each));
        }
    }
    endResetModel();
}

void SamplesModel::grow(int last)
{
    if (last < rowCount()) {
        return;
    }
    beginInsertRows({}, rowCount(), last);
    while (rowCount() <= last) {
        m_figures.push_back(figuresOf(*sample(rowCount())));
    }
    endInsertRows();
}

void SamplesModel::change(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        m_figures[size_t(row)] = figuresOf(*sample(row));
    }
    Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
}

const Sample *SamplesModel::sample(int row) const
{
    const RunData *run = m_document->run();
    return run && row >= 0 && size_t(row) < run->samples.size() ? &run->samples[size_t(row)] : nullptr;
}

void SamplesModel::setOutliers(const std::vector<Outlier> &outliers)
{
    m_outliers.clear();
    for (const Outlier &each : outliers) {
        m_outliers[each.sample].push_back(each);
    }
    if (rowCount() > 0) {
        const int column = int(Column::Apart);
        Q_EMIT dataChanged(index(0, column), index(rowCount() - 1, column));
    }
}

QStringList SamplesModel::outlierLines(int row) const
{
    QStringList lines;
    const Sample *which = sample(row);
    const auto found = which ? m_outliers.constFind(which->id) : m_outliers.cend();
    if (found != m_outliers.cend()) {
        for (const Outlier &each : *found) {
            lines += tr("Apart from the others in %1: %2.").arg(compareMetricName(each.metric), outlierText(each));
        }
    }
    return lines;
}

const Outlier *SamplesModel::furthest(const Sample &sample) const
{
    const auto found = m_outliers.constFind(sample.id);
    if (found == m_outliers.cend()) {
        return nullptr;
    }
    return &*std::max_element(found->begin(), found->end(),
                              [](const Outlier &a, const Outlier &b) { return distanceOf(a) < distanceOf(b); });
}

int SamplesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_figures.size());
}

int SamplesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant SamplesModel::data(const QModelIndex &index, int role) const
{
    const Sample *row = index.isValid() && index.row() < rowCount() ? sample(index.row()) : nullptr;
    if (!row) {
        return {};
    }
    const auto column = Column(index.column());
    const Figures &figures = m_figures[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, figures, column);
    case Qt::ToolTipRole:
        return column == Column::Flags  ? QVariant(flagReasons(*row))
            : column == Column::Apart   ? QVariant(outlierLines(index.row()).join(u'\n'))
            : column == Column::Problem ? raw(*row, figures, column)
                                        : QVariant();
    case Qt::TextAlignmentRole: {
        const bool number = column == Column::Number || column == Column::Round
            || (column >= Column::FirstToken && column <= Column::Tokens);
        return number ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    }
    case RawRole:
        return raw(*row, figures, column);
    case IdentityRole:
        return column == Column::Model ? QVariant(row->step.model) : QVariant();
    default:
        return {};
    }
}

QVariant SamplesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && Column(section) == Column::Apart) {
        return tr("How many times its typical time a request took that lies apart from the others of its model and "
                  "prompt. Outliers stay in every figure");
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    switch (Column(section)) {
    case Column::Number:
        return tr("#");
    case Column::Model:
        return tr("Model");
    case Column::Prompt:
        return tr("Prompt");
    case Column::Round:
        return tr("Round");
    case Column::Phase:
        return tr("Phase");
    case Column::Outcome:
        return tr("Status");
    case Column::FirstToken:
        return tr("First token");
    case Column::Total:
        return tr("Total");
    case Column::Apart:
        return tr("Outlier");
    case Column::Speed:
        return tr("Tokens/s");
    case Column::Tokens:
        return tr("Tokens");
    case Column::Flags:
        return tr("Flags");
    case Column::Problem:
        return tr("Problem");
    case Column::Count:
        break;
    }
    return {};
}

QString SamplesModel::text(const Sample &sample, const Figures &figures, Column column) const
{
    switch (column) {
    case Column::Number:
        return QString::number(sample.step.index + 1);
    case Column::Model:
        return ModelIdentity{sample.step.model}.named(sample.alias.value);
    case Column::Prompt:
        return sample.prompt.value;
    case Column::Round:
        return QString::number(sample.step.round);
    case Column::Phase:
        return sample.step.phase == Phase::Warmup ? tr("warm-up") : tr("measured");
    case Column::Outcome:
        return sampleStatusName(sample.status);
    case Column::FirstToken:
        return durationText(figures.first);
    case Column::Total:
        return durationText(figures.total);
    case Column::Apart: {
        const Outlier *outlier = furthest(sample);
        return outlier ? apartText(*outlier) : QString();
    }
    case Column::Speed:
        return figures.speed ? marked(sample, threeDigits(figures.speed)) : threeDigits(figures.speed);
    case Column::Tokens:
        return sample.tokens.output ? marked(sample, QString::number(*sample.tokens.output)) : threeDigits({});
    case Column::Flags: {
        QStringList keys;
        for (const SampleFlag flag : sample.flags) {
            keys += sampleFlagKey(flag).replace(u'_', u' ');
        }
        return keys.join(u", "_s);
    }
    case Column::Problem:
        return sample.error ? sample.error->message : QString();
    case Column::Count:
        break;
    }
    return {};
}

QVariant SamplesModel::raw(const Sample &sample, const Figures &figures, Column column) const
{
    switch (column) {
    case Column::Number:
        return sample.step.index;
    case Column::Model:
        return sample.step.model;
    case Column::Prompt:
        return sample.step.prompt;
    case Column::Round:
        return sample.step.round;
    case Column::Phase:
        return int(sample.step.phase);
    case Column::Outcome:
        return int(sample.status);
    case Column::FirstToken:
        return orNothing(figures.first);
    case Column::Total:
        return orNothing(figures.total);
    case Column::Apart: {
        const Outlier *outlier = furthest(sample);
        return outlier ? QVariant(distanceOf(*outlier)) : QVariant();
    }
    case Column::Speed:
        return orNothing(figures.speed);
    case Column::Tokens:
        return sample.tokens.output ? QVariant(*sample.tokens.output) : QVariant();
    case Column::Flags:
        return int(sample.flags.size());
    case Column::Problem:
        return sample.error ? QVariant(sample.error->message) : QVariant();
    case Column::Count:
        break;
    }
    return {};
}

} // namespace assay
