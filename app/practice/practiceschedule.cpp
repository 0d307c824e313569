// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceschedule.h"

#include "app/practice/practiceanswers.h"

#include <algorithm>

namespace assay {
namespace {

/// SplitMix64: short, and the same on every platform, which the standard library's distributions are not.
class Dice
{
public:
    explicit Dice(quint64 state) : m_state(state) { }
    quint64 next()
    {
        quint64 z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

private:
    quint64 m_state;
};

/// FNV-1a; qHash differs between versions of Qt.
quint64 mixed(quint64 hash, QByteArrayView bytes)
{
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
    }
    return (hash ^ 0xff) * 0x100000001b3ULL;
}

quint64 questionHash(const PracticeProfile &profile, quint64 seed, const PracticeQuestion &question)
{
    quint64 hash = mixed(0xcbf29ce484222325ULL, QByteArray::number(seed));
    hash = mixed(hash, profile.id.toUtf8());
    hash = mixed(hash, question.system.toUtf8());
    return mixed(hash, question.prompt.toUtf8());
}

QStringList answerTokens(const PracticeProfile &profile, const QString &prompt)
{
    const QString answer = practiceAnswer(prompt, profile.quality);
    return profile.exactTokens ? practiceTokensExactly(answer, profile.answerTokens)
                               : practiceTokens(answer).mid(0, profile.answerTokens);
}

void chooseFailure(PracticeSchedule &schedule, double chance, double share, quint64 turn)
{
    if (chance >= share) {
        return;
    }
    schedule.failure = turn % 2 == 0 ? PracticeFailure::HttpError : PracticeFailure::StreamError;
    schedule.failAt = static_cast<int>(schedule.tokens.size()) / 2;
}

} // namespace

PracticeSchedule practiceSchedule(const PracticeProfile &profile, quint64 seed, const PracticeQuestion &question)
{
    const quint64 hash = questionHash(profile, seed, question);
    Dice dice(mixed(hash, QByteArray::number(question.asked)));
    const double failureChance = dice.unit();
    PracticeSchedule schedule;
    schedule.outlier = dice.unit() < profile.outlierShare;
    const double stretch = schedule.outlier ? profile.outlierFactor : 1.0;
    const auto shaken = [&](double ms) { return ms * stretch * (1.0 + profile.jitter * (2.0 * dice.unit() - 1.0)); };

    double at = shaken(profile.firstTokenMs);
    const auto append = [&](const QStringList &texts, bool reasoning) {
        for (const QString &text : texts) {
            schedule.tokens.push_back({at, text, reasoning});
            at += shaken(profile.tokenMs);
        }
    };
    if (profile.reasoning) {
        append(practiceTokens(practiceReasoning(question.prompt)), true);
    }
    append(answerTokens(profile, question.prompt), false);

    const auto allowed = static_cast<size_t>(std::max(question.maxTokens.value_or(1 << 30), 1));
    if (schedule.tokens.size() > allowed) {
        schedule.tokens.resize(allowed);
        schedule.cutByMaxTokens = true;
    }
    schedule.promptTokens =
        static_cast<int>(practiceTokens(question.prompt).size() + practiceTokens(question.system).size()) + 4;
    if (question.asked > 0) {
        chooseFailure(schedule, failureChance, profile.failureShare, hash + static_cast<quint64>(question.asked));
    }
    return schedule;
}

} // namespace assay
