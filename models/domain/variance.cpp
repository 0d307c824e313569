// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/variance.h"

#include <numeric>

namespace assay {

namespace {
constexpr size_t fewestForLine = 5;
}

UnitMoments momentsOf(std::span<const double> values)
{
    UnitMoments m;
    m.n = static_cast<double>(values.size());
    m.df = m.n - 1;
    m.mean = std::accumulate(values.begin(), values.end(), 0.0) / m.n;
    for (const double value : values)
        m.variance += (value - m.mean) * (value - m.mean) / m.df;
    return m;
}

UnitMoments successiveMoments(std::span<const double> values)
{
    UnitMoments m = momentsOf(values);
    const double steps = m.n - 1;
    m.variance = 0;
    for (size_t i = 1; i < values.size(); ++i)
        m.variance += (values[i] - values[i - 1]) * (values[i] - values[i - 1]) / (2 * steps);
    m.df = 2 * steps * steps / (3 * m.n - 4);
    return m;
}

std::vector<double> detrended(std::span<const double> values)
{
    std::vector<double> left(values.begin(), values.end());
    if (values.size() < fewestForLine)
        return left;
    const UnitMoments m = momentsOf(values);
    const double middle = (m.n - 1) / 2;
    double products = 0, squares = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        const double place = static_cast<double>(i) - middle;
        products += place * (values[i] - m.mean);
        squares += place * place;
    }
    for (size_t i = 0; i < left.size(); ++i)
        left[i] -= products / squares * (static_cast<double>(i) - middle);
    return left;
}

UnitMoments detrendedMoments(std::span<const double> values)
{
    if (values.size() < fewestForLine)
        return successiveMoments(values);
    UnitMoments m = momentsOf(detrended(values));
    m.variance *= m.df / (m.n - 2); // the slope has taken a degree too
    m.df = m.n - 2;
    return m;
}

double thirdMoment(std::span<const double> values)
{
    const UnitMoments m = momentsOf(values);
    double cubes = 0;
    for (const double value : values)
        cubes += (value - m.mean) * (value - m.mean) * (value - m.mean);
    return cubes * m.n / ((m.n - 1) * (m.n - 2));
}

UnitMoments guardedMoments(std::span<const double> values)
{
    UnitMoments m = momentsOf(values);
    m.variance = (m.variance * m.df + 2 * 1.5 * 1.5) / (m.df + 2);
    return m;
}

} // namespace assay
