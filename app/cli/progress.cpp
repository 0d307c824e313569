// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/text.h"
#include "models/domain/trouble.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

QString outcomeText(const Sample &sample)
{
    if (sample.status != SampleStatus::Ok) {
        const QString name = sampleStatusName(sample.status).toLower();
        return sample.error ? Text::tr("%1: %2").arg(name, sample.error->message) : name;
    }
    QString time = durationText(metricsOf(sample).totalMs);
    if (!sample.tokens.output) {
        return time;
    }
    const QString tokens = QString::number(*sample.tokens.output);
    if (sample.tokens.source == TokensSource::Estimate) {
        return Text::tr("%1, about %2 tokens").arg(time, tokens);
    }
    return *sample.tokens.output == 1 ? Text::tr("%1, 1 token").arg(time) : Text::tr("%1, %2 tokens").arg(time, tokens);
}

QString skippedText(const ModelAlias &alias, const Error &reason)
{
    return terminalSafe(Text::tr("%1 is skipped. %2").arg(alias.value, errorWithAdvice(reason)));
}

class Lines final : public Progress
{
public:
    explicit Lines(Console &console) : m_console(console) { }
    void sampleStarted(const Sample &) override { }
    void sampleEnded(const Sample &sample, const RunProgress &progress) override
    {
        if (sample.status != SampleStatus::Skipped) { // said once for the model
            m_console.say(u"[%1/%2] "_s.arg(progress.done).arg(progress.planned) + sampleLine(sample));
        }
    }
    void modelSkipped(const ModelAlias &alias, const Error &reason) override
    {
        m_console.say(skippedText(alias, reason));
    }
    void end() override { }

private:
    Console &m_console;
};

class Bar final : public Progress
{
public:
    explicit Bar(Console &console) : m_console(console) { }
    void sampleStarted(const Sample &sample) override
    {
        m_now = terminalSafe(sample.alias.value);
        draw();
    }
    void sampleEnded(const Sample &sample, const RunProgress &progress) override
    {
        m_progress = progress;
        if (sample.status == SampleStatus::Failed || sample.status == SampleStatus::TimedOut) {
            above(sampleLine(sample));
        }
        draw();
    }
    void modelSkipped(const ModelAlias &alias, const Error &reason) override
    {
        above(skippedText(alias, reason));
        draw();
    }
    void end() override { m_console.err << "\r\x1b[K" << Qt::flush; }

private:
    void above(const QString &line) { m_console.err << "\r\x1b[K" << line << '\n'; }
    void draw()
    {
        if (m_progress.planned > 0) {
            m_console.err << '\r' << progressBar(m_progress, m_now, m_console.columns() - 1) << "\x1b[K" << Qt::flush;
        }
    }

    Console &m_console;
    RunProgress m_progress;
    QString m_now;
};

/// What goes wrong is said all the same.
class Silence final : public Progress
{
public:
    explicit Silence(Console &console) : m_console(console) { }
    void sampleStarted(const Sample &) override { }
    void sampleEnded(const Sample &, const RunProgress &) override { }
    void modelSkipped(const ModelAlias &alias, const Error &reason) override
    {
        m_console.say(skippedText(alias, reason));
    }
    void end() override { }

private:
    Console &m_console;
};

} // namespace

std::unique_ptr<Progress> makeProgress(Console &console, bool quiet)
{
    if (quiet) {
        return std::make_unique<Silence>(console);
    }
    if (console.isTerminal()) {
        return std::make_unique<Bar>(console);
    }
    return std::make_unique<Lines>(console);
}

QString sampleLine(const Sample &sample)
{
    const QString where = sample.step.phase == Phase::Warmup ? Text::tr("warm-up of round %1").arg(sample.step.round)
                                                             : Text::tr("round %1").arg(sample.step.round);
    return terminalSafe(
        Text::tr("%1 / %2 %3: %4").arg(sample.alias.value, sample.prompt.value, where, outcomeText(sample)));
}

QString progressBar(const RunProgress &progress, const QString &now, int columns)
{
    constexpr int width = 20;
    const int filled = progress.planned > 0 ? std::clamp(progress.done * width / progress.planned, 0, width) : 0;
    QStringList parts{u"[%1%2] %3/%4"_s.arg(QString(filled, u'#'), QString(width - filled, u'.'))
                          .arg(progress.done)
                          .arg(progress.planned)};
    if (progress.failed > 0) {
        parts.append(Text::tr("%1 failed").arg(progress.failed));
    }
    if (progress.timeLeft) {
        parts.append(Text::tr("%1 left").arg(aboutText(*progress.timeLeft)));
    }
    if (!now.isEmpty()) {
        parts.append(now);
    }
    return parts.join(", "_L1).left(std::max(columns, 0));
}

} // namespace assay
