// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/pace.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace assay {

void Pace::add(int model, Nanos took)
{
    for (Sum *sum : {&m_models[static_cast<size_t>(model)], &m_all}) {
        sum->total += took;
        ++sum->count;
    }
}

double Pace::meanOf(size_t model) const
{
    const Sum &sum = m_models[model].count > 0 ? m_models[model] : m_all;
    return static_cast<double>(sum.total.count()) / sum.count;
}

std::optional<Nanos> Pace::timeLeft(const std::vector<std::vector<int>> &left, int concurrency) const
{
    if (m_all.count == 0)
        return {};
    double longest = 0;
    for (const std::vector<int> &track : left) {
        double sum = 0;
        for (size_t model = 0; model < track.size(); ++model)
            sum += track[model] > 0 ? meanOf(model) * track[model] : 0;
        longest = std::max(longest, sum / std::max(1, concurrency));
    }
    return Nanos(std::llround(longest));
}

std::optional<Nanos> Pace::timeLeftAtRate(const std::vector<std::vector<int>> &left, double rate) const
{
    if (m_all.count == 0)
        return {};
    double longest = 0;
    for (const std::vector<int> &track : left) {
        const int count = std::accumulate(track.begin(), track.end(), 0);
        const double answer = static_cast<double>(m_all.total.count()) / m_all.count; // of the last one
        longest = std::max(longest, count > 0 ? 1e9 * count / rate + answer : 0);
    }
    return Nanos(std::llround(longest));
}

} // namespace assay
