// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/bootstrap.h"

#include "models/domain/generator.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace assay {

namespace {

/// The values once sorted, with what each cluster adds to any resample.
class ClusterTable
{
public:
    explicit ClusterTable(std::span<const ClusteredValue> values)
    {
        std::map<int, int> dense; // the caller's cluster number -> 0, 1, ...
        for (const ClusteredValue &v : values)
            dense.emplace(v.cluster, 0);
        int next = 0;
        for (auto &[cluster, index] : dense)
            index = next++;
        std::vector<ClusteredValue> sorted(values.begin(), values.end());
        std::ranges::stable_sort(sorted, {}, &ClusteredValue::value);
        m_sums.resize(dense.size());
        m_places.resize(dense.size());
        for (const ClusteredValue &v : sorted) {
            const auto cluster = static_cast<size_t>(dense[v.cluster]);
            m_sums[cluster] += v.value;
            m_places[cluster].push_back(static_cast<int>(m_values.size()));
            m_values.push_back(v.value);
            m_clusters.push_back(static_cast<int>(cluster));
        }
    }

    size_t clusterCount() const { return m_sums.size(); }
    size_t valueCount() const { return m_values.size(); }

    qint64 count(const std::vector<int> &weights) const
    {
        qint64 n = 0;
        for (size_t c = 0; c < weights.size(); ++c)
            n += weights[c] * static_cast<qint64>(m_places[c].size());
        return n;
    }
    double mean(const std::vector<int> &weights) const
    {
        double sum = 0;
        for (size_t c = 0; c < weights.size(); ++c)
            sum += weights[c] * m_sums[c];
        return sum / static_cast<double>(count(weights));
    }
    /// Type 7 at 50 %: the middle value, or half way between the two in the middle.
    double median(const std::vector<int> &weights) const
    {
        const qint64 n = count(weights);
        const double low = valueOfRank(weights, (n - 1) / 2);
        return n % 2 == 1 ? low : (low + valueOfRank(weights, n / 2)) / 2;
    }

private:
    /// The value at `rank` (from 0) of the resample in which each cluster stands `weights` times.
    double valueOfRank(const std::vector<int> &weights, qint64 rank) const
    {
        const double n = static_cast<double>(valueCount());
        const double searchCost = static_cast<double>(clusterCount()) * std::log2(n + 1) * std::log2(n + 1);
        return searchCost < n ? bySearch(weights, rank) : byWalk(weights, rank);
    }
    double byWalk(const std::vector<int> &weights, qint64 rank) const
    {
        qint64 seen = 0;
        for (size_t i = 0; i < m_values.size(); ++i) {
            seen += weights[static_cast<size_t>(m_clusters[i])];
            if (seen > rank)
                return m_values[i];
        }
        return m_values.back();
    }
    double bySearch(const std::vector<int> &weights, qint64 rank) const
    {
        int low = 0;
        int high = static_cast<int>(m_values.size()) - 1;
        while (low < high) {
            const int middle = low + (high - low) / 2;
            if (weightUpTo(weights, middle) > rank)
                high = middle;
            else
                low = middle + 1;
        }
        return m_values[static_cast<size_t>(low)];
    }
    qint64 weightUpTo(const std::vector<int> &weights, int place) const
    {
        qint64 weight = 0;
        for (size_t c = 0; c < weights.size(); ++c) {
            if (weights[c] > 0)
                weight += weights[c] * (std::ranges::upper_bound(m_places[c], place) - m_places[c].begin());
        }
        return weight;
    }

    std::vector<double> m_values; // ascending
    std::vector<int> m_clusters; // of each value
    std::vector<double> m_sums; // of each cluster
    std::vector<std::vector<int>> m_places; // of each cluster's values in m_values, ascending
};

Interval middle95(std::vector<double> &estimates)
{
    std::ranges::sort(estimates);
    return {*percentile(estimates, 2.5), *percentile(estimates, 97.5)};
}

} // namespace

std::optional<BootstrapIntervals> bootstrapIntervals(std::span<const ClusteredValue> values, int resamples,
                                                     quint64 seed)
{
    const ClusterTable table(values);
    const size_t clusters = table.clusterCount();
    if (clusters < 2 || resamples < 1)
        return std::nullopt;
    Generator generator(seed);
    std::vector<double> means;
    std::vector<double> medians;
    means.reserve(static_cast<size_t>(resamples));
    medians.reserve(static_cast<size_t>(resamples));
    std::vector<int> weights(clusters);
    for (int i = 0; i < resamples; ++i) {
        std::ranges::fill(weights, 0);
        for (size_t draw = 0; draw < clusters; ++draw)
            ++weights[generator.below(static_cast<quint32>(clusters))];
        means.push_back(table.mean(weights));
        medians.push_back(table.median(weights));
    }
    return BootstrapIntervals{middle95(means), middle95(medians)};
}

} // namespace assay
