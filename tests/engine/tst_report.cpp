// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/csvwriter.h"
#include "app/engine/report/markdowntext.h"
#include "app/engine/report/report.h"
#include "models/domain/metrics.h"
#include "models/domain/resultsjson.h"
#include "tests/support/fullrun.h"
#include "tests/support/simulation.h"

#include <QtTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A small run of two models and two prompts in which everything went well.
RunData plainRun()
{
    RunData run;
    run.info.name = u"Plain"_s;
    run.info.state = RunState::Completed;
    run.info.plan = smallPlan(2, 2, 1);
    run.info.plan.models[0].model.metadata.sizeMb = 822;
    run.info.plan.models[0].model.metadata.license = u"mit"_s;
    for (int i = 0; i < 4; ++i)
        run.samples.push_back(okSample(run.info, i, i / 2, i % 2, 1, 1000.0 * i));
    for (Sample &sample : run.samples) {
        if (sample.step.model == 1) // twice as long
            sample.timeline.lastToken = *sample.timeline.sent + std::chrono::milliseconds(600);
    }
    return run;
}

QString markdown(const RunData &run)
{
    return QString::fromUtf8(reportText(run, ReportForm::Markdown));
}

/// Plain reading of RFC 4180, written apart from the writer under test.
std::vector<QStringList> csvRows(const QByteArray &csv)
{
    std::vector<QStringList> rows;
    QStringList row;
    QByteArray cell;
    bool quoted = false;
    for (qsizetype i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
            cell += csv[++i];
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == ',' || c == '\n')) {
            row.append(QString::fromUtf8(cell));
            cell.clear();
            if (c == '\n')
                rows.push_back(std::exchange(row, {}));
        } else if (quoted || c != '\r') {
            cell += c;
        }
    }
    return rows;
}

QString cellOf(const std::vector<QStringList> &rows, size_t row, const QString &column)
{
    return rows[row].value(rows[0].indexOf(column));
}

/// What a Markdown reader takes for lines outside of fences.
QStringList linesOutsideFences(const QString &text)
{
    QStringList outside;
    QString fence;
    for (const QString &line : text.split(u'\n')) {
        qsizetype ticks = 0;
        while (ticks < line.size() && line[ticks] == u'`')
            ++ticks;
        if (fence.isEmpty() && ticks >= 3)
            fence = line.first(ticks);
        else if (!fence.isEmpty() && ticks >= fence.size() && line.sliced(ticks).trimmed().isEmpty())
            fence.clear();
        else if (fence.isEmpty())
            outside.append(line);
    }
    return fence.isEmpty() ? outside : QStringList(); // an open fence swallows the document
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableHasTheWorkshopsColumnsFirst();
    void costsSayWhereTheyComeFrom();
    void verdictNamesTheBestCarefully();
    void differencesAreTested();
    void theBestIsMarkedWhereItIsShown();
    void whatStandsOutIsSaid();
    void verdictOfTies();
    void verdictWithoutAnswers();
    void simulatedRunsSaySoFirst();
    void tailsAreLabelled();
    void methodSaysHow();
    void rateHasItsOwnSection();
    void serversClocksBesideOurs();
    void failuresAreListed();
    void answersScoresAndCommentsAreThere();
    void repeatedAnswersAreNotRepeated();
    void hostileTextStaysInItsFence();
    void hostileNamesStayInTheirCells();
    void fencesGrow_data();
    void fencesGrow();
    void csvQuoting_data();
    void csvQuoting();
    void csvSamplesReadBack();
    void csvSummaryReadsBack();
    void csvHasNoFormulas();
    void jsonIsTheResultsFile();
    void writesTheWholeFile();
    void keepsTheOldFileWhereItCannotWrite();
};

void TestReport::tableHasTheWorkshopsColumnsFirst()
{
    const QString text = markdown(plainRun());
    QVERIFY(text.startsWith("# Plain\n"_L1));
    QVERIFY(text.contains("| Model | Avg Latency | p95 | TPS | First token | p50 | Samples | Failed | Score | Memory | "
                          "Wh per 1,000 tokens | Size | Licence |\n"_L1));
    QVERIFY(text.contains(
        u"| m0 | 300 ms | 300 ms (max of 2) | 33.3 | 100 ms | 300 ms | 2 | 0 | – | – | – | 822 MB | mit |\n"_s));
    QVERIFY(
        text.contains(u"| m1 | 600 ms | 600 ms (max of 2) | 16.7 | 100 ms | 600 ms | 2 | 0 | – | – | – | – | – |\n"_s));
}

void TestReport::costsSayWhereTheyComeFrom()
{
    RunData run = plainRun();
    QVERIFY(!markdown(run).contains("## Costs"_L1));
    run.info.costs.price = EnergyPrice{0.5, u"E|UR"_s};
    run.info.costs.models = {{1024, 800, 12.5, {}, 1500, {{u"package-0"_s, 460, 10, 10.0}}, 100}, {}};
    run.info.plan.models[1].model.metadata.watts = 18;
    const QString text = markdown(run);
    QVERIFY(
        text.contains(u"| m0 | 1.02 GB | 800 MB | 12.5 MB | – | 1.50 s | – | – | 1.00 | 0.000500 E\\|UR | measured: "
                      "package-0, idle draw of 10.0 W subtracted |\n"_s));
    // 18 W for two requests of 0.6 s with ten tokens each
    QVERIFY(text.contains(
        u"| m1 | – | – | – | – | – | – | – | ~0.300 | \\~0.000150 E\\|UR | estimate: the model's stated watts "
        "times the time of its requests |\n"_s));
    QVERIFY(!text.contains("The first request after"_L1) && !text.contains("the server's own"_L1));
    run.samples[0].set(SampleFlag::FirstAfterLoad);
    run.info.costs.models[1].gpuMemoryMb = 2716;
    run.info.costs.models[1].gpuByServer = true;
    run.info.plan.options.keepWarm = true;
    const QString more = markdown(run);
    QVERIFY(more.contains(u"12.5 MB | – | 1.50 s | 100 ms | 300 ms | 1.00"_s));
    QVERIFY(more.contains(u"| m1 | – | – | – | 2.72 GB by the server | – | – | – | ~0.300"_s));
    QVERIFY(more.contains("The first request after"_L1) && more.contains("the server's own"_L1));
    QVERIFY(more.contains("Models were kept warm"_L1) && !text.contains("kept warm"_L1));
}

void TestReport::verdictNamesTheBestCarefully()
{
    RunData run = plainRun();
    for (const int sample : {1, 2}) {
        Score score;
        score.sample = sampleIdOf(sample);
        score.criterion = QString::fromUtf16(overallCriterion);
        score.value = sample + 2;
        run.scores.push_back(score);
    }
    const QString text = markdown(run);
    QVERIFY(text.contains("Lowest mean total latency: **m0** (300 ms, n = 2)."_L1));
    QVERIFY(text.contains("Highest mean score: **m1** (4.00 of 5, n = 1)."_L1));
    QVERIFY(text.contains("No request failed."_L1));
    QVERIFY(text.contains("(n = 2 samples of each model)"_L1));
    QVERIFY(!text.contains("Simulated"_L1));
}

void TestReport::differencesAreTested()
{
    QVERIFY(markdown(plainRun())
                .contains(u"| total latency | cannot tell yet: measure at least five rounds | 2 | – |\n"_s));
    const QString text = markdown(simulatedRun({Shape::Normal, 2, 4, 10, 1.5}, 3));
    static const QRegularExpression row(
        u"\\| m0 \\| m1 \\| total latency \\| faster by \\d+ % \\(\\d+ to \\d+\\) \\| 40 \\| < 0.001 \\|\n"_s);
    QVERIFY2(row.match(text).hasMatch(), qPrintable(text));
    static const QRegularExpression cell(u"\\| m0 \\| \\*\\*\\d+ ms \\(\\d+ ms to \\d+ ms\\)\\*\\* \\|"_s);
    QVERIFY2(cell.match(text).hasMatch(), qPrintable(text));
    RunData alone = plainRun();
    alone.info.plan.models.resize(1);
    std::erase_if(alone.samples, [](const Sample &sample) { return sample.step.model > 0; });
    QVERIFY(!markdown(alone).contains("## Comparison"_L1));
}

void TestReport::theBestIsMarkedWhereItIsShown()
{
    const auto tableOf = [](const RunData &run) {
        return markdown(run).section("## Decision table"_L1, 1).section("\n## "_L1, 0, 0);
    };
    const QString plain = tableOf(plainRun()); // m0 is the faster one as far as seen, which is not shown
    QVERIFY(plain.contains("| m0 | 300 ms | 300 ms (max of 2) |"_L1));
    QVERIFY(!plain.contains("**"_L1) && !plain.contains("Bold"_L1));
    const QString shown = tableOf(simulatedRun({Shape::Normal, 2, 4, 10, 1.5}, 3));
    static const QRegularExpression bold(u"\\| m0 \\| \\*\\*\\d+ ms \\(\\d+ ms to \\d+ ms\\)\\*\\* \\|"_s);
    QVERIFY2(bold.match(shown).hasMatch(), qPrintable(shown));
    QVERIFY(!shown.contains("| m1 | **"_L1));
    QVERIFY(shown.contains("Bold: "_L1));
    // Twice as fast as one, but not shown against the third.
    RunData three = simulatedRun({Shape::Normal, 2, 4, 10, 1.5}, 3);
    three.info.plan.models.push_back(three.info.plan.models[0]);
    three.info.plan.models[2].model.alias = {u"twin"_s};
    const std::vector<Sample> samples = three.samples;
    for (Sample sample : samples) {
        if (sample.step.model != 0)
            continue;
        sample.step.model = 2;
        sample.id.value += u"-twin"_s;
        three.samples.push_back(sample);
    }
    QVERIFY2(!tableOf(three).contains("**"_L1), qPrintable(tableOf(three)));
}

void TestReport::whatStandsOutIsSaid()
{
    RunData run = simulatedRun({Shape::Normal, 2, 4, 10, 1}, 3);
    QVERIFY(!markdown(run).contains("more warm-up"_L1));
    const auto first = std::ranges::find(run.samples, 0, [](const Sample &sample) { return sample.step.model; });
    first->timeline.lastToken = *first->timeline.lastToken * 4;
    const QString text = markdown(run);
    QVERIFY2(text.contains("The first measured request of m0 took "_L1), qPrintable(text));
    QVERIFY(text.contains("m0, sample 0"_L1));
    QVERIFY(text.contains("is typical; the model's first measured request."_L1));
}

void TestReport::verdictOfTies()
{
    RunData run = plainRun();
    run.samples.resize(2);
    run.samples.push_back(okSample(run.info, 2, 1, 0, 1));
    QVERIFY(markdown(run).contains("Lowest mean total latency: **m0**, **m1** ("_L1));
}

void TestReport::verdictWithoutAnswers()
{
    RunData run = plainRun();
    run.samples.clear();
    const QString text = markdown(run);
    QVERIFY(text.contains("No model gave a whole answer"_L1));
    QVERIFY(text.contains(u"| m0 | – | – | – | – | – | 0 | 0 | – | – | – | 822 MB | mit |\n"_s));
}

void TestReport::simulatedRunsSaySoFirst()
{
    RunData run = plainRun();
    run.info.environment.simulated = true;
    QVERIFY(markdown(run).startsWith("> **Simulated run.**"_L1));
    run.info.environment.simulated = false;
    run.info.plan.models[1].endpoint.kind = ServerKind::Practice;
    QVERIFY(markdown(run).startsWith("> **Simulated run.**"_L1));
}

void TestReport::tailsAreLabelled()
{
    RunData run = plainRun();
    run.samples.clear();
    for (int i = 0; i < 130; ++i)
        run.samples.push_back(okSample(run.info, i, 0, 0, i + 1));
    run.samples.push_back(okSample(run.info, 130, 1, 0, 1));
    const QString text = markdown(run);
    QVERIFY(text.contains("| m0 | 300 ms (300 ms to 300 ms) | 300 ms (300 ms to 300 ms) | "_L1));
    QVERIFY(text.contains("| m1 | 300 ms | 300 ms (max of 1) | "_L1));
    QVERIFY(text.contains("Below 130 samples"_L1));
    run.samples.pop_back();
    QVERIFY(!markdown(run).contains("Below 130 samples"_L1));
}

void TestReport::methodSaysHow()
{
    RunData run = fullRun();
    run.info.plan.models[0].endpoint.url = QUrl(u"http://me:s3cret@127.0.0.1:8080"_s);
    const QString text = markdown(run);
    for (const QString &part : {u"type 7"_s, u"steady clock"_s, u"Seed of the order: 18446744073709551615"_s,
                                u"Warm-up requests: 1 before each block"_s, u"usage figures (3 samples)"_s,
                                u"output tokens divided by latency"_s, u"retried (1 sample)"_s,
                                u"2 models × 2 prompts × 2 rounds + warm-up"_s, u"A CPU"_s,
                                u"`http://127.0.0.1:8080`"_s, u"Q4_K_M"_s, u"temperature 0.7"_s})
        QVERIFY2(text.contains(part), qPrintable(part));
    QVERIFY(!text.contains("s3cret"_L1));
    run.info.environment.clock = kernelClock;
    QVERIFY(markdown(run).contains(u"arrival are the kernel's"_s));
}

void TestReport::rateHasItsOwnSection()
{
    RunData run = fullRun();
    QVERIFY(!markdown(run).contains(u"## Rate"_s));
    run.info.plan.options.rate = 0.5;
    const QString text = markdown(run);
    QVERIFY2(text.contains(u"## Rate\n\nPlanned: 0.500 requests a second, evenly spaced"_s), qPrintable(text));
    // okSample() is due 1 ms before it is sent.
    QVERIFY2(text.contains(u"Sent later than planned by 1.00 ms (median), 1.00 ms at most"_s), qPrintable(text));
    QVERIFY2(text.contains(u"| 300 ms | 301 ms | 300 ms | 301 ms |"_s), qPrintable(text));
    QVERIFY(!text.contains(u"Requests at once: 1."_s));
    const QByteArray json = writeResults(run);
    QVERIFY(json.contains("\"requested_per_s\": 0.5"));
    QVERIFY(readResults(json, u"r.json"_s));
}

void TestReport::serversClocksBesideOurs()
{
    RunData run = fullRun();
    const auto row = [](const QString &text) {
        return text.section(u"## The servers' own clocks"_s, 1).section(u"##"_s, 0, 0);
    };
    QVERIFY2(
        row(markdown(run)).endsWith(u"|---|---|---|---|---|---|\n| m0 | 1 | 201 ms | 200 ms | 1.25 ms | 0 |\n\n"_s),
        qPrintable(row(markdown(run))));
    run.samples[2].serverTimings->predictedMs = 2012.5;
    deriveFlags(run.samples[2]);
    QVERIFY(row(markdown(run)).contains(u"| m0 | 1 | 2.01 s | 200 ms | 1.81 s | 1 |\n"_s));
    QVERIFY(markdown(run).contains(u"- server_timings_disagree (1 sample): "_s));
    QVERIFY(!markdown(plainRun()).contains(u"own clocks"_s));
}

void TestReport::failuresAreListed()
{
    const QString text = markdown(fullRun());
    QVERIFY(text.contains("- **m1**, prompt p1, round 1: failed: The server closed the connection \\| in mid-answer. "
                          "(reset)\n"_L1));
    QVERIFY(text.contains("- **m1**, prompt p0, round 2: timed out: Nothing came for 120 s.\n"_L1));
    QVERIFY(text.contains("- **m1**, prompt p1, round 2: skipped: "_L1));
    QVERIFY(!markdown(plainRun()).contains("## Failures"_L1));
    // What to do is said once for each kind of trouble, however often it was met.
    RunData run = fullRun();
    run.samples.push_back(run.samples.back());
    for (Sample &sample : run.samples) {
        if (sample.status == SampleStatus::TimedOut)
            run.samples.back() = sample;
    }
    const QString twice = markdown(run);
    QCOMPARE(twice.count("timed out: Nothing came"_L1), 2);
    QCOMPARE(twice.count("What may help: It may still be loading"_L1), 1);
}

void TestReport::answersScoresAndCommentsAreThere()
{
    const QString text = markdown(fullRun());
    QVERIFY(text.contains("### 1. p0\n"_L1));
    QVERIFY(text.contains("```text\nPrompt 0\n```\n"_L1));
    QVERIFY(text.contains("- expected: names retrieval\n"_L1));
    QVERIFY(text.contains("#### m0, round 1, 300 ms, first token 100 ms, 10 tokens"_L1));
    QVERIFY(text.contains("- Score 4 of 5: Good \\| but long (aspects met: two sentences)\n"_L1));
    QVERIFY(text.contains("- Score 2 of 5 by judge judge: =1+1\n"_L1));
    QVERIFY(text.contains("- Comment: only words\n"_L1));
    QVERIFY(text.contains("Partial text:\n\n```text\nan answer.\n```\n"_L1));
    QVERIFY(text.contains("Reasoning:\n\n```text\nHm.\n```\n"_L1));
}

void TestReport::repeatedAnswersAreNotRepeated()
{
    RunData run = plainRun();
    run.info.plan.options.rounds = 2;
    run.samples.push_back(okSample(run.info, 4, 0, 0, 2));
    QVERIFY(markdown(run).contains("The same answer as in round 1."_L1));
    run.samples.back().output = u"Another."_s;
    QVERIFY(!markdown(run).contains("The same answer as in round 1."_L1));
}

void TestReport::hostileTextStaysInItsFence()
{
    RunData run = fullRun();
    run.samples[1].output = u"```\r# Taken over\r\n````\n# Taken over\n`````text\n<script>alert(1)</script>"_s;
    run.samples[1].reasoning = u"~~~\n```\n# Taken over\n![x](http://evil/x.png)"_s;
    run.info.plan.prompts[1].text = u"```\n# Taken over"_s;
    const QString text = markdown(run);
    const QStringList outside = linesOutsideFences(text);
    QVERIFY(outside.contains(u"## Answers"_s));
    QVERIFY(outside.contains(u"### 2. p1"_s)); // what comes after still stands
    for (const QString &line : outside) {
        QVERIFY2(!line.contains("Taken over"_L1), qPrintable(line));
        QVERIFY2(!line.contains("<script"_L1), qPrintable(line));
        QVERIFY2(!line.contains("evil"_L1), qPrintable(line));
    }
    QVERIFY(!text.contains(QChar(0x202E)) && !text.contains(QChar(u'\0')) && !text.contains(u'\r'));
    QVERIFY(text.contains("[U+202E]"_L1));
    QVERIFY(text.contains("[U+0000]"_L1));
}

void TestReport::hostileNamesStayInTheirCells()
{
    RunData run = plainRun();
    run.info.name = u"A\n# B <b>"_s;
    run.info.plan.models[0].model.alias.value = u"a|b`c\n|x| <img src=x> [l](http://e) ![i](http://e)"_s;
    run.info.plan.models[0].model.metadata.license = u"<script>"_s;
    const QString text = markdown(run);
    QVERIFY(text.startsWith("# A # B &lt;b&gt;\n"_L1));
    QVERIFY(!text.contains("<img"_L1) && !text.contains("<script"_L1) && !text.contains("http://e"_L1));
    QVERIFY(!QString(text).remove("\\]"_L1).contains("]("_L1)); // every bracket is escaped
    for (const QString &line : text.split(u'\n')) {
        if (line.startsWith(u'|') && !line.startsWith("|---"_L1)) {
            const qsizetype bars = line.count(u'|') - line.count("\\|"_L1);
            QVERIFY2(bars == 14 || bars == 7, qPrintable(line)); // decisions have thirteen cells, comparisons six
        }
    }
    QCOMPARE(markdownInline(u"qwen2_5-0.5b:4"_s), u"qwen2_5-0.5b:4"_s);
    QCOMPARE(markdownInline(u"_x_ *y* a\\b"_s), u"\\_x\\_ \\*y\\* a\\\\b"_s);
}

void TestReport::fencesGrow_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fenced");
    QTest::newRow("plain") << u"a"_s << u"```text\na\n```\n"_s;
    QTest::newRow("empty") << QString() << u"```text\n\n```\n"_s;
    QTest::newRow("newline") << u"a\n"_s << u"```text\na\n```\n"_s;
    QTest::newRow("inline ticks") << u"a ``` b"_s << u"````text\na ``` b\n````\n"_s;
    QTest::newRow("many") << u"``````"_s << u"```````text\n``````\n```````\n"_s;
}

void TestReport::fencesGrow()
{
    QFETCH(QString, text);
    QTEST(markdownFenced(text), "fenced");
}

void TestReport::csvQuoting_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("plain") << u"a b"_s << QByteArray("a b");
    QTest::newRow("comma") << u"a,b"_s << QByteArray("\"a,b\"");
    QTest::newRow("quote") << u"say \"hi\""_s << QByteArray("\"say \"\"hi\"\"\"");
    QTest::newRow("lines") << u"a\r\nb\nc"_s << QByteArray("\"a\r\nb\nc\"");
    QTest::newRow("equals") << u"=1+1"_s << QByteArray("'=1+1");
    QTest::newRow("plus") << u"+1"_s << QByteArray("'+1");
    QTest::newRow("minus") << u"-1"_s << QByteArray("'-1");
    QTest::newRow("at") << u"@SUM(A1)"_s << QByteArray("'@SUM(A1)");
    QTest::newRow("tab") << u"\t=1"_s << QByteArray("'\t=1");
    QTest::newRow("return") << u"\r=1"_s << QByteArray("\"'\r=1\"");
    QTest::newRow("quoted formula") << u"=A1,\"x\""_s << QByteArray("\"'=A1,\"\"x\"\"\"");
    QTest::newRow("inside") << u"a=1"_s << QByteArray("a=1");
    QTest::newRow("letters") << u"é漢😀"_s << u"é漢😀"_s.toUtf8();
}

void TestReport::csvQuoting()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    CsvWriter csv;
    csv.text(text);
    csv.number(-1.5);
    csv.number(std::nullopt);
    csv.endRow();
    QCOMPARE(csv.bytes(), cell + ",-1.5,\r\n");
}

void TestReport::csvSamplesReadBack()
{
    const RunData run = fullRun();
    const QByteArray text = reportText(run, ReportForm::CsvSamples);
    QVERIFY(text.startsWith("id,alias,prompt_id,round,phase,status,error_code,error_message,started_at,headers_ms,"));
    const std::vector<QStringList> rows = csvRows(text);
    QCOMPARE(rows.size(), run.samples.size() + 1);
    for (const QStringList &row : rows)
        QCOMPARE(row.size(), rows[0].size());
    QCOMPARE(cellOf(rows, 1, u"phase"_s), u"warmup"_s);
    QCOMPARE(cellOf(rows, 2, u"ttft_ms"_s), u"100"_s);
    QCOMPARE(cellOf(rows, 2, u"total_ms"_s), u"300"_s);
    QCOMPARE(cellOf(rows, 2, u"connect_ms"_s), u"0.25"_s);
    QCOMPARE(cellOf(rows, 2, u"queue_ms"_s), u"1"_s);
    QCOMPARE(cellOf(rows, 2, u"chunks"_s), u"5"_s);
    QCOMPARE(cellOf(rows, 2, u"score"_s), u"4"_s);
    QCOMPARE(cellOf(rows, 2, u"score_comment"_s), u"Good | but\nlong"_s);
    QCOMPARE(cellOf(rows, 3, u"flags"_s), u"cached_prefix|retried"_s);
    QCOMPARE(cellOf(rows, 3, u"decode_ms"_s), u"200"_s);
    QCOMPARE(cellOf(rows, 3, u"server_prompt_ms"_s), u"95.5"_s);
    QCOMPARE(cellOf(rows, 3, u"server_predicted_ms"_s), u"201.25"_s);
    QCOMPARE(cellOf(rows, 3, u"server_predicted_tokens"_s), u"10"_s);
    QCOMPARE(cellOf(rows, 2, u"server_predicted_ms"_s), QString());
    for (const QString &name : rows[0])
        QCOMPARE(rows[0].count(name), 1);
    QCOMPARE(cellOf(rows, 3, u"reasoning"_s), u"Hm."_s);
    QCOMPARE(cellOf(rows, 4, u"output"_s), run.samples[3].output);
    QCOMPARE(cellOf(rows, 5, u"status"_s), u"failed"_s);
    QCOMPARE(cellOf(rows, 5, u"error_code"_s), errorKey(ErrorCode::ConnectionLost));
    QCOMPARE(cellOf(rows, 5, u"total_ms"_s), QString());
    QCOMPARE(cellOf(rows, 5, u"ttft_ms"_s), u"100"_s); // what it did reach
    QCOMPARE(cellOf(rows, 8, u"started_at"_s), QString());
    QCOMPARE(cellOf(rows, 8, u"output_tokens"_s), QString());
}

void TestReport::csvSummaryReadsBack()
{
    const std::vector<QStringList> rows = csvRows(reportText(fullRun(), ReportForm::CsvSummary));
    QCOMPARE(rows.size(), size_t(3));
    QCOMPARE(rows[0].first(10),
             u"alias status rounds samples failed skipped latency_avg latency_p95 tokens_per_sec_avg "
             u"first_token_latency_avg"_s.split(u' '));
    QCOMPARE(rows[0].last(3), u"cold_ttft_ms cold_total_ms gpu_memory_source"_s.split(u' ')); // appended
    QCOMPARE(rows[0].sliced(10 + 9 * 3, 13),
             u"score_n score_mean size_mb license memory_mb memory_files_mb memory_idle_mb gpu_memory_mb load_ms "
             u"energy_wh_per_1k_tokens energy_source cost_per_1k_tokens currency"_s.split(u' '));
    QCOMPARE(rows[0].size(), 10 + 9 * 3 + 13 + 3);
    QCOMPARE(rows[1].size(), rows[0].size());
    QCOMPARE(cellOf(rows, 1, u"latency_avg"_s), u"0.3"_s);
    QCOMPARE(cellOf(rows, 1, u"total_ms_p95"_s), u"300"_s);
    QCOMPARE(cellOf(rows, 1, u"score_n"_s), u"2"_s);
    QCOMPARE(cellOf(rows, 1, u"score_mean"_s), u"3"_s);
    QCOMPARE(cellOf(rows, 1, u"size_mb"_s), u"822.5"_s);
    QCOMPARE(cellOf(rows, 1, u"memory_mb"_s), u"1024.5"_s);
    QCOMPARE(cellOf(rows, 1, u"energy_wh_per_1k_tokens"_s), u"1"_s);
    QCOMPARE(cellOf(rows, 1, u"energy_source"_s),
             u"measured: package-0 + package-0/dram, idle draw of 20.0 W subtracted"_s);
    QCOMPARE(cellOf(rows, 1, u"cost_per_1k_tokens"_s), u"0.00025"_s);
    QCOMPARE(cellOf(rows, 1, u"currency"_s), u"EUR"_s);
    QCOMPARE(cellOf(rows, 1, u"cold_ttft_ms"_s), u"100"_s);
    QCOMPARE(cellOf(rows, 1, u"cold_total_ms"_s), u"300"_s);
    QCOMPARE(cellOf(rows, 1, u"gpu_memory_source"_s), u"driver"_s);
    QCOMPARE(cellOf(rows, 2, u"gpu_memory_source"_s), u"server"_s);
    QCOMPARE(cellOf(rows, 2, u"cold_ttft_ms"_s), QString());
    QCOMPARE(cellOf(rows, 2, u"memory_mb"_s), QString());
    QCOMPARE(cellOf(rows, 2, u"energy_source"_s), QString());
    QCOMPARE(cellOf(rows, 2, u"status"_s), u"partial"_s);
    QCOMPARE(cellOf(rows, 2, u"score_n"_s), u"0"_s);
    QCOMPARE(cellOf(rows, 2, u"score_mean"_s), QString());
}

void TestReport::csvHasNoFormulas()
{
    RunData run = plainRun();
    run.samples[0].output = u"=HYPERLINK(\"http://evil\",\"x\")"_s;
    run.info.plan.models[0].model.alias.value = run.samples[0].alias.value = u"@model"_s;
    const QByteArray samples = reportText(run, ReportForm::CsvSamples);
    QCOMPARE(cellOf(csvRows(samples), 1, u"output"_s), u"'=HYPERLINK(\"http://evil\",\"x\")"_s);
    QCOMPARE(cellOf(csvRows(samples), 1, u"alias"_s), u"'@model"_s);
    QVERIFY(reportText(run, ReportForm::CsvSummary).contains("\r\n'@model,"));
}

void TestReport::jsonIsTheResultsFile()
{
    const RunData run = fullRun();
    const Result<RunData> back = readResults(reportText(run, ReportForm::Json), u"r"_s);
    QVERIFY(back && *back == run);
}

void TestReport::writesTheWholeFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"report.md"_s);
    QVERIFY(writeReport(plainRun(), ReportForm::Markdown, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), reportText(plainRun(), ReportForm::Markdown));
}

void TestReport::keepsTheOldFileWhereItCannotWrite()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"missing/report.md"_s);
    const Status status = writeReport(plainRun(), ReportForm::Markdown, path);
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::FileFailed);
    QVERIFY(status.error().message.contains(QDir::toNativeSeparators(path)));
    QVERIFY(!status.error().detail.isEmpty());
    QVERIFY(QDir().mkpath(folder.filePath(u"taken.md"_s))); // a folder where the file should go
    QVERIFY(!writeReport(plainRun(), ReportForm::Markdown, folder.filePath(u"taken.md"_s)));
    QVERIFY(QFileInfo(folder.filePath(u"taken.md"_s)).isDir());
}

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
