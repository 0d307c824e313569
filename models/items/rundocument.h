// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QHash>
#include <QObject>

namespace assay {

/// The run that the panes show: it grows while a run goes on, and is replaced when another one is opened. All lookups
/// are by hash, so that adding a sample costs the same in a long run as in a short one. GUI thread.
class RunDocument final : public QObject
{
    Q_OBJECT
public:
    explicit RunDocument(QObject *parent = nullptr);

    bool hasRun() const { return m_run.has_value(); }
    /// The run, its samples in the order they came; nullptr without one. Valid until the next change.
    const RunData *run() const { return m_run ? &*m_run : nullptr; }
    /// The run with its samples in plan order, for reports and statistics.
    RunData inPlanOrder() const;
    /// Whether anything in it came from a practice server.
    bool isSimulated() const { return m_run && m_run->info.environment.simulated; }

    void setRun(RunData run);
    void clear();
    void setInfo(const RunInfo &info);
    /// A sample whose id is there already (a resumed run sends it again) takes its place.
    void addSamples(const std::vector<Sample> &samples);
    /// The newest score of a sample by a criterion and an annotator stands; one without value, comment and aspects
    /// takes it away.
    void setScore(const Score &score);

    const Sample *sample(const SampleId &id) const;
    /// Place of a sample in run()->samples; -1 where there is none.
    int rowOf(const SampleId &id) const;
    /// The measured sample of one model; nullptr where it has not been run yet.
    const Sample *sampleOf(int model, int prompt, int round) const;
    /// The measured samples that exist, in the order of the plan's models.
    std::vector<const Sample *> samplesOf(int prompt, int round) const;
    /// What the person at this desk says of a sample overall; nullptr where nothing.
    const Score *score(const SampleId &id) const;

    /// Measured samples with status Ok, and how many of them have no score value yet.
    int answered() const { return m_answered; }
    int unscored() const { return m_answered - m_scored; }

Q_SIGNALS:
    void replaced(); // another run, or none
    void samplesAdded(int first, int last);
    void samplesChanged(int first, int last);
    void scoreChanged(const assay::SampleId &sample);
    void infoChanged();

private:
    struct ScoreKey
    {
        SampleId sample;
        QString criterion;
        QString annotator;
        ScoreSource source = ScoreSource::Person;
        friend bool operator==(const ScoreKey &, const ScoreKey &) = default;
        friend size_t qHash(const ScoreKey &key, size_t seed = 0)
        {
            return qHashMulti(seed, key.sample, key.criterion, key.annotator, int(key.source));
        }
    };
    struct Place
    {
        int model = 0, prompt = 0, round = 0;
        friend bool operator==(const Place &, const Place &) = default;
        friend size_t qHash(const Place &place, size_t seed = 0)
        {
            return qHashMulti(seed, place.model, place.prompt, place.round);
        }
    };
    static ScoreKey keyOf(const Score &score);
    static bool counts(const Sample &sample);
    bool hasValue(const SampleId &id) const;
    void index(int row);
    void recount(const SampleId &id, bool countedBefore, bool scoredBefore);
    void rebuild();

    std::optional<RunData> m_run;
    QHash<SampleId, int> m_rows;
    QHash<Place, int> m_places;
    QHash<ScoreKey, int> m_scores;
    int m_answered = 0;
    int m_scored = 0; // of the answered
};

} // namespace assay
