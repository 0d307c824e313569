// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/metrics.h"
#include "models/domain/timingstext.h"
#include "tests/support/fullrun.h"

#include <QtTest>

using namespace assay;
using namespace assay::test;
using namespace Qt::Literals::StringLiterals;

namespace {

Nanos ms(double value)
{
    return Nanos(static_cast<qint64>(value * 1e6));
}

/// Sent at 1000 ms; first token after 100 ms; five chunks 50 ms apart; 10 tokens; 10 characters.
Sample plainSample()
{
    RunInfo info;
    info.plan = smallPlan(1, 1, 1);
    return okSample(info, 0, 0, 0, 1, 1000);
}

/// `n` chunks, evenly from `first` to `last` (ms since sent).
void setChunks(Sample &sample, int n, double first, double last)
{
    Timeline &timeline = sample.timeline;
    timeline.chunks.clear();
    const double step = n > 1 ? (last - first) / (n - 1) : 0;
    for (int i = 0; i < n; ++i)
        timeline.chunks.push_back({*timeline.sent + ms(first + step * i), 1, DeltaKind::Answer});
    timeline.firstToken = timeline.firstAnswer = timeline.chunks.front().at;
    timeline.lastToken = timeline.chunks.back().at;
}

bool near(std::optional<double> value, double expected)
{
    return value && qAbs(*value - expected) < 1e-9 * qMax(1.0, qAbs(expected));
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFigureByHand();
    void charactersAreCodePoints();
    void reasoningCountsForTheFirstTokenOnly();
    void oneTokenHasNoTimePerToken();
    void noTokenHasNoTotal();
    void unknownTokensLeaveSpeedsOut();
    void aFailureKeepsWhatItReached();
    void withoutSentNothingIsSaid();
    void aBurstIsWithheld();
    void bursts_data();
    void bursts();
    void flagsFromCounts();
    void serverTimings_data();
    void serverTimings();
    void serverTimingsInWords();
    void flagsStandInOrderAndOnce();
    void keysGoBothWays();
};

void TestMetrics::everyFigureByHand()
{
    const SampleMetrics m = metricsOf(plainSample());
    QVERIFY(near(m.headersMs, 20));
    QVERIFY(near(m.firstEventMs, 21));
    QVERIFY(near(m.ttftMs, 100));
    QVERIFY(near(m.ttfaMs, 100));
    QVERIFY(near(m.totalMs, 300));
    QVERIFY(near(m.streamMs, 301.5));
    QVERIFY(near(m.decodeMs, 200));
    QVERIFY(near(m.tpotMs, 200.0 / 9));
    QVERIFY(near(m.decodeTokensPerS, 45)); // 9 tokens in 200 ms
    QVERIFY(near(m.tokensPerS, 10 / 0.3));
    QVERIFY(near(m.charsPerS, 10 / 0.3));
    QVERIFY(near(m.outputTokens, 10));
    QCOMPARE(m.chunkGapMs, std::vector<double>({50, 50, 50, 50}));
}

void TestMetrics::charactersAreCodePoints()
{
    Sample sample = plainSample();
    sample.output = u"\U0001F600\u00E9x"_s; // four code units, three characters
    QVERIFY(near(metricsOf(sample).charsPerS, 3 / 0.3));
    sample.output.clear();
    QCOMPARE(metricsOf(sample).charsPerS, std::nullopt);
}

void TestMetrics::reasoningCountsForTheFirstTokenOnly()
{
    Sample sample = plainSample();
    sample.timeline.firstAnswer = sample.timeline.chunks[2].at;
    const SampleMetrics m = metricsOf(sample);
    QVERIFY(near(m.ttftMs, 100));
    QVERIFY(near(m.ttfaMs, 200));
    sample.timeline.firstAnswer.reset();
    QCOMPARE(metricsOf(sample).ttfaMs, std::nullopt);
}

void TestMetrics::oneTokenHasNoTimePerToken()
{
    Sample sample = plainSample();
    setChunks(sample, 1, 100, 100);
    sample.tokens.output = 1;
    const SampleMetrics m = metricsOf(sample);
    QCOMPARE(m.tpotMs, std::nullopt);
    QCOMPARE(m.decodeTokensPerS, std::nullopt);
    QCOMPARE(m.decodeMs, std::nullopt);
    QVERIFY(m.chunkGapMs.empty());
    QVERIFY(near(m.tokensPerS, 10)); // 1 token in 100 ms
}

void TestMetrics::noTokenHasNoTotal()
{
    Sample sample = plainSample();
    sample.timeline.chunks.clear();
    sample.timeline.firstToken = sample.timeline.firstAnswer = sample.timeline.lastToken = std::nullopt;
    sample.output.clear();
    sample.tokens.output = 0;
    const SampleMetrics m = metricsOf(sample);
    QCOMPARE(m.ttftMs, std::nullopt);
    QCOMPARE(m.totalMs, std::nullopt);
    QCOMPARE(m.tokensPerS, std::nullopt);
    QVERIFY(near(m.streamMs, 301.5));
}

void TestMetrics::unknownTokensLeaveSpeedsOut()
{
    Sample sample = plainSample();
    sample.tokens = {};
    const SampleMetrics m = metricsOf(sample);
    QCOMPARE(m.outputTokens, std::nullopt);
    QCOMPARE(m.tokensPerS, std::nullopt);
    QCOMPARE(m.tpotMs, std::nullopt);
    QVERIFY(m.charsPerS.has_value());
}

void TestMetrics::aFailureKeepsWhatItReached()
{
    for (const SampleStatus status : {SampleStatus::Failed, SampleStatus::TimedOut, SampleStatus::Cancelled}) {
        Sample sample = plainSample();
        sample.status = status;
        const SampleMetrics m = metricsOf(sample);
        QVERIFY(near(m.headersMs, 20));
        QVERIFY(near(m.ttftMs, 100));
        QCOMPARE(m.totalMs, std::nullopt);
        QCOMPARE(m.streamMs, std::nullopt);
        QCOMPARE(m.tpotMs, std::nullopt);
        QCOMPARE(m.tokensPerS, std::nullopt);
        QCOMPARE(m.charsPerS, std::nullopt);
        QCOMPARE(m.outputTokens, std::nullopt);
        QVERIFY(m.chunkGapMs.empty());
    }
}

void TestMetrics::withoutSentNothingIsSaid()
{
    Sample sample = plainSample();
    sample.timeline.sent.reset();
    const SampleMetrics m = metricsOf(sample);
    QCOMPARE(m.ttftMs, std::nullopt);
    QCOMPARE(m.totalMs, std::nullopt);
    QCOMPARE(m.tokensPerS, std::nullopt);
}

void TestMetrics::aBurstIsWithheld()
{
    Sample sample = plainSample();
    setChunks(sample, 20, 1000, 1001);
    deriveFlags(sample);
    QVERIFY(sample.has(SampleFlag::BufferedStream));
    const SampleMetrics m = metricsOf(sample);
    QCOMPARE(m.ttftMs, std::nullopt);
    QCOMPARE(m.ttfaMs, std::nullopt);
    QCOMPARE(m.tpotMs, std::nullopt);
    QCOMPARE(m.decodeTokensPerS, std::nullopt);
    QCOMPARE(m.decodeMs, std::nullopt);
    QVERIFY(m.chunkGapMs.empty());
    QVERIFY(near(m.totalMs, 1001));
    QVERIFY(m.tokensPerS.has_value());
}

void TestMetrics::bursts_data()
{
    QTest::addColumn<int>("chunks");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("last");
    QTest::addColumn<bool>("buffered");
    QTest::newRow("streamed") << 50 << 100.0 << 1000.0 << false;
    QTest::newRow("burst at the end") << 50 << 1000.0 << 1010.0 << true;
    QTest::newRow("too few to say") << 4 << 1000.0 << 1000.0 << false;
    QTest::newRow("fewest that say it") << 5 << 1000.0 << 1000.0 << true;
    QTest::newRow("short answer after a long prompt") << 10 << 60000.0 << 60400.0 << false;
}

void TestMetrics::bursts()
{
    QFETCH(int, chunks);
    QFETCH(double, first);
    QFETCH(double, last);
    Sample sample = plainSample();
    setChunks(sample, chunks, first, last);
    deriveFlags(sample);
    QTEST(sample.has(SampleFlag::BufferedStream), "buffered");
}

void TestMetrics::flagsFromCounts()
{
    Sample sample = plainSample();
    deriveFlags(sample);
    QVERIFY(sample.flags.empty());
    sample.tokens.cachedPrompt = 0;
    deriveFlags(sample);
    QVERIFY(sample.flags.empty());
    sample.tokens.cachedPrompt = 3;
    sample.tokens.source = TokensSource::Estimate;
    sample.finishReason = u"length"_s;
    deriveFlags(sample);
    QCOMPARE(sample.flags,
             std::vector<SampleFlag>({SampleFlag::CachedPrefix, SampleFlag::EstimatedTokens, SampleFlag::Truncated}));
    sample.flags.clear();
    sample.finishReason.reset();
    deriveFlags(sample);
    QVERIFY(sample.has(SampleFlag::NoFinishReason));
    sample.flags.clear();
    sample.status = SampleStatus::Failed;
    deriveFlags(sample);
    QVERIFY(!sample.has(SampleFlag::NoFinishReason)); // it has a better reason: its error
}

void TestMetrics::serverTimings_data()
{
    QTest::addColumn<double>("ours");
    QTest::addColumn<double>("theirs");
    QTest::addColumn<bool>("disagree");
    QTest::newRow("same") << 200.0 << 200.0 << false;
    QTest::newRow("over 5 % but under 10 ms") << 100.0 << 109.0 << false;
    QTest::newRow("over 10 ms but under 5 %") << 1000.0 << 1040.0 << false;
    QTest::newRow("both, slower") << 1000.0 << 1060.0 << true;
    QTest::newRow("both, quicker") << 1000.0 << 940.0 << true;
    QTest::newRow("wrong by ten") << 200.0 << 20.0 << true;
}

void TestMetrics::serverTimings()
{
    QFETCH(double, ours);
    QFETCH(double, theirs);
    Sample sample = plainSample();
    setChunks(sample, 5, 100, 100 + ours);
    sample.serverTimings = ServerTimings{.promptMs = {},
                                         .predictedMs = theirs,
                                         .promptTokens = {},
                                         .predictedTokens = {},
                                         .cachedTokens = {},
                                         .raw = {}};
    deriveFlags(sample);
    QTEST(sample.has(SampleFlag::ServerTimingsDisagree), "disagree");
}

void TestMetrics::serverTimingsInWords()
{
    Sample sample = plainSample();
    QVERIFY(serverTimingsText(sample).isEmpty());
    sample.serverTimings = ServerTimings();
    QVERIFY(serverTimingsText(sample).isEmpty()); // counts alone are no times
    sample.serverTimings->promptMs = 95.5;
    sample.serverTimings->promptTokens = 26;
    sample.serverTimings->predictedMs = 201.25;
    sample.serverTimings->predictedTokens = 10;
    QCOMPARE(serverTimingsText(sample),
             u"The server's own clock: 26 prompt tokens in 95.5 ms (here 100 ms to the first token); 10 tokens in 201 "
             "ms (here 200 ms from the first to the last)."_s);
    sample.serverTimings->promptTokens.reset();
    sample.serverTimings->predictedTokens.reset();
    setChunks(sample, 1, 100, 100); // one piece: nothing to compare with
    QCOMPARE(
        serverTimingsText(sample),
        u"The server's own clock: the prompt in 95.5 ms (here 100 ms to the first token); the answer in 201 ms."_s);
}

void TestMetrics::flagsStandInOrderAndOnce()
{
    Sample sample;
    sample.set(SampleFlag::Truncated);
    sample.set(SampleFlag::NewConnection);
    sample.set(SampleFlag::Truncated);
    QCOMPARE(sample.flags, std::vector<SampleFlag>({SampleFlag::NewConnection, SampleFlag::Truncated}));
    QVERIFY(sample.has(SampleFlag::Truncated));
    QVERIFY(!sample.has(SampleFlag::EngineLag));
}

void TestMetrics::keysGoBothWays()
{
    QSet<QString> reasons;
    for (int i = 0; i <= static_cast<int>(SampleFlag::EngineClock); ++i) {
        const auto flag = static_cast<SampleFlag>(i);
        QCOMPARE(sampleFlagFromKey(sampleFlagKey(flag)), std::optional(flag));
        reasons.insert(sampleFlagReason(flag));
    }
    QCOMPARE(reasons.size(), static_cast<int>(SampleFlag::EngineClock) + 1);
    QCOMPARE(sampleFlagKey(SampleFlag::Nagle40ms), u"nagle_40ms"_s);
    for (const QString &key : {u"ok"_s, u"failed"_s, u"timed_out"_s, u"cancelled"_s, u"skipped"_s})
        QCOMPARE(sampleStatusKey(*sampleStatusFromKey(key)), key);
    for (const QString &key : {u"running"_s, u"paused"_s, u"completed"_s, u"cancelled"_s, u"interrupted"_s})
        QCOMPARE(runStateKey(*runStateFromKey(key)), key);
    QCOMPARE(sampleStatusFromKey(u"fine"_s), std::nullopt);
    QCOMPARE(runStateFromKey({}), std::nullopt);
}

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
