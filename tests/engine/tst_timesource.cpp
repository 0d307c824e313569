// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpcall.h"
#include "app/engine/net/timesource.h"

#include "app/engine/run/lagwatch.h"

#include "tests/support/manualtime.h"

#include <QTest>

using namespace assay;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

/// What comes into the engine from outside: time and keys.
class TestTimeSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemTimersRunOnceAndNeverAtOnce();
    void systemTimersInOrder();
    void systemTimersCanBeStopped();
    void systemTimersDieWithTheirContext();
    void systemClockOnlyGoesForward();
    void manualTimers();
    void manualTimersMadeByTimers();
    void manualWallClock();
    void lagIsNoticed();
    void keysFromTheEnvironment();
};

void TestTimeSource::systemTimersRunOnceAndNeverAtOnce()
{
    SystemTime time;
    int runs = 0;
    time.after(0ms, this, [&] { ++runs; });
    QCOMPARE(runs, 0);
    QTRY_COMPARE(runs, 1);
    bool later = false;
    time.after(5ms, this, [&] { later = true; });
    QTRY_VERIFY(later);
    QCOMPARE(runs, 1);
}

void TestTimeSource::systemTimersInOrder()
{
    SystemTime time;
    QStringList order;
    time.after(60ms, this, [&] { order << u"late"_s; });
    time.after(1ms, this, [&] { order << u"early"_s; });
    const Nanos start = time.now();
    QTRY_COMPARE(order, (QStringList{u"early"_s, u"late"_s}));
    QVERIFY(time.now() - start >= 60ms); // a timer is never early
}

void TestTimeSource::systemTimersCanBeStopped()
{
    SystemTime time;
    bool stopped = true;
    bool other = false;
    const auto timer = time.after(1ms, this, [&] { stopped = false; });
    time.stop(timer);
    time.stop(timer);
    time.stop(4711);
    time.after(5ms, this, [&] { other = true; });
    QTRY_VERIFY(other);
    QVERIFY(stopped);
}

void TestTimeSource::systemTimersDieWithTheirContext()
{
    SystemTime time;
    bool ran = false;
    bool other = false;
    {
        QObject context;
        time.after(1ms, &context, [&] { ran = true; });
    }
    time.after(5ms, this, [&] { other = true; });
    QTRY_VERIFY(other);
    QVERIFY(!ran);
}

void TestTimeSource::systemClockOnlyGoesForward()
{
    SystemTime time;
    Nanos last = time.now();
    for (int i = 0; i < 1000; ++i) {
        const Nanos now = time.now();
        QVERIFY(now >= last);
        last = now;
    }
    QCOMPARE(time.wallClock().timeSpec(), Qt::UTC);
}

void TestTimeSource::manualTimers()
{
    ManualTime time;
    const Nanos start = time.now();
    std::vector<Nanos> runs;
    time.after(20ms, this, [&] { runs.push_back(time.now() - start); });
    time.after(10ms, this, [&] { runs.push_back(time.now() - start); });
    const auto stopped = time.after(15ms, this, [&] { runs.push_back(1h); });
    time.stop(stopped);
    QCOMPARE(time.pending(), 2);
    QCOMPARE(time.untilNext(), std::optional<Nanos>(10ms));
    time.advance(19ms);
    QCOMPARE(runs, (std::vector<Nanos>{10ms}));
    time.advance(100ms);
    QCOMPARE(runs, (std::vector<Nanos>{10ms, 20ms}));
    QCOMPARE(time.now() - start, Nanos(119ms));
}

void TestTimeSource::manualTimersMadeByTimers()
{
    ManualTime time;
    int ticks = 0;
    std::function<void()> tick = [&] {
        ++ticks;
        time.after(10ms, this, tick);
    };
    tick();
    time.advance(35ms);
    QCOMPARE(ticks, 4);
}

void TestTimeSource::manualWallClock()
{
    ManualTime time;
    const QDateTime start = time.wallClock();
    time.advance(1500ms);
    QCOMPARE(start.msecsTo(time.wallClock()), 1500);
    const Nanos steady = time.now();
    time.setWallClock(start.addDays(-1));
    QCOMPARE(time.now(), steady);
}

namespace {

/// A thread that is woken late: timers run when the test says so, at whatever time it is by then.
class LateTime final : public TimeSource
{
public:
    Nanos now() const override { return m_now; }
    QDateTime wallClock() const override { return {}; }
    TimerId after(Nanos, QObject *, std::function<void()> action) override
    {
        m_action = std::move(action);
        return 1;
    }
    void stop(TimerId) override { m_action = nullptr; }
    void sleep(Nanos time) { m_now += time; }
    void wakeUp()
    {
        if (const auto action = std::exchange(m_action, nullptr))
            action();
    }

private:
    Nanos m_now = 1s;
    std::function<void()> m_action;
};

} // namespace

void TestTimeSource::lagIsNoticed()
{
    LateTime time;
    LagWatch watch(time);
    watch.start(); // due at 1.020 s
    time.sleep(24ms);
    QVERIFY(!watch.laggedBetween(1s, 2s)); // 4 ms are tolerated
    time.wakeUp(); // due again at 1.044 s
    QVERIFY(!watch.laggedBetween(1s, 2s));
    time.sleep(100ms); // it is 1.124 s
    QVERIFY(watch.laggedBetween(1100ms, 1124ms)); // bytes are read before the tick
    time.wakeUp();
    QVERIFY(watch.laggedBetween(1100ms, 1110ms));
    QVERIFY(watch.laggedBetween(1s, 1050ms));
    QVERIFY(!watch.laggedBetween(1s, 1040ms)); // before the wait
    QVERIFY(!watch.laggedBetween(1124ms, 2s)); // after it
    watch.stop();
    time.sleep(1s);
    QVERIFY(!watch.laggedBetween(1200ms, 2s));
    watch.start();
    QVERIFY(!watch.laggedBetween(1s, 2s));
}

void TestTimeSource::keysFromTheEnvironment()
{
    qputenv("ASSAY_TEST_KEY", " sk-1 \n");
    const auto found = resolveKeyFromEnvironment({KeyReference::Place::Environment, u"ASSAY_TEST_KEY"_s});
    QVERIFY(found);
    QCOMPARE(*found, QByteArray("sk-1"));
    qunsetenv("ASSAY_TEST_KEY");
    const auto missing = resolveKeyFromEnvironment({KeyReference::Place::Environment, u"ASSAY_TEST_KEY"_s});
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::KeyMissing);
    QVERIFY(missing.error().message.contains(u"ASSAY_TEST_KEY"_s));
    const auto keychain = resolveKeyFromEnvironment({KeyReference::Place::Keychain, u"work"_s});
    QVERIFY(!keychain);
    QCOMPARE(keychain.error().code, ErrorCode::KeyMissing);
    QVERIFY(keychain.error().message.contains(u"work"_s));
}

QTEST_GUILESS_MAIN(TestTimeSource)
#include "tst_timesource.moc"
