// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/compare/ranktest.h"

#include "models/domain/studentt.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace assay {

namespace {

constexpr size_t mostExactValues = 64;

/// Twice the ranks (so that shared ranks are whole) of one stratum; the first `taken` of them are those of `first`.
struct RankedStratum
{
    std::vector<int> ranks;
    size_t taken = 0;
};

double meanOf(const Stratum &stratum)
{
    double sum = 0;
    for (const auto *side : {&stratum.first, &stratum.second})
        sum = std::accumulate(side->begin(), side->end(), sum);
    return sum / static_cast<double>(stratum.first.size() + stratum.second.size());
}

struct Aligned
{
    double value = 0;
    size_t stratum = 0;
    size_t place = 0;
};

/// Values as good as equal share a rank: what rounding in the alignment makes of equal values must not decide.
bool areTied(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * std::max({1.0, std::abs(a), std::abs(b)});
}

void dealRanks(std::vector<Aligned> &aligned, std::vector<RankedStratum> &ranked)
{
    std::ranges::sort(aligned, {}, &Aligned::value);
    for (size_t begin = 0; begin < aligned.size();) {
        size_t end = begin + 1;
        while (end < aligned.size() && areTied(aligned[end].value, aligned[end - 1].value))
            ++end;
        for (size_t i = begin; i < end; ++i)
            ranked[aligned[i].stratum].ranks[aligned[i].place] = static_cast<int>(begin + end + 1);
        begin = end;
    }
}

std::vector<RankedStratum> rankTogether(std::span<const Stratum> strata)
{
    std::vector<RankedStratum> ranked;
    std::vector<Aligned> aligned;
    for (const Stratum &stratum : strata) {
        if (stratum.first.empty() || stratum.second.empty())
            continue;
        const double mean = meanOf(stratum);
        size_t place = 0;
        for (const auto *side : {&stratum.first, &stratum.second}) {
            for (const double value : *side)
                aligned.push_back({value - mean, ranked.size(), place++});
        }
        ranked.push_back({std::vector<int>(place), stratum.first.size()});
    }
    dealRanks(aligned, ranked);
    return ranked;
}

/// How likely each sum of `taken` of the ranks is, when each choice is as likely as any other.
std::vector<double> sumShares(const RankedStratum &stratum)
{
    const auto most = static_cast<size_t>(std::accumulate(stratum.ranks.begin(), stratum.ranks.end(), 0));
    std::vector<std::vector<double>> ways(stratum.taken + 1, std::vector<double>(most + 1, 0.0));
    ways[0][0] = 1;
    for (const int rank : stratum.ranks) {
        const auto step = static_cast<size_t>(rank);
        for (size_t k = stratum.taken; k >= 1; --k) {
            for (size_t sum = most; sum >= step; --sum)
                ways[k][sum] += ways[k - 1][sum - step];
        }
    }
    std::vector<double> &shares = ways[stratum.taken];
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double &share : shares)
        share /= all;
    return shares;
}

std::vector<double> convolved(const std::vector<double> &a, const std::vector<double> &b)
{
    std::vector<size_t> possible; // of the many sums of a stratum few are: a pair has two
    for (size_t k = 0; k < b.size(); ++k) {
        if (b[k] > 0)
            possible.push_back(k);
    }
    std::vector<double> sums(a.size() + b.size() - 1, 0.0);
    for (size_t i = 0; i < a.size(); ++i) {
        if (a[i] == 0)
            continue;
        for (const size_t k : possible)
            sums[i + k] += a[i] * b[k];
    }
    return sums;
}

double exactP(const std::vector<RankedStratum> &strata, double observed, double expected)
{
    std::vector<double> shares{1.0};
    for (const RankedStratum &stratum : strata)
        shares = convolved(shares, sumShares(stratum));
    double p = 0;
    for (size_t sum = 0; sum < shares.size(); ++sum) {
        if (std::abs(static_cast<double>(sum) - expected) >= std::abs(observed - expected) - 1e-6)
            p += shares[sum];
    }
    return std::min(1.0, p);
}

/// Variance of the rank sum over all ways to deal one stratum: finite population sampling without replacement.
double variance(const RankedStratum &stratum)
{
    const auto n = static_cast<double>(stratum.ranks.size());
    const auto k = static_cast<double>(stratum.taken);
    const double mean = std::accumulate(stratum.ranks.begin(), stratum.ranks.end(), 0.0) / n;
    double squares = 0;
    for (const int rank : stratum.ranks)
        squares += (rank - mean) * (rank - mean);
    return squares / (n - 1) * k * (n - k) / n;
}

} // namespace

double alignedRankP(std::span<const Stratum> strata)
{
    const std::vector<RankedStratum> ranked = rankTogether(strata);
    size_t values = 0;
    double observed = 0;
    double expected = 0;
    double spread = 0;
    for (const RankedStratum &stratum : ranked) {
        const auto middle = stratum.ranks.begin() + static_cast<std::ptrdiff_t>(stratum.taken);
        values += stratum.ranks.size();
        observed += std::accumulate(stratum.ranks.begin(), middle, 0.0);
        expected += std::accumulate(stratum.ranks.begin(), stratum.ranks.end(), 0.0)
            * static_cast<double>(stratum.taken) / static_cast<double>(stratum.ranks.size());
        spread += variance(stratum);
    }
    if (spread == 0)
        return 1;
    if (values <= mostExactValues)
        return exactP(ranked, observed, expected);
    return std::min(1.0, 2 * normalShare(-std::abs(observed - expected) / std::sqrt(spread)));
}

std::vector<double> holm(std::span<const double> p)
{
    std::vector<size_t> order(p.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::stable_sort(order, {}, [p](size_t i) { return p[i]; });
    std::vector<double> corrected(p.size());
    double least = 0;
    for (size_t rank = 0; rank < order.size(); ++rank) {
        least = std::max(least, std::min(1.0, p[order[rank]] * static_cast<double>(p.size() - rank)));
        corrected[order[rank]] = least;
    }
    return corrected;
}

} // namespace assay
