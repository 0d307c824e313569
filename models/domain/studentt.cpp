// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/studentt.h"

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

/// Continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), by the method of Lentz.
double betaFraction(double a, double b, double x)
{
    constexpr double tiny = 1e-300;
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::abs(d) < tiny ? tiny : d);
    double fraction = d;
    const auto step = [&](double term) {
        d = 1 + term * d;
        d = 1 / (std::abs(d) < tiny ? tiny : d);
        c = 1 + term / c;
        c = std::abs(c) < tiny ? tiny : c;
        fraction *= d * c;
        return d * c;
    };
    for (int m = 1; m <= 500; ++m) {
        step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
        if (std::abs(step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))) - 1) < 1e-15)
            break;
    }
    return fraction;
}

/// The regularized incomplete beta function I_x(a, b).
double incompleteBeta(double a, double b, double x)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b;
}

/// Where an increasing function reaches `wanted`, above 0: false position, in the Illinois way that never sticks to one
/// end. Both distributions are symmetric, so only p > 0.5 is sought.
template <class F> double inverse(F share, double wanted)
{
    double high = 1;
    while (share(high) < wanted && high < 1e12)
        high *= 2;
    double low = high > 1 ? high / 2 : 0;
    double below = share(low) - wanted;
    double above = share(high) - wanted;
    for (int i = 0; i < 100; ++i) {
        const double at = high - above * (high - low) / (above - below);
        const double miss = share(at) - wanted;
        if (std::abs(miss) < 1e-15 || std::min(at - low, high - at) < 1e-14 * high)
            return at;
        if (miss < 0) {
            low = at;
            below = miss;
            above /= 2;
        } else {
            high = at;
            above = miss;
            below /= 2;
        }
    }
    return (low + high) / 2;
}

} // namespace

double studentP(double t, double df)
{
    return std::isinf(t) ? 0 : incompleteBeta(df / 2, 0.5, df / (df + t * t));
}

double studentQuantile(double p, double df)
{
    if (p < 0.5)
        return -studentQuantile(1 - p, df);
    return inverse([df](double t) { return 1 - studentP(t, df) / 2; }, p);
}

double normalShare(double z)
{
    return std::erfc(-z * std::sqrt(0.5)) / 2;
}

double normalQuantile(double p)
{
    return p < 0.5 ? -normalQuantile(1 - p) : inverse(normalShare, p);
}

} // namespace assay
