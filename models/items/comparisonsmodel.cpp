// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/comparisonsmodel.h"

#include "models/domain/identity.h"
#include "models/domain/numbertext.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

using Column = ComparisonsModel::Column;

/// Ratios by their logarithms: twice as fast lies as far from the middle as half as fast.
double onScale(CompareMetric metric, double effect)
{
    return metric == CompareMetric::Score ? effect : std::log(effect);
}

Interval onScale(CompareMetric metric, const Interval &interval)
{
    return {onScale(metric, interval.low), onScale(metric, interval.high)};
}

/// The whole row in words.
QString sentence(const Comparison &row)
{
    return row.interval && !isTooWide(row)
        ? ComparisonsModel::tr("%1 95 % interval: %2.").arg(verdictSentence(row), effectRangeText(row))
        : verdictSentence(row);
}

QString moreText(const Comparison &row)
{
    if (row.verdict != Verdict::CannotTellYet) {
        return threeDigits({});
    }
    if (isPilotTooShort(row)) {
        return ComparisonsModel::tr("five rounds or more");
    }
    const bool rounds = row.moreOf == MoreOf::Rounds;
    if (!row.more) {
        return rounds ? ComparisonsModel::tr("over %1 rounds").arg(maxMore)
                      : ComparisonsModel::tr("over %1 scored prompts").arg(maxMore);
    }
    if (*row.more == 1) {
        return rounds ? ComparisonsModel::tr("1 round") : ComparisonsModel::tr("1 scored prompt");
    }
    return rounds ? ComparisonsModel::tr("%1 rounds").arg(*row.more)
                  : ComparisonsModel::tr("%1 scored prompts").arg(*row.more);
}

} // namespace

ComparisonsModel::ComparisonsModel(QObject *parent) : QAbstractTableModel(parent)
{
}

void ComparisonsModel::setComparisons(std::vector<Comparison> comparisons)
{
    m_all = std::move(comparisons);
    show();
}

void ComparisonsModel::setMetric(CompareMetric metric)
{
    m_metric = metric;
    show();
}

/// Rows that stay keep their place in views, so that a table that is worked out anew does not lose its selection.
void ComparisonsModel::show()
{
    std::vector<Comparison> rows;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(rows),
                 [this](const Comparison &each) { return each.metric == m_metric; });
    const bool fits = rows.size() == m_rows.size();
    if (!fits) {
        beginResetModel();
    }
    m_rows = std::move(rows);
    m_scale = {};
    for (const Comparison &row : m_rows) {
        if (row.effect && row.interval) {
            m_scale.add(onScale(m_metric, *row.effect), onScale(m_metric, *row.interval));
            m_scale.add(0, {0, 0});
        }
    }
    if (!fits) {
        endResetModel();
    } else if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

int ComparisonsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ComparisonsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ComparisonsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Comparison &row = m_rows[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return sentence(row);
    case Qt::TextAlignmentRole:
        return column >= Column::P ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::AccessibleDescriptionRole:
        return column == Column::Words ? QVariant(sentence(row)) : QVariant();
    case RawRole:
        return raw(row, column);
    case IdentityRole:
        return column == Column::First ? QVariant(row.first)
            : column == Column::Second ? QVariant(row.second)
                                       : QVariant();
    case NoteRole: // the other verdicts have it in their words
        return column == Column::Words && row.verdict == Verdict::CannotTellYet && row.interval
            ? QVariant(effectRangeText(row))
            : QVariant();
    case IntervalRole:
        return column == Column::Words ? bar(row) : QVariant();
    default:
        return {};
    }
}

QVariant ComparisonsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return QAbstractTableModel::headerData(section, orientation, role);
    }
    const bool tip = role == Qt::ToolTipRole;
    switch (Column(section)) {
    case Column::First:
        return tr("Model");
    case Column::Second:
        return tr("Against");
    case Column::Words:
        return tip ? tr("What may be said of the first model. Below it: by how much it is better, with 95 % certainty; "
                        "the line across is no difference")
                   : tr("Verdict");
    case Column::P:
        return tip ? tr("How often chance alone would show such a difference, corrected (Holm) for all that is "
                        "compared, in every metric")
                   : tr("p (Holm)");
    case Column::Pairs:
        return tip ? tr("Pairs of answers to the same prompt that were compared; for scores, prompts") : tr("Pairs");
    case Column::More:
        return tip ? tr("About so much more would tell") : tr("It would take");
    case Column::Count:
        break;
    }
    return {};
}

QString ComparisonsModel::text(const Comparison &row, Column column) const
{
    switch (column) {
    case Column::First:
        return ModelIdentity{row.first}.named(row.firstAlias.value);
    case Column::Second:
        return ModelIdentity{row.second}.named(row.secondAlias.value);
    case Column::Words: // what it would take has its own column
        return row.verdict == Verdict::CannotTellYet ? tr("cannot tell yet") : verdictText(row);
    case Column::P:
        return pValueText(row.pHolm);
    case Column::Pairs:
        return QString::number(row.pairs);
    case Column::More:
        return moreText(row);
    case Column::Count:
        break;
    }
    return {};
}

QVariant ComparisonsModel::raw(const Comparison &row, Column column) const
{
    switch (column) {
    case Column::First:
        return row.first;
    case Column::Second:
        return row.second;
    case Column::Words:
        return row.effect ? QVariant(*row.effect) : QVariant();
    case Column::P:
        return row.pHolm ? QVariant(*row.pHolm) : QVariant();
    case Column::Pairs:
        return row.pairs;
    case Column::More:
        return row.verdict == Verdict::CannotTellYet ? QVariant(row.more.value_or(maxMore + 1)) : QVariant();
    case Column::Count:
        break;
    }
    return {};
}

QVariant ComparisonsModel::bar(const Comparison &row) const
{
    if (!row.effect || !row.interval || m_scale.isEmpty()) {
        return {};
    }
    IntervalBar bar = m_scale.bar(onScale(m_metric, *row.effect), onScale(m_metric, *row.interval));
    bar.zero = m_scale.placeOf(0);
    return QVariant::fromValue(bar);
}

} // namespace assay
