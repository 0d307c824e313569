// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/studentt.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <cmath>

namespace assay {

namespace {

namespace rules = boost::math::policies;

/// As in the standard library: what is out of bounds gives infinity or NaN, and nothing is thrown.
using Rules = rules::policy<rules::domain_error<rules::ignore_error>, rules::pole_error<rules::ignore_error>,
                            rules::overflow_error<rules::ignore_error>, rules::evaluation_error<rules::ignore_error>>;
using Student = boost::math::students_t_distribution<double, Rules>;
using Normal = boost::math::normal_distribution<double, Rules>;

} // namespace

double studentP(double t, double df)
{
    return std::isinf(t) ? 0 : 2 * cdf(complement(Student(df), std::abs(t)));
}

double studentQuantile(double p, double df)
{
    return quantile(Student(df), p);
}

double normalShare(double z)
{
    return cdf(Normal(), z);
}

double normalQuantile(double p)
{
    return quantile(Normal(), p);
}

} // namespace assay
