// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What models cost: the machine's own figures from made-up /proc and /sys, and from the real ones; and a run watched.
#include "app/engine/machine/costwatch.h"
#include "app/engine/machine/energymeters.h"
#include "app/engine/machine/nvidiasmi.h"
#include "app/engine/machine/processes.h"
#include "tests/engine/runrig.h"
#include "tests/support/fakeroot.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

#include <filesystem>

using namespace Qt::Literals::StringLiterals;
using namespace assay;

namespace {

/// A machine of a test's own making.
class FakeMachine : public assay::test::FakeRoot
{
public:
    void process(qint64 pid, qint64 parent, const QByteArray &name, qint64 residentKib, qint64 ticks = 0,
                 quint32 user = 1000) const
    {
        const QString folder = u"proc/%1/"_s.arg(pid);
        const QByteArray spent = QByteArray::number(ticks - 1) + " 1"; // user and system time
        write(folder + u"stat"_s,
              QByteArray::number(pid) + " (" + name + ") S " + QByteArray::number(parent) + " 1 1 0 -1 4194560 5 0 0 0 "
                  + spent + " 0 0 20 0 1 0 100 1000 10\n");
        const QByteArray id = QByteArray::number(user);
        write(folder + u"status"_s,
              "Name:\t" + name + "\nUid:\t" + id + '\t' + id + '\t' + id + '\t' + id
                  + "\nVmHWM:\t  999999 kB\nVmRSS:\t  " + QByteArray::number(residentKib)
                  + " kB\nRssAnon:\t 1 kB\nRssFile:\t   100 kB\nRssShmem:\t    28 kB\n");
        QDir().mkpath(filePath(folder + u"fd"_s));
    }
    void holds(qint64 pid, const QByteArray &inode) const
    {
        const QString link = filePath(u"proc/%1/fd/3"_s.arg(pid));
        std::filesystem::create_symlink("socket:[" + inode.toStdString() + ']', link.toStdString());
    }
    void zone(const QString &zone, const QByteArray &name, qint64 microjoules) const
    {
        const QString folder = u"sys/class/powercap/"_s + zone;
        write(folder + u"/name"_s, name + '\n');
        write(folder + u"/max_energy_range_uj"_s, "262143328850\n");
        write(folder + u"/energy_uj"_s, QByteArray::number(microjoules) + '\n');
    }
};

const QByteArray tcpHead = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
                           "inode\n";

/// A line of /proc/net/tcp.
QByteArray socketLine(const QByteArray &address, const QByteArray &state, const QByteArray &inode,
                      const QByteArray &user = "1000")
{
    return "   0: " + address + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000  " + user
        + "        0 " + inode + " 1 0000 100 0 0 10 0\n";
}

std::vector<qint64> pidsOf(const std::vector<ProcessReading> &tree)
{
    std::vector<qint64> pids;
    for (const ProcessReading &process : tree)
        pids.push_back(process.pid);
    return pids;
}

/// A machine that holds 100 MB and takes 10 W, 40 W and 400 MB more while a request is under way, by the test's clock.
class FakeGauge final : public Gauge
{
public:
    explicit FakeGauge(TimeSource &time) : m_time(time), m_last(time.now()) { }
    void watch(const std::vector<quint16> &ports) override { watched = ports; }
    void rest() override { rested = true; }
    bool hasMeters() const override { return meters; }
    MachineReading read(bool processes) override
    {
        const Nanos now = m_time.now();
        joules += (busy ? 50 : 10) * toMs(now - m_last) / 1000;
        m_last = now;
        MachineReading reading;
        reading.at = now;
        if (meters)
            reading.meters = {{u"package-0"_s, joules, std::chrono::seconds(2), std::chrono::seconds(2)}};
        reading.hasProcesses = processes;
        const qint64 held = (busy ? 500 : 100) * 1'000'000LL;
        reading.servers = {{{42, held, held / 2, ticks += 10, {}, true}}};
        return reading;
    }

    std::vector<quint16> watched;
    double joules = 0;
    qint64 ticks = 0;
    bool meters = true;
    bool busy = false;
    bool rested = false;

private:
    TimeSource &m_time;
    Nanos m_last;
};

/// A run with its costs watched, on one thread.
struct WatchedRig : RunRig
{
    WatchedRig()
    {
        auto owned = std::make_unique<FakeGauge>(time);
        gauge = owned.get();
        watch = std::make_unique<CostWatch>(time, std::move(owned), false);
        controller->useCostWatch(*watch);
    }
    ~WatchedRig() { controller.reset(); }

    /// Lets time go by in steps, so that the watch is asked at each.
    void pass(double seconds)
    {
        for (int i = 0; i < qRound(seconds / 0.1); ++i) {
            time.advance(std::chrono::milliseconds(100));
            QCoreApplication::processEvents();
        }
    }

    FakeGauge *gauge;
    std::unique_ptr<CostWatch> watch;
};

} // namespace

class TestCosts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void findsWhoListens_data();
    void findsWhoListens();
    void aServiceIsFoundByItsUser();
    void whoPassesOnIsNoServer();
    void readsTheTree();
    void findsItself();
    void processorEnergy();
    void processorEnergyThatMayNotBeRead();
    void batteryEnergy();
    void nvidiaPower();
    void nvidiaMemory();
    void nvidiaSmiIsFollowed();
    void aSilentNvidiaSmiIsSaid();
    void theGaugePutsThemTogether();
    void aRunIsWatched();
    void theLastReadingIsNotWaitedFor();
    void withoutMetersTheRunDoesNotWait();
    void practiceIsNotWatched();
    void aRunGoneOnWithAddsUp();
};

void TestCosts::findsWhoListens_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("table6");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const QByteArray &line, const QByteArray &line6, bool found) {
        QTest::newRow(name) << line << line6 << found;
    };
    row("loopback", socketLine("0100007F:1F90", "0A", "77"), {}, true);
    row("any address", socketLine("00000000:1F90", "0A", "77"), {}, true);
    row("another loopback", socketLine("0200007F:1F90", "0A", "77"), {}, true);
    row("IPv6 loopback", {}, socketLine("00000000000000000000000001000000:1F90", "0A", "77"), true);
    row("any IPv6 address", {}, socketLine("00000000000000000000000000000000:1F90", "0A", "77"), true);
    row("mapped", {}, socketLine("0000000000000000FFFF00000100007F:1F90", "0A", "77"), true);
    row("a network's address", socketLine("0101A8C0:1F90", "0A", "77"), {}, false);
    row("another port", socketLine("0100007F:1F91", "0A", "77"), {}, false);
    row("a connection", socketLine("0100007F:1F90", "01", "77"), {}, false);
    row("another's socket", socketLine("0100007F:1F90", "0A", "78"), {}, false);
    row("no table", {}, {}, false);
}

void TestCosts::findsWhoListens()
{
    QFETCH(QByteArray, table);
    QFETCH(QByteArray, table6);
    QFETCH(bool, found);
    const FakeMachine root;
    root.write(u"proc/net/tcp"_s, tcpHead + table);
    root.write(u"proc/net/tcp6"_s, tcpHead + table6);
    root.process(1, 0, "systemd", 1000); // holds the ports of services
    root.process(10, 1, "my (odd) server", 1000);
    root.process(11, 10, "child", 1000); // has the socket from its parent
    root.process(12, 1, "other", 1000);
    root.holds(1, "77");
    root.holds(10, "77");
    root.holds(11, "77");
    root.holds(12, "79");
    const auto processes = makeProcesses(root.path());
    QCOMPARE(processes->listenersOn(8080), found ? std::vector<qint64>{10} : std::vector<qint64>());
}

void TestCosts::aServiceIsFoundByItsUser()
{
    const FakeMachine root;
    root.process(10, 1, "ollama", 1000, 10, 998);
    root.process(11, 10, "ollama", 1000, 10, 998);
    root.process(12, 1, "shell", 1000, 10, 1000);
    const auto processes = makeProcesses(root.path());
    root.write(u"proc/net/tcp"_s, tcpHead + socketLine("0100007F:1F90", "0A", "77", "998"));
    QCOMPARE(processes->listenersOn(8080), std::vector<qint64>{10});
    for (const QByteArray user : {"1000", "0", "997"}) { // a person, root, a user without processes
        root.write(u"proc/net/tcp"_s, tcpHead + socketLine("0100007F:1F90", "0A", "77", user));
        QVERIFY2(processes->listenersOn(8080).empty(), user.constData());
    }
}

void TestCosts::whoPassesOnIsNoServer()
{
    const FakeMachine root;
    root.write(u"proc/net/tcp"_s, tcpHead + socketLine("00000000:1F90", "0A", "77"));
    root.process(10, 1, "docker-proxy", 1000);
    root.holds(10, "77");
    QVERIFY(makeProcesses(root.path())->listenersOn(8080).empty());
}

void TestCosts::readsTheTree()
{
    const FakeMachine root;
    root.process(1, 0, "init", 10);
    root.process(10, 1, "router", 20'000, 7);
    root.process(11, 10, "model (a)", 300'000, 90);
    root.process(12, 11, "helper", 1'000, 2);
    root.process(13, 1, "other", 999);
    root.write(u"proc/14/stat"_s, "14 (gone"); // read while it ends
    const auto processes = makeProcesses(root.path());
    const std::vector<ProcessReading> tree = processes->treeOf({10});
    QCOMPARE(pidsOf(tree), (std::vector<qint64>{10, 11, 12}));
    QVERIFY(tree[0].listens && !tree[1].listens);
    QCOMPARE(tree[1].residentBytes, 300'000 * 1024);
    QCOMPARE(tree[1].fileBytes, 128 * 1024);
    QCOMPARE(tree[1].cpuTicks, 90);
    QVERIFY(processes->treeOf({99}).empty());
    QVERIFY(processes->treeOf({}).empty());
}

/// The real /proc: this program listens, holds memory, and works.
void TestCosts::findsItself()
{
#ifndef Q_OS_LINUX
    QSKIP("Processes are looked at on Linux only.");
#endif
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const auto processes = makeProcesses(u"/"_s);
    const qint64 self = QCoreApplication::applicationPid();
    QCOMPARE(processes->listenersOn(server.serverPort()), std::vector<qint64>{self});
    const QByteArray ballast(64 * 1024 * 1024, 'x'); // touched, so resident
    const std::vector<ProcessReading> tree = processes->treeOf({self});
    QCOMPARE(tree.size(), size_t(1));
    QVERIFY2(tree[0].residentBytes >= ballast.size(), qPrintable(QString::number(tree[0].residentBytes)));
    QVERIFY(tree[0].fileBytes > 0 && tree[0].fileBytes < tree[0].residentBytes);
    const quint16 port = server.serverPort();
    server.close();
    QVERIFY(processes->listenersOn(port).empty());
}

void TestCosts::processorEnergy()
{
    const FakeMachine root;
    root.zone(u"intel-rapl:0"_s, "package-0", 1'000'000);
    root.zone(u"intel-rapl:0:0"_s, "core", 1);
    root.zone(u"intel-rapl:0:1"_s, "dram", 500'000);
    root.zone(u"intel-rapl:1"_s, "psys", 1);
    root.zone(u"intel-rapl-mmio:0"_s, "package-0", 1);
    const auto meters = processorMeters(root.path());
    QCOMPARE(meters.size(), size_t(2));
    QCOMPARE(meters[0]->read()->domain, u"package-0"_s);
    QCOMPARE(meters[1]->read()->domain, u"package-0/dram"_s);
    root.zone(u"intel-rapl:0"_s, "package-0", 3'500'000);
    QCOMPARE(meters[0]->read()->joules, 2.5);
    root.zone(u"intel-rapl:0"_s, "package-0", 262'143'000'000); // near the end of its range
    const double before = meters[0]->read()->joules;
    root.zone(u"intel-rapl:0"_s, "package-0", 671'150); // 328 850 to the end, and on
    QCOMPARE(meters[0]->read()->joules - before, 1.0);
}

void TestCosts::processorEnergyThatMayNotBeRead()
{
    const FakeMachine root;
    root.zone(u"intel-rapl:0"_s, "package-0", 1);
    QFile::remove(root.path() + u"/sys/class/powercap/intel-rapl:0/energy_uj"_s);
    QVERIFY(processorMeters(root.path()).empty());
    QVERIFY(processorMeters(FakeMachine().path()).empty());
}

void TestCosts::batteryEnergy()
{
    const FakeMachine root;
    const QString battery = u"sys/class/power_supply/BAT0/"_s;
    root.write(u"sys/class/power_supply/AC/type"_s, "Mains\n");
    root.write(battery + u"type"_s, "Battery\n");
    root.write(battery + u"status"_s, "Discharging\n");
    root.write(battery + u"energy_now"_s, "50000000\n");
    const auto meters = batteryMeters(root.path());
    QCOMPARE(meters.size(), size_t(1));
    root.write(battery + u"energy_now"_s, "49990000\n"); // 10 mWh less
    const std::optional<MeterReading> reading = meters[0]->read();
    QCOMPARE(reading->domain, u"BAT0"_s);
    QVERIFY(qAbs(reading->joules - 36) < 1e-6);
    QCOMPARE(reading->shortest, std::chrono::seconds(120));
    root.write(battery + u"status"_s, "Charging\n");
    QVERIFY(!meters[0]->read());
    QVERIFY(batteryMeters(root.path()).empty());

    root.write(battery + u"status"_s, "Discharging\n"); // one that tells its charge alone
    QFile::remove(root.path() + u'/' + battery + u"energy_now"_s);
    root.write(battery + u"charge_now"_s, "4000000\n");
    root.write(battery + u"voltage_min_design"_s, "10000000\n");
    const auto charged = batteryMeters(root.path());
    QCOMPARE(charged.size(), size_t(1));
    root.write(battery + u"charge_now"_s, "3999000\n"); // 1 mAh at 10 V
    QVERIFY(qAbs(charged[0]->read()->joules - 36) < 1e-6);
}

void TestCosts::nvidiaPower()
{
    ManualTime time;
    NvidiaSmi smi(u"nvidia-smi"_s, [&time] { return time.now(); });
    QVERIFY(!smi.read());
    const Nanos start = time.now();
    smi.takePower("0, 100.00\n", start);
    smi.takePower("1, 20.00\n", start);
    smi.takePower("0, 200.00\n", start + std::chrono::seconds(2)); // 300 J
    smi.takePower("1, 20.00\n", start + std::chrono::seconds(2)); // 40 J
    smi.takePower("1, [N/A]\n", start + std::chrono::seconds(2));
    smi.takePower("Failed to initialize NVML\n", start + std::chrono::seconds(2));
    time.advance(std::chrono::seconds(3)); // one second on: 220 J
    QCOMPARE(smi.read()->joules, 560.0);
    QCOMPARE(smi.read()->domain, u"NVIDIA GPU"_s);
    time.advance(std::chrono::seconds(3)); // it has gone silent
    QVERIFY(!smi.read());
}

void TestCosts::nvidiaMemory()
{
    ManualTime time;
    NvidiaSmi smi(u"nvidia-smi"_s, [&time] { return time.now(); });
    smi.takeMemory("1234, 512\n", time.now());
    smi.takeMemory("1235, [N/A]\n", time.now());
    QCOMPARE(smi.bytesOf(1234), std::optional<qint64>(512 * 1024 * 1024));
    QVERIFY(!smi.bytesOf(1235));
    time.advance(std::chrono::seconds(4));
    QVERIFY(!smi.bytesOf(1234));
}

/// A program in its place that says what is asked of it.
void TestCosts::nvidiaSmiIsFollowed()
{
    const FakeMachine root;
    const QString program = root.path() + u"/nvidia-smi"_s;
    root.write(u"nvidia-smi"_s,
               "#!/bin/sh\ncase \"$1\" in *power*) echo '0, 50';; *) echo '7, 100';; esac\nexec sleep 60\n");
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner));
    ManualTime time;
    NvidiaSmi smi(program, [&time] { return time.now(); });
    smi.start();
    QTRY_VERIFY(smi.read() && smi.bytesOf(7));
    time.advance(std::chrono::seconds(2));
    QCOMPARE(smi.read()->joules, 100.0);
    smi.stop();
    QVERIFY(!NvidiaSmi({}, [] { return Nanos(0); }).isThere());
}

/// Silent while it runs, or of a processor that it cannot read: the energy is not all there. Ended without a word:
/// there is no such processor.
void TestCosts::aSilentNvidiaSmiIsSaid()
{
    const auto allThere = [](const QByteArray &script, bool expected) {
        const FakeMachine root;
        root.zone(u"intel-rapl:0"_s, "package-0", 1'000'000);
        const QString program = root.path() + u"/nvidia-smi"_s;
        root.write(u"nvidia-smi"_s, "#!/bin/sh\n" + script);
        QFile::setPermissions(program, QFile::ReadOwner | QFile::ExeOwner);
        ManualTime time;
        const auto gauge = makeGauge(
            root.path(), [&time] { return time.now(); }, program);
        gauge->watch({8080});
        bool all = gauge->read(false).allMeters;
        for (const QDeadlineTimer limit(expected ? 10'000 : 300); !all && !limit.hasExpired();) {
            QTest::qWait(1);
            all = gauge->read(false).allMeters;
        }
        gauge->rest();
        return all;
    };
    QVERIFY(!allThere("exec sleep 60\n", false));
    QVERIFY(!allThere("echo '0, [N/A]'\n", false));
    QVERIFY(allThere("echo '0, 50'\nexec sleep 60\n", true));
    QVERIFY(allThere("exit 9\n", true));
}

void TestCosts::theGaugePutsThemTogether()
{
    const FakeMachine root;
    root.zone(u"intel-rapl:0"_s, "package-0", 1'000'000);
    root.write(u"proc/net/tcp"_s, tcpHead + socketLine("0100007F:1F90", "0A", "77"));
    root.process(10, 1, "server", 1000);
    root.holds(10, "77");
    ManualTime time;
    const auto gauge = makeGauge(root.path(), [&time] { return time.now(); }, {});
    gauge->watch({8080, 8081});
    QVERIFY(gauge->hasMeters());
    const MachineReading reading = gauge->read(true);
    QCOMPARE(reading.servers.size(), size_t(2));
    QCOMPARE(pidsOf(reading.servers[0]), std::vector<qint64>{10});
    QVERIFY(reading.servers[1].empty());
    QCOMPARE(reading.meters.size(), size_t(1));
    QVERIFY(!gauge->read(false).hasProcesses);
    // It is started again as another process: found once some time has gone by.
    QDir(root.path() + u"/proc/10"_s).removeRecursively();
    root.process(20, 1, "server", 1000);
    root.holds(20, "77");
    QVERIFY(gauge->read(true).servers[0].empty());
    time.advance(std::chrono::seconds(5));
    QCOMPARE(pidsOf(gauge->read(true).servers[0]), std::vector<qint64>{20});
}

void TestCosts::aRunIsWatched()
{
    WatchedRig rig;
    rig.answer = [](const auto &) {
        return WatchedRig::beginning(u"Fine."_s).wait(u"on"_s).send(WatchedRig::ending());
    };
    RunInfo info = rig.run(1, 1);
    info.costs.price = EnergyPrice{0.5, u"EUR"_s};
    rig.controller->start(info);
    rig.settle();
    QCOMPARE(rig.gauge->watched, std::vector<quint16>{static_cast<quint16>(rig.server.url().port())});
    QCOMPARE(rig.asked(), 0); // the machine is watched at rest first
    rig.pass(2.9);
    QCOMPARE(rig.asked(), 0);
    rig.pass(0.1);
    QTRY_COMPARE(rig.text, u"Fine."_s);
    rig.gauge->busy = true;
    rig.pass(4);
    rig.server.release(u"on"_s);
    QTRY_VERIFY(rig.isOver());
    const ModelCost cost = rig.ended[0].costs.models.at(0);
    QCOMPARE(cost.memoryMb, std::optional(500.0));
    QCOMPARE(cost.memoryFilesMb, std::optional(250.0));
    QCOMPARE(cost.memoryIdleMb, std::optional(100.0));
    QCOMPARE(cost.energy.size(), size_t(1));
    QCOMPARE(cost.energy[0].seconds, 4.0);
    QCOMPARE(cost.energy[0].joules, 200.0);
    QCOMPARE(cost.energy[0].idleWatts, std::optional(10.0));
    QCOMPARE(rig.ended[0].costs.price, info.costs.price);
    QVERIFY(rig.gauge->rested);
}

/// The last reading is made on the gauge's thread, and is in the sum.
void TestCosts::theLastReadingIsNotWaitedFor()
{
    RunRig rig;
    auto owned = std::make_unique<FakeGauge>(rig.time);
    owned->meters = false;
    owned->busy = true;
    FakeGauge *gauge = owned.get();
    CostWatch watch(rig.time, std::move(owned), true);
    QSignalSpy ended(&watch, &CostWatch::ended);
    watch.begin(rig.run(1, 1).plan);
    Sample sample;
    sample.id = sampleIdOf(0);
    watch.sampleStarted(sample);
    watch.end();
    watch.end(); // once is enough
    QVERIFY(ended.isEmpty() && watch.isWatching());
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY(!watch.isWatching() && gauge->rested);
    QCOMPARE(watch.costs().models.at(0).memoryMb, std::optional(500.0));
}

void TestCosts::withoutMetersTheRunDoesNotWait()
{
    WatchedRig rig;
    rig.gauge->meters = false;
    rig.controller->start(rig.run(1, 1));
    QTRY_VERIFY(rig.isOver()); // the clock stands still
    QVERIFY(rig.ended[0].costs.models.at(0).energy.empty());
}

void TestCosts::practiceIsNotWatched()
{
    WatchedRig rig;
    RunInfo info = rig.run(1, 1);
    info.plan.models[0].endpoint.kind = ServerKind::Practice;
    rig.controller->start(info);
    QTRY_VERIFY(rig.isOver());
    QVERIFY(rig.gauge->watched.empty());
    QVERIFY(rig.ended[0].costs.models.empty() && !rig.ended[0].costs.price);
}

void TestCosts::aRunGoneOnWithAddsUp()
{
    WatchedRig rig;
    rig.gauge->meters = false;
    RunInfo info = rig.run(1, 2);
    info.startedAt = rig.time.wallClock();
    info.costs.models = {{800, 700, 600, 50, 1234, {{u"BAT0"_s, 9, 8, {}}}, 7}};
    rig.controller->start(info, {sampleIdOf(0)});
    QTRY_VERIFY(rig.isOver());
    QCOMPARE(rig.ended[0].costs.models, info.costs.models);
}

QTEST_GUILESS_MAIN(TestCosts)
#include "tst_costs.moc"
