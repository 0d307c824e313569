// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/summarymodel.h"

#include "models/domain/identity.h"
#include "models/domain/numbertext.h"
#include "models/items/summaryfigure.h"

#include <algorithm>

namespace assay {
using namespace Qt::Literals::StringLiterals;
namespace {

using Column = SummaryModel::Column;

/// An estimate is no rival of a measurement.
bool canBeRanked(Column column, const std::vector<ModelSummary> &rows)
{
    if (column != Column::Energy && column != Column::Price) {
        return true;
    }
    const auto isEstimate = [](const ModelSummary &row) { return row.energy && row.energy->isEstimate(); };
    const auto isMeasured = [](const ModelSummary &row) { return row.energy && !row.energy->isEstimate(); };
    return std::none_of(rows.begin(), rows.end(), isEstimate) || std::none_of(rows.begin(), rows.end(), isMeasured);
}

bool largestIsBest(Column column)
{
    return column == Column::Speed || column == Column::Score;
}

} // namespace

SummaryModel::SummaryModel(QObject *parent)
    : QAbstractTableModel(parent), m_best(size_t(Column::Count)), m_scales(size_t(Column::Count))
{
}

void SummaryModel::setSummaries(std::vector<ModelSummary> summaries)
{
    if (summaries.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(summaries);
        findBest();
        findScales();
        endResetModel();
        return;
    }
    m_rows = std::move(summaries);
    findBest();
    findScales();
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

/// With one model, or where all are alike, nothing is best.
void SummaryModel::findBest()
{
    for (int i = 0; i < int(Column::Count); ++i) {
        std::vector<double> values;
        for (const ModelSummary &row : m_rows) {
            if (const auto value = summaryFigure(row, Column(i))) {
                values.push_back(value->value);
            }
        }
        m_best[size_t(i)].reset();
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        if (values.size() > 1 && *low < *high && canBeRanked(Column(i), m_rows)) {
            m_best[size_t(i)] = largestIsBest(Column(i)) ? *high : *low;
        }
    }
}

void SummaryModel::findScales()
{
    constexpr double least = 0.1; // of a value: an interval of 1 % does not fill a cell
    for (int i = 0; i < int(Column::Count); ++i) {
        IntervalScale scale;
        for (const ModelSummary &row : m_rows) {
            const auto value = summaryFigure(row, Column(i));
            if (value && value->interval) {
                scale.add(value->value, *value->interval);
                scale.addAround(value->value, least);
            }
        }
        m_scales[size_t(i)] = scale;
    }
}

bool SummaryModel::hasThinTail() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const ModelSummary &row) {
        return isThinTail(row, Column::P95) || isThinTail(row, Column::P99);
    });
}

bool SummaryModel::hasFigures(Column column) const
{
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [column](const ModelSummary &row) { return summaryFigure(row, column).has_value(); });
}

bool SummaryModel::hasIntervals() const
{
    return std::any_of(m_scales.begin(), m_scales.end(), [](const IntervalScale &scale) { return !scale.isEmpty(); });
}

bool SummaryModel::hasEstimates() const
{
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [](const ModelSummary &row) { return row.tokensEstimated && row.tokensPerS; });
}

int SummaryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int SummaryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant SummaryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ModelSummary &row = m_rows[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return tip(row, column);
    case Qt::TextAlignmentRole: {
        const bool words = column == Column::Model || column == Column::Licence;
        return words ? QVariant() : QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    }
    case RawRole:
        return raw(row, column);
    case IdentityRole:
        return column == Column::Model ? QVariant(row.model) : QVariant();
    case BestRole: {
        const auto best = m_best[size_t(index.column())];
        const auto value = summaryFigure(row, column);
        return best && value && value->value == *best;
    }
    case NoteRole: {
        const auto value = summaryFigure(row, column);
        return value && value->n > 0 ? QVariant(tr("n %1", "samples behind a figure").arg(value->n)) : QVariant();
    }
    case IntervalRole:
        return bar(row, column);
    case Qt::AccessibleTextRole:
        return spoken(row, column);
    default:
        return {};
    }
}

QVariant SummaryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (Column(section)) {
    case Column::Model:
        return tr("Model");
    case Column::Mean:
        return tip ? tr("Mean time from sending the request to the last token") : tr("Avg latency");
    case Column::Median:
        return tip ? tr("Half of the requests took no longer than this") : tr("p50");
    case Column::P95:
        return tip ? tr("95 % of the requests took no longer than this. With fewer than 130 samples no such bound can "
                        "be given; the figure is then marked with * and is the slowest sample")
                   : tr("p95");
    case Column::P99:
        return tip ? tr("99 % of the requests took no longer than this. With fewer than 662 samples no such bound can "
                        "be given; the figure is then marked with * and is the slowest sample")
                   : tr("p99");
    case Column::FirstToken:
        return tip ? tr("Mean time from sending the request to the first token") : tr("First token");
    case Column::Speed:
        return tip ? tr("Mean output tokens divided by total latency; ~ where the server did not count them")
                   : tr("Tokens/s");
    case Column::Samples:
        return tip ? tr("Measured requests that were answered") : tr("Samples");
    case Column::Failed:
        return tip ? tr("Measured requests that failed or timed out; they are in no other figure") : tr("Failed");
    case Column::Score:
        return tip ? tr("Mean of the scores from 1 to 5") : tr("Score");
    case Column::Memory:
        return tip ? tr("The most that the server's processes held while this model's requests were under way")
                   : tr("Memory");
    case Column::Size:
        return tr("Size");
    case Column::Energy:
        return tip ? tr("Watt-hours for 1,000 output tokens; ~ where they are estimated") : tr("Wh/1k tokens");
    case Column::Price:
        return tip ? tr("What the energy of 1,000 output tokens costs, at the price of Edit > Energy price")
                   : tr("Cost/1k tokens");
    case Column::Licence:
        return tr("Licence");
    case Column::Count:
        break;
    }
    return {};
}

QString SummaryModel::text(const ModelSummary &row, Column column) const
{
    const auto shown = summaryFigure(row, column);
    const std::optional<double> value = shown ? std::optional(shown->value) : std::nullopt;
    switch (column) {
    case Column::Model:
        return ModelIdentity{row.model}.named(row.alias.value);
    case Column::Mean:
    case Column::Median:
    case Column::FirstToken:
        return durationText(value);
    case Column::P95:
    case Column::P99:
        return isThinTail(row, column) ? durationText(value) + u'*' : durationText(value);
    case Column::Speed:
        return value && row.tokensEstimated ? u"~"_s + threeDigits(value) : threeDigits(value);
    case Column::Samples:
        return QString::number(row.samples);
    case Column::Failed:
        return QString::number(row.failed);
    case Column::Score:
        return threeDigits(value);
    case Column::Memory:
    case Column::Size:
        return sizeText(value);
    case Column::Energy:
        return energyText(row);
    case Column::Price:
        return priceText(row);
    case Column::Licence:
        return row.license.value_or(threeDigits({}));
    case Column::Count:
        break;
    }
    return {};
}

QString SummaryModel::tip(const ModelSummary &row, Column column) const
{
    QStringList lines;
    if (column == Column::Model) {
        lines += text(row, column); // it may be cut
    }
    const auto shown = summaryFigure(row, column);
    if (shown && shown->interval) {
        lines += summaryIntervalText(column, *shown->interval);
    }
    if (const Distribution *d = summaryDistribution(row, column)) {
        lines +=
            tr("Of %1 samples, from %2 to %3").arg(d->n).arg(summaryText(column, d->min), summaryText(column, d->max));
    }
    if (column == Column::Speed && row.tokensEstimated) {
        lines += tr("The server did not count tokens; they are estimated from the text");
    }
    if (column == Column::Memory || column == Column::Energy || column == Column::Price) {
        lines += costTip(row, column);
    }
    if (column == Column::Score) {
        lines += row.score ? tr("1: %1, 2: %2, 3: %3, 4: %4, 5: %5")
                                 .arg(row.score->histogram[0])
                                 .arg(row.score->histogram[1])
                                 .arg(row.score->histogram[2])
                                 .arg(row.score->histogram[3])
                                 .arg(row.score->histogram[4])
                           : tr("Not scored yet");
    }
    return lines.join(u'\n');
}

/// The cell for those who do not see its second line.
QString SummaryModel::spoken(const ModelSummary &row, Column column) const
{
    QStringList words{text(row, column)};
    const auto shown = summaryFigure(row, column);
    if (shown && shown->n > 0) {
        words += tr("of %1", "so many samples").arg(shown->n);
    }
    if (shown && shown->interval) {
        words += summaryIntervalText(column, *shown->interval);
    }
    return words.join(u", "_s);
}

QVariant SummaryModel::bar(const ModelSummary &row, Column column) const
{
    const IntervalScale &scale = m_scales[size_t(column)];
    const auto shown = summaryFigure(row, column);
    return shown && shown->interval && !scale.isEmpty() ? QVariant::fromValue(scale.bar(shown->value, *shown->interval))
                                                        : QVariant();
}

QVariant SummaryModel::raw(const ModelSummary &row, Column column) const
{
    switch (column) {
    case Column::Model:
        return row.model;
    case Column::Samples:
        return row.samples;
    case Column::Failed:
        return row.failed;
    case Column::Licence:
        return row.license ? QVariant(*row.license) : QVariant();
    case Column::Mean:
    case Column::Median:
    case Column::P95:
    case Column::P99:
    case Column::FirstToken:
    case Column::Speed:
    case Column::Score:
    case Column::Memory:
    case Column::Size:
    case Column::Energy:
    case Column::Price: {
        const auto value = summaryFigure(row, column);
        return value ? QVariant(value->value) : QVariant();
    }
    case Column::Count:
        break;
    }
    return {};
}

} // namespace assay
