// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <optional>
#include <vector>

namespace assay {

/// How long a run's requests take, to say how long the rest will. Pure; no thread of its own.
class Pace
{
public:
    Pace() = default;
    explicit Pace(size_t models) : m_models(models) { }
    /// A measured request of `model` took so long.
    void add(int model, Nanos took);
    /// `left`: requests to come, for each track by model; tracks run side by side, each with `concurrency` at once.
    /// A model that has no finished request yet is taken to be like all others. nullopt before the first add().
    std::optional<Nanos> timeLeft(const std::vector<std::vector<int>> &left, int concurrency) const;
    /// The same where `rate` requests a second are sent in each track, whatever they take.
    std::optional<Nanos> timeLeftAtRate(const std::vector<std::vector<int>> &left, double rate) const;

private:
    struct Sum
    {
        Nanos total{};
        int count = 0;
    };
    double meanOf(size_t model) const;

    std::vector<Sum> m_models;
    Sum m_all;
};

} // namespace assay
