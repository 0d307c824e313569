// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/resultsjson.h"
#include "models/domain/summary.h"
#include "tests/support/fullrun.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

using Json = nlohmann::ordered_json;

const QString fileName = u"results.json"_s;

Json parsed(const QByteArray &text)
{
    return Json::parse(text.cbegin(), text.cend());
}

QStringList keysOf(const Json &object)
{
    QStringList keys;
    for (const auto &item : object.items())
        keys.append(QString::fromStdString(item.key()));
    return keys;
}

QByteArray bytesOf(const Json &json)
{
    return QByteArray::fromStdString(json.dump(2));
}

/// fullRun() as written; made once, because the intervals in it take their time.
const QByteArray &fullText()
{
    static const QByteArray text = writeResults(fullRun());
    return text;
}

using Spoil = void (*)(Json &);

} // namespace

class TestResultsJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunComesBackWhole();
    void writingTwiceGivesTheSameBytes();
    void keysStandInTheirOrder();
    void missingIsNull();
    void figuresAreTheFormats();
    void numbersAreShort();
    void samplesStandInPlanOrder();
    void anEmptyRunComesBack();
    void unfinishedRunsAreInterrupted();
    void passwordsStayAtHome();
    void cutOffFilesAreRefused();
    void junkIsRefused();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void otherProgramsMayLeaveStampsOut();
    void environmentComesBack();
};

void TestResultsJson::aRunComesBackWhole()
{
    const RunData run = fullRun();
    const Result<RunData> back = readResults(fullText(), fileName);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QCOMPARE(back->samples.size(), run.samples.size());
    for (size_t i = 0; i < run.samples.size(); ++i) {
        const Sample &a = back->samples[i];
        const Sample &b = run.samples[i];
        QCOMPARE(a.step, b.step);
        QVERIFY2(a.timeline == b.timeline, qPrintable(b.id.value));
        QCOMPARE(a.tokens, b.tokens);
        QCOMPARE(a.serverTimings, b.serverTimings);
        QCOMPARE(a.request, b.request);
        QCOMPARE(a.output, b.output);
        QVERIFY2(a == b, qPrintable(b.id.value));
    }
    QCOMPARE(back->scores, run.scores);
    QVERIFY(back->info == run.info);
    QVERIFY(*back == run);
}

void TestResultsJson::writingTwiceGivesTheSameBytes()
{
    const QByteArray &once = fullText();
    QCOMPARE(writeResults(*readResults(once, fileName)), once);
    QVERIFY(once.endsWith("}\n"));
}

void TestResultsJson::keysStandInTheirOrder()
{
    const Json json = parsed(fullText());
    const auto split = [](const char *keys) { return QString::fromLatin1(keys).split(u' '); };
    QCOMPARE(keysOf(json), split("format version run models prompts summary samples"));
    QCOMPARE(keysOf(json["run"]),
             split("id name state started_at finished_at plan environment calibration seed rate costs"));
    QCOMPARE(keysOf(json["models"][0]), split("alias endpoint id server metadata"));
    QCOMPARE(keysOf(json["summary"][0]),
             split("alias status rounds samples failed skipped latency_avg latency_p95 tokens_per_sec_avg "
                   "first_token_latency_avg ttft_ms ttfa_ms total_ms tpot_ms chunk_gap_ms decode_tokens_per_s "
                   "tokens_per_s chars_per_s output_tokens score memory_mb load_ms energy_wh_per_1k_tokens cost "
                   "energy_source cold_ttft_ms cold_total_ms"));
    QCOMPARE(keysOf(json["summary"][0]["total_ms"]),
             split("n mean std min p5 p25 p50 p75 p90 p95 p99 max mean_ci p50_ci p95_ci"));
    QCOMPARE(keysOf(json["summary"][0]["score"]), split("n mean median ci histogram"));
    const QStringList sample = keysOf(json["samples"][1]);
    const QStringList agreed = split(
        "id alias prompt_id round phase status error started_at headers_ms first_event_ms ttft_ms ttfa_ms total_ms "
        "stream_ms chunk_ms chunk_chars prompt_tokens output_tokens tokens_source finish_reason flags server_timings "
        "request output reasoning scores");
    QCOMPARE(sample.first(agreed.size()), agreed);
    QCOMPARE(keysOf(json["samples"][1]["scores"][0]), split("criterion value annotator source comment at aspects_met"));
}

void TestResultsJson::missingIsNull()
{
    const Json json = parsed(fullText());
    QVERIFY(json["run"]["calibration"].is_null());
    QVERIFY(json["summary"][1]["memory_mb"].is_null());
    QVERIFY(json["summary"][1]["cold_ttft_ms"].is_null());
    QVERIFY(json["summary"][1]["total_ms"]["std"].is_null()); // of one sample
    QVERIFY(json["summary"][1]["score"].is_null());
    const Json &failed = json["samples"][4];
    QVERIFY(failed["total_ms"].is_null());
    QVERIFY(failed["finish_reason"].is_null());
    QCOMPARE(failed["error"]["code"].get<std::string>(), errorKey(ErrorCode::ConnectionLost).toStdString());
    const Json &skipped = json["samples"][7];
    for (const char *key : {"started_at", "ttft_ms", "output_tokens", "tokens_source", "server_timings"})
        QVERIFY2(skipped[key].is_null(), key);
}

void TestResultsJson::figuresAreTheFormats()
{
    const Json json = parsed(fullText());
    const Json &summary = json["summary"][0];
    QCOMPARE(summary["latency_avg"].get<double>(), 0.3); // seconds
    QCOMPARE(summary["first_token_latency_avg"].get<double>(), 0.1);
    QCOMPARE(summary["tokens_per_sec_avg"].get<double>(), 10 / 0.3); // output tokens only
    QCOMPARE(summary["memory_mb"].get<double>(), 1024.5);
    QCOMPARE(summary["load_ms"].get<double>(), 1500.0);
    QCOMPARE(summary["cold_ttft_ms"].get<double>(), 100.0); // of the warm-up
    QCOMPARE(summary["cold_total_ms"].get<double>(), 300.0);
    QCOMPARE(summary["energy_wh_per_1k_tokens"].get<double>(), 1.0); // (560 J - 20 W * 10 s) / 3600 / 100 * 1000
    QCOMPARE(summary["cost"].dump(), R"({"per_1k_tokens":0.00025,"currency":"EUR"})");
    QCOMPARE(summary["energy_source"].dump(),
             R"({"kind":"measured","domains":["package-0","package-0/dram"],"idle_watts":20})");
    const Json &sample = json["samples"][2];
    QCOMPARE(sample["ttft_ms"].get<double>(), 100.0);
    QCOMPARE(sample["ttfa_ms"].get<double>(), 150.0); // the first chunk was reasoning
    QCOMPARE(sample["chunk_ms"].size(), size_t(5));
    QCOMPARE(sample["chunk_ms"][1].get<double>(), 150.0); // since sent
    QCOMPARE(sample["chunk_chars"][1].get<int>(), 2);
    QVERIFY(sample["request"].is_object());
}

void TestResultsJson::numbersAreShort()
{
    const QByteArray &text = fullText();
    QVERIFY(text.contains("\"chunk_ms\": [100, 150, 200, 250, 300]"));
    QVERIFY(text.contains("\"total_ms\": 300,"));
    QVERIFY(text.contains("\"tokens_per_sec_avg\": 33.333333333333336,")); // the shortest that reads back as 10 / 0.3
    QVERIFY(text.contains("18446744073709551615")); // a seed keeps all its digits
}

void TestResultsJson::samplesStandInPlanOrder()
{
    RunData run = fullRun();
    std::ranges::reverse(run.samples);
    const Json json = parsed(writeResults(run));
    for (size_t i = 0; i < run.samples.size(); ++i)
        QCOMPARE(json["samples"][i]["id"].get<std::string>(), sampleIdOf(static_cast<int>(i)).value.toStdString());
}

void TestResultsJson::anEmptyRunComesBack()
{
    RunData run;
    run.info.id.value = u"r"_s;
    run.info.state = RunState::Cancelled;
    run.info.plan = smallPlan(1, 1, 1);
    const Result<RunData> back = readResults(writeResults(run), fileName);
    QVERIFY2(back, back ? "" : qPrintable(back.error().message));
    QVERIFY(*back == run);
}

void TestResultsJson::unfinishedRunsAreInterrupted()
{
    RunData run;
    run.info.id.value = u"r"_s;
    run.info.plan = smallPlan(1, 1, 1);
    for (const RunState state : {RunState::Running, RunState::Paused}) {
        run.info.state = state;
        Json json = parsed(writeResults(run));
        QCOMPARE(json["run"]["state"].get<std::string>(), std::string("interrupted"));
        json["run"]["state"] = runStateKey(state).toStdString();
        const Result<RunData> back = readResults(bytesOf(json), fileName);
        QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        QCOMPARE(back->info.state, RunState::Interrupted);
    }
}

void TestResultsJson::passwordsStayAtHome()
{
    RunData run = fullRun();
    run.info.plan.models[0].endpoint.url = QUrl(u"http://my-name:s3cret@127.0.0.1:8080/v1?key=t0ken#p4rt"_s);
    const QByteArray text = writeResults(run);
    QVERIFY(text.contains("127.0.0.1:8080/v1"));
    for (const char *secret : {"s3cret", "my-name", "t0ken", "p4rt", "@127.0.0.1", "/v1?"})
        QVERIFY2(!text.contains(secret), secret);
}

void TestResultsJson::cutOffFilesAreRefused()
{
    const QByteArray text = fullText().trimmed();
    for (qsizetype length = 0; length < text.size(); length += 97) {
        const Result<RunData> result = readResults(text.first(length), fileName);
        QVERIFY2(!result, qPrintable(QString::number(length)));
        QCOMPARE(result.error().code, ErrorCode::BadInput);
        QVERIFY(result.error().message.contains(fileName));
    }
}

/// Every 211th byte turned into something else, and whole values swapped: a sentence or a run, never a crash.
void TestResultsJson::junkIsRefused()
{
    const QByteArray &text = fullText();
    for (qsizetype place = 0; place < text.size(); place += 211) {
        for (const char junk : {'\0', '"', '{', '9', '\xff'}) {
            QByteArray broken = text;
            broken[place] = junk;
            const Result<RunData> result = readResults(broken, fileName);
            if (!result)
                QVERIFY(!result.error().message.isEmpty());
            else
                summarize(*result);
        }
    }
    for (const QByteArray &junk :
         {QByteArray(), QByteArray("[]"), QByteArray("null"), QByteArray("{}"), QByteArray(200'000, '['),
          QByteArray("{\"a\":1e999}"), QByteArray("\xff\xfe\0\0", 4)}) {
        const Result<RunData> result = readResults(junk, fileName);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadInput);
        QVERIFY2(result.error().message.contains(fileName), qPrintable(result.error().message));
    }
}

void TestResultsJson::mistakesAreNamed_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QStringList>("parts");
    const auto row = [](const char *name, Spoil spoil, const QStringList &parts) {
        QTest::newRow(name) << spoil << parts;
    };
    row("format", [](Json &j) { j["format"] = "other"; }, {u"format"_s, u"\"other\""_s, u"assay.results"_s});
    row("no format", [](Json &j) { j.erase("format"); }, {u"format"_s, u"assay.results"_s});
    row("version", [](Json &j) { j["version"] = 2; }, {u"version"_s, u"2"_s, u"1"_s});
    row("no run", [](Json &j) { j.erase("run"); }, {u"run"_s});
    row("no samples", [](Json &j) { j.erase("samples"); }, {u"samples"_s, u"a list of samples"_s});
    row("samples", [](Json &j) { j["samples"] = 3; }, {u"samples"_s, u"3"_s, u"a list of samples"_s});
    row("state", [](Json &j) { j["run"]["state"] = "done"; }, {u"run.state"_s, u"\"done\""_s, u"completed"_s});
    row("time", [](Json &j) { j["run"]["started_at"] = "now"; }, {u"run.started_at"_s, u"\"now\""_s});
    row("status", [](Json &j) { j["samples"][3]["status"] = "okay"; },
        {u"samples[3].status"_s, u"\"okay\""_s, u"timed_out"_s});
    row("alias", [](Json &j) { j["samples"][3]["alias"] = "m9"; }, {u"samples[3].alias"_s, u"\"m9\""_s});
    row("prompt", [](Json &j) { j["samples"][0]["prompt_id"] = "p9"; }, {u"samples[0].prompt_id"_s, u"\"p9\""_s});
    row("sample id", [](Json &j) { j["samples"][0]["id"] = "x"; }, {u"samples[0].id"_s, u"\"x\""_s});
    row("same id", [](Json &j) { j["samples"][1]["id"] = "00000"; }, {u"samples[1].id"_s, u"\"00000\""_s});
    row("round", [](Json &j) { j["samples"][2]["round"] = 0; }, {u"samples[2].round"_s, u"0"_s});
    row("chunk", [](Json &j) { j["samples"][2]["chunk_ms"][1] = "a"; }, {u"samples[2].chunk_ms[1]"_s, u"\"a\""_s});
    row("chunks", [](Json &j) { j["samples"][2]["chunk_ms"].erase(0); }, {u"samples[2].chunk_ms"_s});
    row("kinds", [](Json &j) { j["samples"][2]["chunk_kinds"] = "xxxxx"; }, {u"samples[2].chunk_kinds"_s});
    row("score", [](Json &j) { j["samples"][1]["scores"][0]["value"] = 6; },
        {u"samples[1].scores[0].value"_s, u"6"_s, u"5"_s});
    row("error", [](Json &j) { j["samples"][4]["error"] = "bad"; }, {u"samples[4].error"_s, u"\"bad\""_s});
    row("rounds", [](Json &j) { j["run"]["plan"]["options"]["rounds"] = -1; }, {u"run.plan.options.rounds"_s, u"-1"_s});
    row("model", [](Json &j) { j["run"]["plan"]["models"][1] = 5; }, {u"run.plan.models[1]"_s, u"5"_s});
    row("key", [](Json &j) { j["run"]["plan"]["models"][0]["server"]["key"] = "literal"; },
        {u"run.plan.models[0].server.key"_s, u"env:NAME"_s});
}

void TestResultsJson::mistakesAreNamed()
{
    QFETCH(Spoil, spoil);
    QFETCH(QStringList, parts);
    Json json = parsed(fullText());
    spoil(json);
    const Result<RunData> result = readResults(bytesOf(json), fileName);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::BadInput);
    parts.prepend(fileName);
    for (const QString &part : std::as_const(parts))
        QVERIFY2(result.error().message.contains(part), qPrintable(result.error().message));
}

void TestResultsJson::otherProgramsMayLeaveStampsOut()
{
    Json json = parsed(fullText());
    for (const char *key :
         {"track", "attempts", "model_echoed", "reasoning_tokens", "cached_prompt_tokens", "chunk_kinds", "stamps_ns"})
        json["samples"][1].erase(key);
    const Result<RunData> result = readResults(bytesOf(json), fileName);
    QVERIFY2(result, result ? "" : qPrintable(result.error().message));
    const Timeline &timeline = result->samples[1].timeline;
    QCOMPARE(timeline.sent, std::optional(Nanos(0)));
    QCOMPARE(timeline.lastToken, std::optional<Nanos>(std::chrono::milliseconds(300)));
    QCOMPARE(timeline.chunks[1].at, Nanos(std::chrono::milliseconds(150)));
    QCOMPARE(summarize(*result)[0].totalMs->mean, 300.0);
}

void TestResultsJson::environmentComesBack()
{
    Environment environment = fullRun().info.environment;
    environment.simulated = true;
    QCOMPARE(readEnvironment(writeEnvironment(environment)), environment);
    QCOMPARE(readEnvironment("junk"), Environment());
    QCOMPARE(readEnvironment(writeEnvironment({})), Environment());
}

QTEST_GUILESS_MAIN(TestResultsJson)
#include "tst_resultsjson.moc"
