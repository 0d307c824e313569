// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/lane.h"
#include "app/practice/practiceserver.h"
#include "models/domain/metrics.h"
#include "tests/support/manualtime.h"

#include <QFile>
#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/// tests/data/files/practice-cases.json holds the replies that must come out right as profiles with a script, for a
/// person to play: assay-cli practice --profile practice-cases.json. Here each is played without its waits and must end
/// as it should; what its figures are is the matter of tst_measurementcases.
class TestPracticeCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void outcomes_data();
    void outcomes();
    void waitsForItsTimes();
    void badScripts_data();
    void badScripts();

private:
    HttpCall callTo(const QUrl &url, const QString &model) const;

    std::vector<PracticeProfile> m_profiles;
};

void TestPracticeCases::initTestCase()
{
    QFile file(QStringLiteral(ASSAY_TEST_DATA "/files/practice-cases.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto read = readProfiles(file.readAll(), u"practice-cases.json"_s);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    m_profiles = *read;
}

HttpCall TestPracticeCases::callTo(const QUrl &url, const QString &model) const
{
    ChatInput input;
    input.endpoint.url = url;
    input.model.serverId = model;
    input.text = u"hi"_s;
    return std::get<HttpCall>(adapterFor(ServerKind::OpenAi).chatCall(input));
}

void TestPracticeCases::outcomes_data()
{
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char *name, const QString &outcome) { QTest::newRow(name) << outcome; };
    const QString words = u"word "_s;
    row("case-01", u"ok: Hello you"_s);
    row("case-02", u"ok: 42."_s);
    row("case-03", u"ok: "_s + u"one two three "_s.repeated(5));
    row("case-04-ten-in-one", u"ok: "_s + words.repeated(30));
    row("case-04-one-in-four", u"ok: n\u00e9e"_s);
    row("case-04-cr", u"ok: Hello you"_s);
    row("case-04-crlf", u"ok: Hello you"_s);
    row("case-05", u"ok: Hello you"_s);
    row("case-06-null", u"ok: "_s + u"ten chars."_s.repeated(4));
    row("case-06-cumulative", u"ok: "_s + u"ten chars."_s.repeated(4));
    for (const char *name : {"case-07-data", "case-07-event", "case-07-line"}) {
        row(name, u"server_error: Hel"_s);
    }
    row("case-08-no-done", u"ok: Hal"_s);
    row("case-08-no-reason", u"ok: Hal"_s);
    row("case-08-neither", u"incomplete: Hal"_s);
    row("case-08-text", u"incomplete: Hal"_s);
    row("case-09", u"ok: Hello you"_s);
    row("case-10", u"ok: "_s + words.repeated(40));
    row("case-11", u"ok: "_s + words.repeated(40));
    row("case-12-one", u"ok: Hi"_s);
    row("case-12-none", u"ok: "_s);
    row("case-15", u"ok: "_s + words.repeated(10));
    row("case-17", u"ok: "_s + words.repeated(5));
    row("case-18-closed", u"connection_lost: Hal"_s);
    row("case-18-silent", u"idle_timeout: "_s);
    row("case-18-slow-head", u"ok: Hi"_s);
    row("case-18-401", u"unauthorized: "_s);
    row("case-18-404", u"not_found: "_s);
    row("case-18-429", u"rate_limited: "_s);
    row("case-18-500", u"server_error: "_s);
    row("case-18-503", u"unavailable: "_s);
    row("case-18-307", u"protocol_error: "_s);
    row("case-18-gzip", u"protocol_error: "_s);
}

void TestPracticeCases::outcomes()
{
    QFETCH(QString, outcome);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const auto found = std::ranges::find(m_profiles, name, &PracticeProfile::id);
    QVERIFY(found != m_profiles.end());
    QCOMPARE(m_profiles.size(), size_t(34)); // each has its row
    PracticeProfile profile = *found;
    for (PracticeStep &step : profile.script) {
        step.atMs = 0;
    }
    PracticeServer server({profile});
    const Result<QUrl> url = server.listen();
    QVERIFY(url);
    ManualTime time;
    Lane lane(time, resolveKeyFromEnvironment, nullptr);
    auto recorder = std::make_unique<SampleRecorder>(Sample(), adapterFor(ServerKind::OpenAi).chunkReader({}));
    std::optional<Sample> sample;
    ChatJob *job = lane.start(callTo(*url, name), std::move(recorder), 60s);
    connect(job, &ChatJob::finished, this, [&](const ChatOutcome &end) { sample = end.sample; });
    if (profile.end == PracticeEnd::Hold) {
        const bool ends = outcome.startsWith(u"ok"_s);
        QTRY_COMPARE(time.untilNext(), std::optional<Nanos>(ends ? Nanos(200ms) : Nanos(60s)));
        time.advance(*time.untilNext());
    }
    QTRY_VERIFY(sample);
    QCOMPARE((sample->error ? errorKey(sample->error->code) : u"ok"_s) + u": "_s + sample->output, outcome);
}

void TestPracticeCases::waitsForItsTimes()
{
    PracticeProfile profile;
    profile.id = u"late"_s;
    const auto says = [](const QByteArray &text) -> QByteArray {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
    };
    profile.script = {{10, says("a")}, {20, says("b")}, {30, "data: [DONE]\n\n"}};
    PracticeServer server({profile});
    const Result<QUrl> url = server.listen();
    QVERIFY(url);
    SystemTime time;
    Lane lane(time, resolveKeyFromEnvironment, nullptr);
    auto recorder = std::make_unique<SampleRecorder>(Sample(), adapterFor(ServerKind::OpenAi).chunkReader({}));
    std::optional<Sample> sample;
    ChatJob *job = lane.start(callTo(*url, profile.id), std::move(recorder), 60s);
    connect(job, &ChatJob::finished, this, [&](const ChatOutcome &end) { sample = end.sample; });
    QTRY_VERIFY(sample);
    const Timeline &t = sample->timeline;
    QCOMPARE(sample->output, u"ab"_s);
    QVERIFY(*t.firstToken - *t.posted >= 10ms); // never before its time; how much later is this machine's matter
    QVERIFY(*t.lastToken - *t.posted >= 20ms);
    QVERIFY(*t.closed - *t.posted >= 30ms);
}

void TestPracticeCases::badScripts_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("names");
    QTest::newRow("no list") << QByteArray(R"([{"id":"a","script":{}}])") << u"[0].script"_s;
    QTest::newRow("no step") << QByteArray(R"([{"id":"a","script":["data: x"]}])") << u"[0].script"_s;
    QTest::newRow("back in time") << QByteArray(R"([{"id":"a","script":[{"ms":9},{"ms":8}]}])") << u"script[1].ms"_s;
    QTest::newRow("unknown key") << QByteArray(R"([{"id":"a","script":[{"at":9}]}])") << u"script[0]"_s;
    QTest::newRow("unknown end") << QByteArray(R"([{"id":"a","script":[{"ms":1}],"end":"never"}])") << u"[0].end"_s;
    QTest::newRow("no status") << QByteArray(R"([{"id":"a","script":[{"ms":1}],"status":7}])") << u"[0].status"_s;
}

void TestPracticeCases::badScripts()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, names);
    const auto result = readProfiles(json, u"p.json"_s);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(names), qPrintable(result.error().message));
}

QTEST_GUILESS_MAIN(TestPracticeCases)
#include "tst_practicecases.moc"
