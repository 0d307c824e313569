// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/rundocument.h"

#include <algorithm>

namespace assay {

RunDocument::RunDocument(QObject *parent) : QObject(parent)
{
}

RunData RunDocument::inPlanOrder() const
{
    RunData data = m_run.value_or(RunData{});
    std::stable_sort(data.samples.begin(), data.samples.end(),
                     [](const Sample &a, const Sample &b) { return a.step.index < b.step.index; });
    return data;
}

void RunDocument::setRun(RunData run)
{
    m_run = std::move(run);
    rebuild();
    Q_EMIT replaced();
}

void RunDocument::clear()
{
    m_run.reset();
    rebuild();
    Q_EMIT replaced();
}

void RunDocument::setInfo(const RunInfo &info)
{
    if (!m_run || m_run->info.id != info.id) {
        setRun(RunData{info, {}, {}});
        return;
    }
    m_run->info = info;
    Q_EMIT infoChanged();
}

void RunDocument::addSamples(const std::vector<Sample> &samples)
{
    if (!m_run) {
        return;
    }
    const int first = int(m_run->samples.size());
    std::vector<int> changed;
    for (const Sample &sample : samples) {
        if (!sample.run.isEmpty() && sample.run != m_run->info.id) {
            continue;
        }
        const int row = rowOf(sample.id);
        if (row < 0) {
            m_run->samples.push_back(sample);
            index(int(m_run->samples.size()) - 1);
            recount(sample.id, false, false);
            continue;
        }
        Sample &there = m_run->samples[size_t(row)];
        const bool counted = counts(there);
        there = sample;
        recount(sample.id, counted, counted && hasValue(sample.id));
        if (row < first) {
            changed.push_back(row);
        }
    }
    const int last = int(m_run->samples.size()) - 1;
    if (last >= first) {
        Q_EMIT samplesAdded(first, last);
    }
    for (const int row : changed) {
        Q_EMIT samplesChanged(row, row);
    }
}

void RunDocument::setScore(const Score &score)
{
    if (!m_run || (!score.run.isEmpty() && score.run != m_run->info.id)) {
        return; // sample ids are unique in their run only
    }
    const Sample *judged = sample(score.sample);
    const bool counted = judged && counts(*judged);
    const bool scored = counted && hasValue(score.sample);
    auto &scores = m_run->scores;
    const ScoreKey key = keyOf(score);
    const auto place = m_scores.constFind(key);
    const bool empty = !score.value && score.comment.isEmpty() && score.aspectsMet.isEmpty();
    if (place != m_scores.cend() && empty) {
        const int hole = *place;
        m_scores.remove(key);
        if (hole != int(scores.size()) - 1) {
            scores[size_t(hole)] = std::move(scores.back());
            m_scores[keyOf(scores[size_t(hole)])] = hole;
        }
        scores.pop_back();
    } else if (place != m_scores.cend()) {
        scores[size_t(*place)] = score;
    } else if (!empty) {
        m_scores.insert(key, int(scores.size()));
        scores.push_back(score);
    }
    recount(score.sample, counted, scored);
    Q_EMIT scoreChanged(score.sample);
}

const Sample *RunDocument::sample(const SampleId &id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &m_run->samples[size_t(row)];
}

int RunDocument::rowOf(const SampleId &id) const
{
    return m_rows.value(id, -1);
}

const Sample *RunDocument::sampleOf(int model, int prompt, int round) const
{
    const int row = m_places.value(Place{model, prompt, round}, -1);
    return row < 0 ? nullptr : &m_run->samples[size_t(row)];
}

std::vector<const Sample *> RunDocument::samplesOf(int prompt, int round) const
{
    std::vector<const Sample *> found;
    const int models = m_run ? int(m_run->info.plan.models.size()) : 0;
    for (int model = 0; model < models; ++model) {
        if (const Sample *sample = sampleOf(model, prompt, round)) {
            found.push_back(sample);
        }
    }
    return found;
}

const Score *RunDocument::score(const SampleId &id) const
{
    const int place = m_scores.value(ScoreKey{id, QString::fromUtf16(overallCriterion), {}, ScoreSource::Person}, -1);
    return place < 0 ? nullptr : &m_run->scores[size_t(place)];
}

RunDocument::ScoreKey RunDocument::keyOf(const Score &score)
{
    return {score.sample, score.criterion, score.annotator, score.source};
}

/// Whether a person is asked to judge it.
bool RunDocument::counts(const Sample &sample)
{
    return sample.step.phase == Phase::Measured && sample.status == SampleStatus::Ok;
}

bool RunDocument::hasValue(const SampleId &id) const
{
    const Score *found = score(id);
    return found && found->value;
}

void RunDocument::index(int row)
{
    const Sample &sample = m_run->samples[size_t(row)];
    m_rows.insert(sample.id, row);
    if (sample.step.phase == Phase::Measured) {
        m_places.insert(Place{sample.step.model, sample.step.prompt, sample.step.round}, row);
    }
}

void RunDocument::recount(const SampleId &id, bool countedBefore, bool scoredBefore)
{
    const Sample *now = sample(id);
    const bool counted = now && counts(*now);
    m_answered += int(counted) - int(countedBefore);
    m_scored += int(counted && hasValue(id)) - int(scoredBefore);
}

void RunDocument::rebuild()
{
    m_rows.clear();
    m_places.clear();
    m_scores.clear();
    m_answered = m_scored = 0;
    if (!m_run) {
        return;
    }
    for (size_t i = 0; i < m_run->scores.size(); ++i) {
        m_scores.insert(keyOf(m_run->scores[i]), int(i));
    }
    for (size_t i = 0; i < m_run->samples.size(); ++i) {
        index(int(i));
        recount(m_run->samples[i].id, false, false);
    }
}

} // namespace assay
