// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpcall.h"
#include "app/engine/run/machine.h"

#include <QTest>
#include <QThread>

using namespace Qt::Literals::StringLiterals;
using namespace assay;

class TestMachine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhatItRunsOn();
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
    QCOMPARE(key.error().code, ErrorCode::Unsupported);
    QVERIFY2(key.error().message.contains(u"ASSAY_TEST_KEY"_s), qPrintable(key.error().message));
    QVERIFY(!key.error().message.contains(u"secret-1"_s));
    qunsetenv("ASSAY_TEST_KEY");
}

QTEST_GUILESS_MAIN(TestMachine)
#include "tst_machine.moc"
