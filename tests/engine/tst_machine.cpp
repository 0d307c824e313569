// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpcall.h"
#include "app/engine/run/machine.h"
#include "app/engine/servers/serveradapter.h"
#include "app/engine/servers/serverversions.h"
#include "tests/support/fakeroot.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::Literals::StringLiterals;
using namespace assay;
using assay::test::FakeRoot;

class TestMachine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatItRunsOn();
    void readsALaptop();
    void powerSupplies_data();
    void powerSupplies();
    void whereNothingIsToldItIsMissing();
    void busyShareOfTheProcessors();
    void versionRequests_data();
    void versionRequests();
    void versionReplies();
    void asksEachServerOnce();
    void readsAKey();
    void namesAMissingKey();
    void refusesAKeychain();
};

void TestMachine::saysWhatItRunsOn()
{
    const Environment here = readEnvironmentOfThisMachine();
    QCOMPARE(here.qtVersion, QString::fromLatin1(qVersion()));
    QCOMPARE(here.clock, u"steady"_s);
    QCOMPARE(here.cpuThreads, std::optional(QThread::idealThreadCount()));
    for (const QString &text : {here.assayVersion, here.os, here.kernel, here.cpu, here.hostArch})
        QVERIFY(!text.isEmpty());
    QVERIFY(!here.simulated);
#ifdef Q_OS_LINUX
    QVERIFY(here.memoryMb);
    QVERIFY2(*here.memoryMb > 64 && *here.memoryMb < 1e8, qPrintable(QString::number(*here.memoryMb)));
    QVERIFY2(!here.cpu.contains(u'\n') && !here.cpu.contains(u':'), qPrintable(here.cpu));
#endif
}

void TestMachine::readsALaptop()
{
    FakeRoot root;
    root.write(u"proc/cpuinfo"_s, "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\nprocessor\t: 1\n");
    root.write(u"proc/meminfo"_s, "MemTotal:       16000000 kB\nMemFree:  1 kB\n");
    root.write(u"proc/loadavg"_s, "0.75 0.50 0.25 2/345 6789\n");
    const QString cpu = u"sys/devices/system/cpu/cpu%1/%2"_s;
    for (int i = 0; i < 4; ++i) { // two cores of two threads
        root.write(cpu.arg(i).arg(u"topology/core_id"_s), QByteArray::number(i / 2) + '\n');
        root.write(cpu.arg(i).arg(u"topology/physical_package_id"_s), "0\n");
        root.write(cpu.arg(i).arg(u"cpufreq/scaling_governor"_s), i < 3 ? "powersave\n" : "performance\n");
    }
    root.write(u"sys/devices/system/cpu/cpufreq/boost"_s, "1\n"); // no processor
    root.write(u"proc/driver/nvidia/gpus/0000:01:00.0/information"_s, "Model: \t NVIDIA Some\nIRQ: 5\n");
    root.write(u"sys/class/drm/card0/device/vendor"_s, "0x10de\n"); // the same one again
    root.write(u"sys/class/drm/card1/device/vendor"_s, "0x8086\n");
    root.write(u"sys/class/drm/card1/device/device"_s, "0x9a49\n");
    root.write(u"sys/class/drm/card1-eDP-1/device/vendor"_s, "0x8086\n"); // an output
    const Environment here = readEnvironmentOfThisMachine(root.path());
    QCOMPARE(here.cpu, u"Some CPU @ 2.00GHz"_s);
    QCOMPARE(here.cpuCores, std::optional(2));
    QCOMPARE(here.memoryMb, std::optional(16384.0));
    QCOMPARE(here.loadBefore, std::optional(0.75));
    QCOMPARE(here.governor, u"performance, powersave"_s);
    QCOMPARE(here.gpus, QStringList({u"NVIDIA Some"_s, u"8086:9a49"_s}));
    QVERIFY(!here.busyDuring); // known only when a run is over
}

void TestMachine::powerSupplies_data()
{
    QTest::addColumn<QStringList>("files"); // path=text
    QTest::addColumn<std::optional<bool>>("onBattery");
    const auto row = [](const char *name, const QStringList &files, std::optional<bool> expected) {
        QTest::newRow(name) << files << expected;
    };
    row("a desktop", {}, std::nullopt);
    row("plugged in", {u"AC/type=Mains"_s, u"AC/online=1"_s, u"BAT0/type=Battery"_s, u"BAT0/status=Charging"_s}, false);
    row("plugged in, still emptied",
        {u"BAT0/type=Battery"_s, u"BAT0/status=Discharging"_s, u"C/type=Mains"_s, u"C/online=1"_s}, false);
    row("unplugged", {u"AC/type=Mains"_s, u"AC/online=0"_s, u"BAT0/type=Battery"_s, u"BAT0/status=Discharging"_s},
        true);
    row("no mains is told", {u"BAT0/type=Battery"_s, u"BAT0/status=Discharging"_s}, true);
    row("full", {u"BAT0/type=Battery"_s, u"BAT0/status=Full"_s}, false);
    row("a mouse", {u"M/type=Battery"_s, u"M/scope=Device"_s, u"M/status=Discharging"_s}, std::nullopt);
}

void TestMachine::powerSupplies()
{
    QFETCH(QStringList, files);
    QFETCH(std::optional<bool>, onBattery);
    FakeRoot root;
    for (const QString &file : files)
        root.write(u"sys/class/power_supply/"_s + file.section(u'=', 0, 0), file.section(u'=', 1).toUtf8() + '\n');
    QCOMPARE(readEnvironmentOfThisMachine(root.path()).onBattery, onBattery);
}

void TestMachine::whereNothingIsToldItIsMissing()
{
    FakeRoot root;
    root.write(u"proc/loadavg"_s, "nonsense\n");
    root.write(u"proc/stat"_s, "intr 5\n");
    const Environment here = readEnvironmentOfThisMachine(root.path());
    QVERIFY(!here.cpuCores && !here.memoryMb && !here.onBattery && !here.loadBefore);
    QVERIFY(here.governor.isEmpty() && here.gpus.isEmpty());
    QVERIFY(!readProcessorTime(root.path()));
    QCOMPARE(busyShare({}, ProcessorTime{1, 2}), std::nullopt);
}

void TestMachine::busyShareOfTheProcessors()
{
    FakeRoot root;
    root.write(u"proc/stat"_s, "cpu  100 10 40 800 50 0 0 0 77 7\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    const auto before = readProcessorTime(root.path());
    QVERIFY(before);
    QCOMPARE(before->busy, quint64(150));
    QCOMPARE(before->total, quint64(1000)); // guests are in user and nice
    root.write(u"proc/stat"_s, "cpu  130 10 40 860 55 0 3 2 99 9\n");
    const auto after = readProcessorTime(root.path());
    QCOMPARE(busyShare(before, after), std::optional(0.35)); // 35 of 100 ticks
    QCOMPARE(busyShare(before, before), std::nullopt);
    QCOMPARE(busyShare(after, before), std::nullopt); // the counters began anew
}

void TestMachine::versionRequests_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("asked"); // empty: nothing
    QTest::newRow("llama.cpp") << u"http://h:1"_s << u"llama.cpp"_s << u"http://h:1/props"_s;
    QTest::newRow("with /v1") << u"http://h:1/v1"_s << u"llama.cpp"_s << u"http://h:1/props"_s;
    QTest::newRow("with a prefix") << u"http://h:1/a/v1/"_s << u"vllm"_s << u"http://h:1/a/version"_s;
    QTest::newRow("ollama") << u"http://h:1/"_s << u"ollama"_s << u"http://h:1/api/version"_s;
    QTest::newRow("a query stays out") << u"http://h:1/?k=secret"_s << u"ollama"_s << u"http://h:1/api/version"_s;
    QTest::newRow("not known") << u"http://h:1"_s << u"auto"_s << QString();
    QTest::newRow("practice") << u"http://h:1"_s << u"practice"_s << QString();
}

void TestMachine::versionRequests()
{
    QFETCH(QString, url);
    QFETCH(QString, kind);
    QFETCH(QString, asked);
    Endpoint endpoint;
    endpoint.url = QUrl(url);
    endpoint.key = KeyReference{KeyReference::Place::Environment, u"K"_s};
    const auto call = adapterFor(*serverKindFromKey(kind)).versionCall(endpoint);
    QCOMPARE(call ? call->url.toString() : QString(), asked);
    if (call)
        QCOMPARE(call->key, endpoint.key);
}

void TestMachine::versionReplies()
{
    QCOMPARE(adapterFor(ServerKind::LlamaCpp).readVersion(R"({"model_path":"x","build_info":"b8681-0e6ff2d"})"),
             u"b8681-0e6ff2d"_s);
    QCOMPARE(adapterFor(ServerKind::Ollama).readVersion(R"({"version":"0.5.1"})"), u"0.5.1"_s);
    for (const char *body : {"", "[]", "no json", R"({"version":5})", "{}"})
        QCOMPARE(adapterFor(ServerKind::Vllm).readVersion(body), QString());
}

void TestMachine::asksEachServerOnce()
{
    SystemTime time;
    ScriptedServer llama;
    ScriptedServer silent;
    llama.setHandler([](const auto &) { return Script::reply(200, "application/json", R"({"build_info":"b1"})"); });
    silent.setHandler([](const auto &) { return Script::reply(404, "text/plain", "version: no"); });
    std::vector<PlannedModel> models(4);
    const auto endpoint = [](const QString &id, ServerKind kind, const QUrl &url) {
        Endpoint made;
        made.id = EndpointId{id};
        made.kind = kind;
        made.url = url;
        return made;
    };
    models[0].endpoint = models[1].endpoint = endpoint(u"llama"_s, ServerKind::LlamaCpp, llama.url());
    models[2].endpoint = endpoint(u"other"_s, ServerKind::Vllm, silent.url());
    models[3].endpoint = endpoint(u"unknown"_s, ServerKind::Auto, silent.url());
    ServerVersions versions(time, resolveKeyFromEnvironment);
    QSignalSpy finished(&versions, &ServerVersions::finished);
    QVERIFY(versions.ask(models));
    QVERIFY(finished.isEmpty()); // never from inside
    QTRY_COMPARE(finished.size(), 1);
    const auto told = finished[0][0].value<QMap<QString, QString>>();
    QCOMPARE(told, (QMap<QString, QString>{{u"llama"_s, u"b1"_s}}));
    QCOMPARE(llama.requests().size(), size_t(1));
    QCOMPARE(silent.requests().size(), size_t(1));
    QVERIFY(!ServerVersions(time, resolveKeyFromEnvironment).ask({models[3]}));
}

void TestMachine::readsAKey()
{
    qputenv("ASSAY_TEST_KEY", " secret-1\n");
    const auto key = resolveKeyFromEnvironment({KeyReference::Place::Environment, u"ASSAY_TEST_KEY"_s});
    QVERIFY(key);
    QCOMPARE(*key, QByteArray("secret-1"));
    qunsetenv("ASSAY_TEST_KEY");
}

void TestMachine::namesAMissingKey()
{
    for (const char *value : {static_cast<const char *>(nullptr), "", "  "}) {
        if (value)
            qputenv("ASSAY_TEST_KEY", value);
        else
            qunsetenv("ASSAY_TEST_KEY");
        const auto key = resolveKeyFromEnvironment({KeyReference::Place::Environment, u"ASSAY_TEST_KEY"_s});
        QVERIFY(!key);
        QCOMPARE(key.error().code, ErrorCode::KeyMissing);
        QVERIFY2(key.error().message.contains(u"ASSAY_TEST_KEY"_s), qPrintable(key.error().message));
    }
    qunsetenv("ASSAY_TEST_KEY");
}

void TestMachine::refusesAKeychain()
{
    qputenv("ASSAY_TEST_KEY", "secret-1");
    const auto key = resolveKeyFromEnvironment({KeyReference::Place::Keychain, u"ASSAY_TEST_KEY"_s});
    QVERIFY(!key);
    QCOMPARE(key.error().code, ErrorCode::KeyMissing);
    QVERIFY2(key.error().message.contains(u"ASSAY_TEST_KEY"_s), qPrintable(key.error().message));
    QVERIFY(!key.error().message.contains(u"secret-1"_s));
    qunsetenv("ASSAY_TEST_KEY");
}

QTEST_GUILESS_MAIN(TestMachine)
#include "tst_machine.moc"
