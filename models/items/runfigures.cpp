// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/runfigures.h"

#include "models/domain/metrics.h"
#include "models/items/rundocument.h"

namespace assay {

RunFigures::RunFigures(const RunDocument *document, QObject *parent) : QObject(parent), m_document(document)
{
    connect(document, &RunDocument::replaced, this, &RunFigures::collectAll);
    connect(document, &RunDocument::samplesChanged, this, &RunFigures::collectAll);
    connect(document, &RunDocument::samplesAdded, this, [this](int first, int last) {
        collect(first, last);
        Q_EMIT changed();
    });
    collectAll();
}

void RunFigures::collectAll()
{
    m_models.clear();
    if (const RunData *run = m_document->run()) {
        for (const PlannedModel &planned : run->info.plan.models) {
            m_models.push_back({planned.model.alias, {}, {}, {}, 0});
        }
        collect(0, int(run->samples.size()) - 1);
    }
    Q_EMIT changed();
}

void RunFigures::collect(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        collect(m_document->run()->samples[size_t(row)]);
    }
}

void RunFigures::collect(const Sample &sample)
{
    if (sample.step.phase != Phase::Measured || size_t(sample.step.model) >= m_models.size()) {
        return;
    }
    ModelFigures &figures = m_models[size_t(sample.step.model)];
    ++figures.requests;
    if (sample.status != SampleStatus::Ok) {
        return;
    }
    const SampleMetrics metrics = metricsOf(sample);
    if (metrics.totalMs) {
        figures.total.push_back(*metrics.totalMs);
    }
    if (metrics.ttftMs) {
        figures.first.push_back(*metrics.ttftMs);
    }
    if (metrics.tokensPerS) {
        figures.speed.emplace_back(figures.requests, *metrics.tokensPerS);
    }
}

} // namespace assay
