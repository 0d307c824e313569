// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownparts.h"

#include "app/engine/report/markdowntext.h"
#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"
#include "models/domain/trouble.h"

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

using ScoresBySample = QHash<SampleId, std::vector<const Score *>>;

QString heading(const QString &level, const QString &text)
{
    return level % u' ' % text % "\n\n"_L1;
}

QString figuresText(const Sample &sample)
{
    const SampleMetrics metrics = metricsOf(sample);
    QStringList facts{Text::tr("round %1").arg(sample.step.round)};
    if (sample.status != SampleStatus::Ok)
        facts.append(sampleStatusName(sample.status).toLower());
    if (metrics.totalMs)
        facts.append(durationText(metrics.totalMs));
    if (metrics.ttftMs)
        facts.append(Text::tr("first token %1").arg(durationText(metrics.ttftMs)));
    if (sample.tokens.output)
        facts.append((sample.has(SampleFlag::EstimatedTokens) ? Text::tr("about %1 tokens") : Text::tr("%1 tokens"))
                         .arg(*sample.tokens.output));
    QStringList flags;
    for (const SampleFlag flag : sample.flags)
        flags.append(sampleFlagKey(flag));
    if (!flags.isEmpty())
        facts.append(markdownInline(flags.join(", "_L1)));
    return facts.join(", "_L1);
}

QString scoreLine(const Score &score)
{
    QString who = score.source == ScoreSource::Judge ? Text::tr("judge") : QString();
    if (!score.annotator.isEmpty())
        who = (who.isEmpty() ? QString() : QString(who % u' ')) + markdownInline(score.annotator);
    const QString by = who.isEmpty() ? QString() : Text::tr(" by %1").arg(who);
    QString line = score.value ? Text::tr("Score %1 of 5%2").arg(*score.value).arg(by) : Text::tr("Comment%1").arg(by);
    if (score.criterion != overallCriterion)
        line += Text::tr(" for %1").arg(markdownInline(score.criterion));
    if (!score.comment.isEmpty())
        line += ": "_L1 % markdownInline(score.comment);
    if (!score.aspectsMet.isEmpty())
        line += u' ' % Text::tr("(aspects met: %1)").arg(markdownInline(score.aspectsMet.join("; "_L1)));
    return markdownBullet(line);
}

QString answerText(const Sample &sample, const std::vector<const Score *> &scores, const Sample *sameAs)
{
    QString text = heading(u"####"_s, markdownInline(sample.alias.value) % ", "_L1 % figuresText(sample));
    for (const Score *score : scores)
        text += scoreLine(*score);
    if (!scores.empty())
        text += u'\n';
    if (sameAs)
        return text % Text::tr("The same answer as in round %1.").arg(sameAs->step.round) % "\n\n"_L1;
    if (!sample.reasoning.isEmpty())
        text += Text::tr("Reasoning:") % "\n\n"_L1 % markdownFenced(sample.reasoning) % u'\n' % Text::tr("Answer:")
            % "\n\n"_L1;
    if (sample.status != SampleStatus::Ok && !sample.output.isEmpty())
        text += Text::tr("Partial text:") % "\n\n"_L1;
    return text + (sample.output.isEmpty() ? QString(Text::tr("(no text)") % u'\n') : markdownFenced(sample.output))
        + u'\n';
}

/// Measured samples of one prompt: model by model in plan order, then by round.
std::vector<const Sample *> samplesOf(const RunData &run, int prompt)
{
    std::vector<const Sample *> found;
    for (const Sample &sample : run.samples) {
        if (sample.step.prompt == prompt && sample.step.phase == Phase::Measured
            && sample.status != SampleStatus::Skipped)
            found.push_back(&sample);
    }
    std::ranges::stable_sort(found, {},
                             [](const Sample *sample) { return std::pair(sample->step.model, sample->step.round); });
    return found;
}

const Sample *earlierTwin(const std::vector<const Sample *> &samples, size_t place)
{
    for (size_t i = 0; i < place; ++i) {
        if (samples[i]->step.model == samples[place]->step.model && !samples[place]->output.isEmpty()
            && samples[i]->output == samples[place]->output && samples[i]->reasoning == samples[place]->reasoning)
            return samples[i];
    }
    return nullptr;
}

QString promptText(const RunData &run, size_t place, const ScoresBySample &scores)
{
    const Prompt &prompt = run.info.plan.prompts[place];
    QString text = heading(u"###"_s, Text::tr("%1. %2").arg(place + 1).arg(markdownInline(prompt.id.value)));
    if (!prompt.system.isEmpty())
        text += Text::tr("System text:") % "\n\n"_L1 % markdownFenced(prompt.system) % u'\n';
    text += markdownFenced(prompt.text) % u'\n';
    for (const QString &aspect : prompt.expected)
        text += markdownBullet(Text::tr("expected: %1").arg(markdownInline(aspect)));
    if (!prompt.expected.isEmpty())
        text += u'\n';
    const std::vector<const Sample *> samples = samplesOf(run, static_cast<int>(place));
    for (size_t i = 0; i < samples.size(); ++i)
        text += answerText(*samples[i], scores.value(samples[i]->id), earlierTwin(samples, i));
    return text;
}

QString failureLine(const Sample &sample)
{
    const QString where = Text::tr("**%1**, prompt %2, round %3")
                              .arg(markdownInline(sample.alias.value), markdownInline(sample.prompt.value))
                              .arg(sample.step.round);
    const QString phase = sample.step.phase == Phase::Warmup ? Text::tr(" (warm-up)") : QString();
    QString line = "- "_L1 % where % phase % ": "_L1 % sampleStatusName(sample.status).toLower();
    if (sample.error)
        line += ": "_L1 % markdownInline(sample.error->message);
    if (sample.error && !sample.error->detail.isEmpty())
        line += " ("_L1 % markdownInline(sample.error->detail.left(300)) % u')';
    return line % u'\n';
}

bool isFailure(const Sample &sample)
{
    return sample.status == SampleStatus::Failed || sample.status == SampleStatus::TimedOut
        || sample.status == SampleStatus::Skipped;
}

} // namespace

QString markdownFailures(const RunData &run)
{
    QString lines;
    QStringList advice;
    for (const Sample &sample : run.samples) {
        if (!isFailure(sample))
            continue;
        lines += failureLine(sample);
        const QString help = sample.error ? adviceFor(*sample.error) : QString();
        if (!help.isEmpty() && !advice.contains(help))
            advice << help;
    }
    if (lines.isEmpty())
        return {};
    for (const QString &help : std::as_const(advice))
        lines += u'\n' % Text::tr("What may help: %1").arg(markdownInline(help)) % u'\n';
    return heading(u"##"_s, Text::tr("Failures")) + lines;
}

QString markdownAnswers(const RunData &run)
{
    ScoresBySample scores;
    for (const Score &score : run.scores)
        scores[score.sample].push_back(&score);
    QString text = heading(u"##"_s, Text::tr("Answers"));
    for (size_t place = 0; place < run.info.plan.prompts.size(); ++place)
        text += promptText(run, place, scores);
    return text;
}

} // namespace assay
