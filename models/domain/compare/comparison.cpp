// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/comparison.h"

#include "models/domain/numbertext.h"
#include "models/domain/text.h"

#include <algorithm>
#include <cmath>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "12", "1.4": whole from 10 on, and never "-0".
QString shortNumber(double value)
{
    const int digits = std::abs(value) < 9.95 ? 1 : 0;
    QString text = QString::number(value, 'f', digits);
    if (text.endsWith(".0"_L1))
        text.chop(2);
    return text == "-0"_L1 ? u"0"_s : text;
}

QString points(double value)
{
    const QString text = QString::number(value, 'f', 1);
    return text == "-0.0"_L1 ? u"0.0"_s : text;
}

/// Per cent by which the better one is ahead: 1.18 and 1 / 1.18 are both 18.
double percent(double ratio)
{
    return (ratio >= 1 ? ratio - 1 : 1 / ratio - 1) * 100;
}

/// Per cent, positive towards `ahead`.
double signedPercent(double ratio, bool firstAhead)
{
    const double toFirst = ratio >= 1 ? percent(ratio) : -percent(ratio);
    return firstAhead ? toFirst : -toFirst;
}

QString spanText(double low, double high)
{
    return Text::tr("%1 to %2").arg(shortNumber(low), shortNumber(high));
}

/// "12 to 25", towards the one that is ahead.
QString rangeText(const Comparison &c, bool firstAhead)
{
    if (!c.interval)
        return {};
    const bool isScore = c.metric == CompareMetric::Score;
    const auto towards = [&](double value) {
        return isScore ? (firstAhead ? value : -value) : signedPercent(value, firstAhead);
    };
    const auto [low, high] = std::minmax({towards(c.interval->low), towards(c.interval->high)});
    return isScore ? Text::tr("%1 to %2").arg(points(low), points(high)) : spanText(low, high);
}

QString amountText(const Comparison &c)
{
    if (c.metric == CompareMetric::Score)
        return Text::tr("by %1 points (%2)").arg(points(std::abs(*c.effect)), rangeText(c, *c.effect >= 0));
    return Text::tr("by %1 % (%2)").arg(shortNumber(percent(*c.effect)), rangeText(c, *c.effect >= 1));
}

/// "faster by 18 % (12 to 25)"; from a factor of 2 on, where per cent are hard to read, "2.4 times as fast (2.1 to
/// 2.8)".
QString fasterText(const Comparison &c)
{
    return *c.effect < 2 || !c.interval
        ? Text::tr("faster %1").arg(amountText(c))
        : Text::tr("%1 times as fast (%2)").arg(shortNumber(*c.effect), spanText(c.interval->low, c.interval->high));
}

QString slowerText(const Comparison &c)
{
    return 1 / *c.effect < 2 || !c.interval
        ? Text::tr("slower %1").arg(amountText(c))
        : Text::tr("%1 times as slow (%2)")
              .arg(shortNumber(1 / *c.effect), spanText(1 / c.interval->high, 1 / c.interval->low));
}

QString noDifferenceText(const Comparison &c)
{
    const QString range = rangeText(c, true);
    if (range.isEmpty())
        return Text::tr("no difference shown");
    return (c.metric == CompareMetric::Score ? Text::tr("no difference shown (%1 points)")
                                             : Text::tr("no difference shown (%1 %)"))
        .arg(range);
}

QString cannotTellText(const Comparison &c)
{
    const bool isRounds = c.moreOf == MoreOf::Rounds;
    if (isPilotTooShort(c))
        return Text::tr("cannot tell yet: measure at least five rounds");
    if (!c.more && isTooWide(c))
        return Text::tr("cannot tell: the answers vary too much");
    if (!c.more)
        return isRounds ? Text::tr("cannot tell yet: over %1 more rounds").arg(maxMore)
                        : Text::tr("cannot tell yet: over %1 more scored prompts").arg(maxMore);
    if (*c.more == 1)
        return isRounds ? Text::tr("cannot tell yet: about 1 more round")
                        : Text::tr("cannot tell yet: about 1 more scored prompt");
    return isRounds ? Text::tr("cannot tell yet: about %1 more rounds").arg(*c.more)
                    : Text::tr("cannot tell yet: about %1 more scored prompts").arg(*c.more);
}

} // namespace

QString verdictKey(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Faster:
        return u"faster"_s;
    case Verdict::Slower:
        return u"slower"_s;
    case Verdict::Better:
        return u"better"_s;
    case Verdict::Worse:
        return u"worse"_s;
    case Verdict::NoDifferenceShown:
        return u"no_difference_shown"_s;
    case Verdict::CannotTellYet:
        return u"cannot_tell_yet"_s;
    }
    return {};
}

Comparison turned(Comparison c)
{
    const bool isRatio = c.metric != CompareMetric::Score;
    const auto opposite = [isRatio](double value) { return isRatio ? 1 / value : -value; };
    std::swap(c.first, c.second);
    std::swap(c.firstAlias, c.secondAlias);
    if (c.effect)
        c.effect = opposite(*c.effect);
    if (c.interval)
        c.interval = Interval{opposite(c.interval->high), opposite(c.interval->low)};
    switch (c.verdict) {
    case Verdict::Faster:
        c.verdict = Verdict::Slower;
        break;
    case Verdict::Slower:
        c.verdict = Verdict::Faster;
        break;
    case Verdict::Better:
        c.verdict = Verdict::Worse;
        break;
    case Verdict::Worse:
        c.verdict = Verdict::Better;
        break;
    case Verdict::NoDifferenceShown:
    case Verdict::CannotTellYet:
        break;
    }
    return c;
}

bool isPilotTooShort(const Comparison &comparison)
{
    return comparison.moreOf == MoreOf::Rounds && comparison.rounds < fewestPilotRounds;
}

bool isTooWide(const Comparison &comparison)
{
    constexpr double widest = 25; // as from a fifth to five times
    return comparison.metric != CompareMetric::Score && comparison.interval
        && comparison.interval->high > widest * comparison.interval->low;
}

QString verdictText(const Comparison &comparison)
{
    switch (comparison.verdict) {
    case Verdict::Faster:
        return fasterText(comparison);
    case Verdict::Slower:
        return slowerText(comparison);
    case Verdict::Better:
        return Text::tr("better %1").arg(amountText(comparison));
    case Verdict::Worse:
        return Text::tr("worse %1").arg(amountText(comparison));
    case Verdict::NoDifferenceShown:
        return noDifferenceText(comparison);
    case Verdict::CannotTellYet:
        return cannotTellText(comparison);
    }
    return {};
}

QString effectRangeText(const Comparison &comparison)
{
    const QString range = rangeText(comparison, true);
    if (isTooWide(comparison))
        return Text::tr("the answers vary too much");
    if (range.isEmpty())
        return QStringView(missingMark).toString();
    return (comparison.metric == CompareMetric::Score ? Text::tr("%1 points") : Text::tr("%1 %")).arg(range);
}

QString verdictSentence(const Comparison &comparison)
{
    return Text::tr("%1 against %2, %3: %4.")
        .arg(comparison.firstAlias.value, comparison.secondAlias.value, compareMetricName(comparison.metric),
             verdictText(comparison));
}

} // namespace assay
