// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"
#include "app/cli/exitcode.h"
#include "app/cli/progress.h"
#include "app/cli/storedrun.h"
#include "app/cli/summarytable.h"
#include "app/cli/texttable.h"

#include <QBuffer>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

Sample okSample()
{
    Sample sample;
    sample.alias = ModelAlias{u"qwen"_s};
    sample.prompt = PromptId{u"rag-2"_s};
    sample.timeline.posted = Nanos(0);
    sample.timeline.sent = Nanos(0);
    sample.timeline.firstToken = std::chrono::milliseconds(100);
    sample.timeline.lastToken = std::chrono::milliseconds(1240);
    sample.tokens.output = 48;
    sample.tokens.source = TokensSource::Usage;
    return sample;
}

ModelSummary summaryWith(ModelStatus status)
{
    ModelSummary summary;
    summary.status = status;
    return summary;
}

} // namespace

class TestCliParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesAlign();
    void terminalTextIsHarmless();
    void sampleLines();
    void barFits();
    void barLeavesNothingBehind();
    void linesAndSilence();
    void runsAreFound();
    void exitCodes();
    void missingFiguresAreDashes();
};

void TestCliParts::tablesAlign()
{
    const QString table = textTable({{u"model"_s}, {u"n"_s, CellAlign::Right}, {u"note"_s}},
                                    {{u"a"_s, u"12"_s, u""_s}, {u"long"_s, u"3"_s, u"x\x1b[31m"_s}});
    QCOMPARE(table,
             u"model   n  note\n"
             "a      12\n"
             "long    3  x [31m\n"_s);
}

void TestCliParts::terminalTextIsHarmless()
{
    QCOMPARE(terminalSafe(u"a\x1b]0;title\x07\r\nb\u009b2J\u202e\u2028c\x7f"_s), u"a ]0;title   b 2J  c "_s);
    QCOMPARE(terminalSafe(u"Grüße, \u4f60\u597d \U0001F600"_s), u"Grüße, \u4f60\u597d \U0001F600"_s);
}

void TestCliParts::sampleLines()
{
    Sample sample = okSample();
    QCOMPARE(sampleLine(sample), u"qwen / rag-2 round 1: 1.24 s, 48 tokens"_s);
    sample.tokens.source = TokensSource::Estimate;
    QVERIFY(sampleLine(sample).endsWith(u"about 48 tokens"_s));
    sample.step.phase = Phase::Warmup;
    QVERIFY(sampleLine(sample).contains(u"warm-up of round 1"_s));
    sample.status = SampleStatus::Failed;
    sample.error = Error{ErrorCode::ServerError, u"The server\x1b[2J broke."_s, {}};
    const QString line = sampleLine(sample);
    QVERIFY(line.contains(u"The server [2J broke."_s));
    QVERIFY(!line.contains(u'\x1b'));
}

void TestCliParts::barFits()
{
    RunProgress progress;
    progress.planned = 39;
    progress.done = 13;
    QVERIFY(progressBar(progress, u"qwen"_s, 80).startsWith(u"[######..............] 13/39, qwen"_s));
    progress.failed = 2;
    progress.timeLeft = std::chrono::seconds(40);
    const QString bar = progressBar(progress, u"qwen"_s, 80);
    QVERIFY(bar.contains(u"2 failed"_s));
    QVERIFY(bar.contains(u"40 s left"_s));
    QCOMPARE(progressBar(progress, QString(200, u'x'), 50).size(), 50);
    QCOMPARE(progressBar(progress, u"x"_s, -1), QString());
    progress.done = 39;
    QVERIFY(progressBar(progress, {}, 80).startsWith(u"[####################] 39/39"_s));
}

void TestCliParts::barLeavesNothingBehind()
{
    QBuffer out;
    QBuffer err;
    out.open(QIODevice::WriteOnly);
    err.open(QIODevice::WriteOnly);
    Console console(out, err, 40);
    RunProgress progress;
    progress.planned = 2;
    progress.done = 1;
    const auto bar = makeProgress(console, false);
    Sample sample = okSample();
    bar->sampleStarted(sample);
    bar->sampleEnded(sample, progress);
    QVERIFY(err.data().contains("1/2"));
    QVERIFY(!err.data().contains('\n'));
    sample.status = SampleStatus::Failed;
    sample.error = Error{ErrorCode::ServerError, u"It broke."_s, {}};
    bar->sampleEnded(sample, progress);
    QVERIFY(err.data().contains("It broke.\n"));
    bar->end();
    QVERIFY(err.data().endsWith("\r\x1b[K"));
    QVERIFY(out.data().isEmpty());
}

void TestCliParts::linesAndSilence()
{
    QBuffer out;
    QBuffer err;
    out.open(QIODevice::WriteOnly);
    err.open(QIODevice::WriteOnly);
    Console console(out, err);
    RunProgress progress;
    progress.planned = 39;
    progress.done = 12;
    const auto silence = makeProgress(console, true);
    silence->sampleEnded(okSample(), progress);
    silence->end();
    QVERIFY(err.data().isEmpty());
    const auto lines = makeProgress(console, false);
    lines->sampleEnded(okSample(), progress);
    lines->end();
    QCOMPARE(err.data(), QByteArray("[12/39] qwen / rag-2 round 1: 1.24 s, 48 tokens\n"));
}

void TestCliParts::runsAreFound()
{
    const auto brief = [](const QString &id) {
        RunBrief run;
        run.id = RunId{id};
        return run;
    };
    const std::vector<RunBrief> runs{brief(u"abc1"_s), brief(u"abd2"_s), brief(u"abd"_s)};
    QCOMPARE(findRun(runs, u"last"_s)->value, u"abc1"_s);
    QCOMPARE(findRun(runs, u"abc"_s)->value, u"abc1"_s);
    QCOMPARE(findRun(runs, u"abd"_s)->value, u"abd"_s); // whole id before beginnings
    QVERIFY(!findRun(runs, u"ab"_s));
    QVERIFY(findRun(runs, u"ab"_s).error().message.contains(u"ab"_s));
    QVERIFY(findRun(runs, u"zz"_s).error().message.contains(u"abc1"_s));
    QVERIFY(!findRun({}, u"last"_s));
}

void TestCliParts::exitCodes()
{
    const auto code = [](std::initializer_list<ModelStatus> statuses) {
        std::vector<ModelSummary> summaries;
        for (const ModelStatus status : statuses) {
            summaries.push_back(summaryWith(status));
        }
        return exitCodeOf(summaries);
    };
    QCOMPARE(code({ModelStatus::Ok, ModelStatus::Ok}), ExitCode::ok);
    QCOMPARE(code({ModelStatus::Ok, ModelStatus::Partial}), ExitCode::someFailed);
    QCOMPARE(code({ModelStatus::Ok, ModelStatus::Failed}), ExitCode::someFailed);
    QCOMPARE(code({ModelStatus::Partial}), ExitCode::someFailed);
    QCOMPARE(code({ModelStatus::Failed, ModelStatus::Skipped}), ExitCode::allFailed);
}

void TestCliParts::missingFiguresAreDashes()
{
    ModelSummary summary = summaryWith(ModelStatus::Failed);
    summary.alias = ModelAlias{u"qwen"_s};
    summary.failed = 3;
    const QString table = summaryTable({}, {summary});
    const QStringList lines = table.split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.at(1).count(u'\u2013'), 7);
    QVERIFY(lines.at(1).endsWith(u'3'));
}

QTEST_GUILESS_MAIN(TestCliParts)
#include "tst_cliparts.moc"
