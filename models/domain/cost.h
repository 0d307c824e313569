// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace assay {

/// What one of the machine's counters counted while measured requests of one model, and of no other, were under way.
struct EnergyUse
{
    QString domain; // what the counter stands for, as the machine names it: "package-0"
    double joules = 0; // all that it counted, idle draw included
    double seconds = 0;
    std::optional<double> idleWatts; // with no request under way; absent where that was not seen for long enough
    friend bool operator==(const EnergyUse &, const EnergyUse &) = default;
};

/// What a model cost the machine in one run, as it was read. Megabytes are 10^6 bytes.
struct ModelCost
{
    /// The most that the server's processes held while requests of this model were under way; those of them that hardly
    /// worked meanwhile (they hold other models) are left out.
    std::optional<double> memoryMb;
    std::optional<double> memoryFilesMb; // of memoryMb, mapped from files: shared, and given back when it is needed
    std::optional<double> memoryIdleMb; // the same processes, before this model's first request
    std::optional<double> gpuMemoryMb; // the most, as the driver tells; where it does not, as the server does
    std::optional<double> loadMs; // from load request to ready
    std::vector<EnergyUse> energy; // all counters that take part, or none
    qint64 energyTokens = 0; // output tokens of the requests that `energy` stands for
    bool gpuByServer = false; // gpuMemoryMb is the server's own figure
    friend bool operator==(const ModelCost &, const ModelCost &) = default;
};

struct EnergyPrice
{
    double perKwh = 0;
    QString currency; // the word behind the figure: "EUR"
    friend bool operator==(const EnergyPrice &, const EnergyPrice &) = default;
};

struct RunCosts
{
    std::optional<EnergyPrice> price;
    std::vector<ModelCost> models; // in plan order; empty where nothing was read
    friend bool operator==(const RunCosts &, const RunCosts &) = default;
};

/// Of a run that was gone on with: the larger memory, the energies and tokens of both parts, the newer load time. A
/// driver's figure of graphics memory is never replaced by a server's.
RunCosts addedCosts(const RunCosts &earlier, const RunCosts &later);

struct EnergyFigure
{
    double whPer1kTokens = 0; // for 1,000 output tokens
    std::optional<double> idleWatts; // has been subtracted; absent: nothing was
    QStringList domains; // measured by these counters; empty: estimated from the watts that the model is said to take
    bool isEstimate() const { return domains.isEmpty(); }
    friend bool operator==(const EnergyFigure &, const EnergyFigure &) = default;
};

/// Joules above the idle draw, over the tokens. nullopt where nothing was measured, no token came, or what the model
/// took does not stand out of the idle draw.
std::optional<EnergyFigure> measuredEnergy(const ModelCost &cost);
/// The workshop's estimate: stated watts times the time in which requests were under way, over the tokens.
std::optional<EnergyFigure> estimatedEnergy(double watts, Nanos underWay, qint64 tokens);
/// "512 MB", "512 MB by the server": graphics memory and whose figure it is, for a person; a dash for missing.
QString gpuMemoryText(const ModelCost &cost);
/// "measured: package-0, idle draw of 12.3 W subtracted", "estimate", ... for a person.
QString energySourceText(const EnergyFigure &energy);

struct TimeSpan
{
    Nanos from{}, to{};
};
/// Time covered by at least one of the spans.
Nanos coveredTime(std::vector<TimeSpan> spans);

} // namespace assay
