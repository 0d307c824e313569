// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceanswers.h"
#include "app/practice/practicehttp.h"
#include "app/practice/practiceschedule.h"
#include "models/domain/prompts.h"

#include <QSet>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

PracticeProfile profile()
{
    PracticeProfile p;
    p.id = u"test"_s;
    p.quality = 3;
    p.answerTokens = 400;
    return p;
}

QString textOf(const PracticeSchedule &schedule)
{
    QString text;
    for (const PracticeToken &token : schedule.tokens) {
        text += token.text;
    }
    return text;
}

std::vector<double> timesOf(const PracticeSchedule &schedule)
{
    std::vector<double> times;
    for (const PracticeToken &token : schedule.tokens) {
        times.push_back(token.atMs);
    }
    return times;
}

} // namespace

class TestPracticeSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameSeedSameSchedule();
    void anotherSeedOrTurnAnotherSchedule();
    void timesAreThoseOfTheProfile();
    void outliersAreStretched();
    void failuresTakeTurnsAndSpareTheFirst();
    void failureShareIsKept();
    void maxTokensCut();
    void exactTokens();
    void reasoningComesFirst();
    void starterAnswersDifferByPromptAndQuality();
    void otherPromptsAreTakenUp();
    void tokensJoinToTheText();
    void standardProfilesAreLabelled();
    void badProfiles_data();
    void badProfiles();
    void goodProfiles();
    void requestsOverAnyCut();
    void brokenRequests_data();
    void brokenRequests();
};

void TestPracticeSchedule::sameSeedSameSchedule()
{
    const PracticeQuestion question{u"Why?"_s, {}, {}, 2};
    QCOMPARE(timesOf(practiceSchedule(profile(), 7, question)), timesOf(practiceSchedule(profile(), 7, question)));
}

void TestPracticeSchedule::anotherSeedOrTurnAnotherSchedule()
{
    const PracticeQuestion first{u"Why?"_s, {}, {}, 0};
    const PracticeQuestion again{u"Why?"_s, {}, {}, 1};
    const auto times = timesOf(practiceSchedule(profile(), 7, first));
    QVERIFY(times != timesOf(practiceSchedule(profile(), 8, first)));
    QVERIFY(times != timesOf(practiceSchedule(profile(), 7, again)));
}

void TestPracticeSchedule::timesAreThoseOfTheProfile()
{
    PracticeProfile steady = profile();
    steady.jitter = 0;
    steady.firstTokenMs = 100;
    steady.tokenMs = 20;
    const auto times = timesOf(practiceSchedule(steady, 1, {u"Why?"_s, {}, {}, 0}));
    QVERIFY(times.size() > 3);
    for (size_t i = 0; i < times.size(); ++i) {
        QCOMPARE(times.at(i), 100.0 + 20.0 * static_cast<double>(i));
    }
}

void TestPracticeSchedule::outliersAreStretched()
{
    PracticeProfile slow = profile();
    slow.jitter = 0;
    slow.outlierShare = 1;
    slow.outlierFactor = 4;
    const PracticeSchedule schedule = practiceSchedule(slow, 1, {u"Why?"_s, {}, {}, 0});
    QVERIFY(schedule.outlier);
    QCOMPARE(schedule.tokens.front().atMs, 4 * slow.firstTokenMs);
}

void TestPracticeSchedule::failuresTakeTurnsAndSpareTheFirst()
{
    PracticeProfile broken = profile();
    broken.failureShare = 1;
    const auto failure = [&](int asked) { return practiceSchedule(broken, 1, {u"Why?"_s, {}, {}, asked}).failure; };
    QCOMPARE(failure(0), PracticeFailure::None);
    QVERIFY(failure(1) != PracticeFailure::None);
    QVERIFY(failure(2) != PracticeFailure::None);
    QVERIFY(failure(1) != failure(2));
    QCOMPARE(failure(1), failure(3));
}

void TestPracticeSchedule::failureShareIsKept()
{
    const PracticeProfile erratic = standardProfiles().at(2);
    int failures = 0;
    for (int asked = 1; asked <= 2000; ++asked) {
        failures += practiceSchedule(erratic, 1, {u"Why?"_s, {}, {}, asked}).failure != PracticeFailure::None ? 1 : 0;
    }
    QVERIFY2(failures > 110 && failures < 210, qPrintable(QString::number(failures)));
}

void TestPracticeSchedule::maxTokensCut()
{
    const PracticeSchedule one = practiceSchedule(profile(), 1, {u"Why?"_s, {}, 1, 0});
    QCOMPARE(one.tokens.size(), size_t(1));
    QVERIFY(one.cutByMaxTokens);
    QVERIFY(!practiceSchedule(profile(), 1, {u"Why?"_s, {}, 5000, 0}).cutByMaxTokens);
}

void TestPracticeSchedule::exactTokens()
{
    PracticeProfile exact = profile();
    exact.exactTokens = true;
    for (const int count : {0, 3, 1000}) {
        exact.answerTokens = count;
        QCOMPARE(practiceSchedule(exact, 1, {u"Why?"_s, {}, {}, 0}).tokens.size(), static_cast<size_t>(count));
    }
}

void TestPracticeSchedule::reasoningComesFirst()
{
    PracticeProfile thinker = profile();
    thinker.reasoning = true;
    const auto tokens = practiceSchedule(thinker, 1, {u"Why?"_s, {}, {}, 0}).tokens;
    QVERIFY(tokens.front().reasoning);
    QVERIFY(!tokens.back().reasoning);
    QVERIFY(std::is_partitioned(tokens.begin(), tokens.end(), [](const PracticeToken &t) { return t.reasoning; }));
}

void TestPracticeSchedule::starterAnswersDifferByPromptAndQuality()
{
    const PromptSet starter = starterPromptSet();
    QCOMPARE(starter.prompts.size(), size_t(4));
    QSet<QString> answers;
    for (const Prompt &prompt : starter.prompts) {
        for (int quality = 1; quality <= 3; ++quality) {
            const QString answer = practiceAnswer(prompt.text, quality);
            QVERIFY(answer.startsWith(simulatedMark));
            QVERIFY2(!answer.contains(u"You asked"_s), qPrintable(prompt.text));
            answers.insert(answer);
        }
        QVERIFY(practiceAnswer(prompt.text, 3).size() > 3 * practiceAnswer(prompt.text, 1).size());
    }
    QCOMPARE(answers.size(), 12);
}

void TestPracticeSchedule::otherPromptsAreTakenUp()
{
    for (int quality = 1; quality <= 3; ++quality) {
        const QString answer = practiceAnswer(u"nonce 4711\nHow do bees find their way home?"_s, quality);
        QVERIFY(answer.contains(u"How do bees find their way home"_s));
        QVERIFY(!answer.contains(u"4711"_s));
        QVERIFY(answer.startsWith(simulatedMark));
    }
    QVERIFY(practiceAnswer(u"Storage of dragon eggs"_s, 2).contains(u"dragon"_s)); // "rag" within a word is no hint
    QVERIFY(!practiceAnswer({}, 2).isEmpty());
    QVERIFY(practiceAnswer(QString(5000, u'x'), 1).size() < 200);
}

void TestPracticeSchedule::tokensJoinToTheText()
{
    const QString text =
        u"  Hello, incomprehensibilities\n\n\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600 end \n"_s;
    const QStringList tokens = practiceTokens(text);
    QCOMPARE(tokens.join(QString()), text);
    for (const QString &token : tokens) {
        QVERIFY(token.isValidUtf16());
    }
    QVERIFY(practiceTokens({}).isEmpty());
}

void TestPracticeSchedule::standardProfilesAreLabelled()
{
    const auto profiles = standardProfiles();
    QCOMPARE(profiles.size(), size_t(3));
    for (const PracticeProfile &p : profiles) {
        QVERIFY(p.description.contains(u"simulated"_s));
        for (const Prompt &prompt : starterPromptSet().prompts) {
            const QString whole = practiceAnswer(prompt.text, p.quality);
            QCOMPARE(textOf(practiceSchedule(p, 1, {prompt.text, {}, {}, 0})), whole); // nothing is cut off
        }
    }
}

void TestPracticeSchedule::badProfiles_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("names");
    QTest::newRow("no JSON") << QByteArray("[\n{\"id\": }\n]") << u"line 2"_s;
    QTest::newRow("no list") << QByteArray("{}") << u"list"_s;
    QTest::newRow("empty list") << QByteArray("[]") << u"list"_s;
    QTest::newRow("no object") << QByteArray("[3]") << u"[0]"_s;
    QTest::newRow("no id") << QByteArray("[{\"tokenMs\": 1}]") << u"[0].id"_s;
    QTest::newRow("text for a number") << QByteArray("[{\"id\":\"a\",\"tokenMs\":\"fast\"}]") << u"[0].tokenMs"_s;
    QTest::newRow("negative") << QByteArray("[{\"id\":\"a\",\"firstTokenMs\":-1}]") << u"-1"_s;
    QTest::newRow("share over 1") << QByteArray("{\"profiles\":[{\"id\":\"a\",\"failureShare\":8}]}")
                                  << u"profiles[0].failureShare"_s;
    QTest::newRow("fraction of tokens") << QByteArray("[{\"id\":\"a\",\"answerTokens\":1.5}]") << u"whole number"_s;
    QTest::newRow("unknown key") << QByteArray("[{\"id\":\"a\",\"tokensMs\":1}]") << u"tokensMs"_s;
    QTest::newRow("twice") << QByteArray("[{\"id\":\"a\"},{\"id\":\"a\"}]") << u"[1].id"_s;
}

void TestPracticeSchedule::badProfiles()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, names);
    const auto result = readProfiles(json, u"p.json"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::BadInput);
    QVERIFY2(result.error().message.startsWith(u"p.json"_s), qPrintable(result.error().message));
    QVERIFY2(result.error().message.contains(names), qPrintable(result.error().message));
}

void TestPracticeSchedule::goodProfiles()
{
    const auto result = readProfiles(
        "[{\"id\":\"a\",\"firstTokenMs\":0,\"tokenMs\":0,\"reasoning\":true}, {\"id\":\"b\"}]", u"p.json"_s);
    QVERIFY(static_cast<bool>(result));
    QCOMPARE(result->size(), size_t(2));
    QCOMPARE(result->front().tokenMs, 0.0);
    QVERIFY(result->front().reasoning);
    QVERIFY(result->back().description.contains(u"simulated"_s));
}

void TestPracticeSchedule::requestsOverAnyCut()
{
    const QByteArray bytes = "POST /v1/chat/completions?x=1 HTTP/1.1\r\nHost: a\r\nContent-LENGTH: 5\r\n\r\nhello"
                             "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n";
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        PracticeRequestReader reader;
        std::vector<PracticeRequest> requests;
        for (const QByteArray &part : {bytes.left(cut), bytes.mid(cut)}) {
            reader.feed(part);
            while (auto request = reader.next()) {
                requests.push_back(*request);
            }
        }
        QCOMPARE(requests.size(), size_t(2));
        QCOMPARE(requests.at(0).path, QByteArray("/v1/chat/completions"));
        QCOMPARE(requests.at(0).body, QByteArray("hello"));
        QVERIFY(requests.at(0).keepAlive);
        QCOMPARE(requests.at(1).path, QByteArray("/health"));
        QVERIFY(!requests.at(1).keepAlive);
    }
}

void TestPracticeSchedule::brokenRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("no request") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("no header") << QByteArray("GET / HTTP/1.1\r\nnonsense\r\n\r\n") << 400;
    QTest::newRow("bad length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400;
    QTest::newRow("huge body") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n") << 413;
    QTest::newRow("chunked body") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n") << 411;
    QTest::newRow("endless head") << QByteArray(100'000, 'x') << 431;
}

void TestPracticeSchedule::brokenRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    PracticeRequestReader reader;
    reader.feed(bytes);
    QVERIFY(!reader.next());
    QCOMPARE(reader.problem(), status);
}

QTEST_GUILESS_MAIN(TestPracticeSchedule)
#include "tst_practiceschedule.moc"
