// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/settings/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_ini;

    QString makeFile(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::WriteOnly) ? file.fileName() : QString();
    }

    QStringList keys() const { return QSettings(m_ini, QSettings::IniFormat).allKeys(); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ini = m_folder->filePath(u"assay.ini"_s);
    }

    void aFirstStartHasDefaults()
    {
        const Settings settings(m_ini);
        QVERIFY(settings.runOptions() == RunOptions{});
        QVERIFY(settings.recentFiles().isEmpty());
        QCOMPARE(settings.lastWorkspace(), defaultWorkspacePath());
        QVERIFY(settings.windowLayout().isEmpty());
        QCOMPARE(settings.threshold(), 0.03);
        QCOMPARE(settings.energyPrice(), std::nullopt);
        QVERIFY(settings.viewState(u"results"_s).isEmpty());
    }

    void whatWasSetIsThereAtTheNextStart()
    {
        RunOptions options;
        options.rounds = 7;
        options.warmups = 0;
        options.order = RunOrder::Interleaved;
        options.concurrency = 4;
        options.seed = 0xfedcba9876543210ULL;
        options.parameters.temperature = 0.0;
        options.parameters.maxTokens = 150;
        options.idleTimeoutSeconds = 30;
        options.nonce = true;
        options.keepWarm = true;
        options.deterministic = true;
        const QString workspace = makeFile(u"\u00e4 b, c.assay"_s);
        {
            Settings settings(m_ini);
            settings.setRunOptions(options);
            settings.setLastWorkspace(workspace);
            settings.setWindowLayout(QByteArray("\0\xff@x", 4));
            settings.setViewState(u"results"_s, "wide");
            settings.setThreshold(0.05);
            settings.setEnergyPrice(EnergyPrice{0.32, u"EUR"_s});
        }
        const Settings settings(m_ini);
        QVERIFY(settings.runOptions() == options);
        QCOMPARE(settings.lastWorkspace(), workspace);
        QCOMPARE(settings.windowLayout(), QByteArray("\0\xff@x", 4));
        QCOMPARE(settings.viewState(u"results"_s), QByteArray("wide"));
        QCOMPARE(settings.threshold(), 0.05);
        QCOMPARE(settings.energyPrice(), (EnergyPrice{0.32, u"EUR"_s}));
        QVERIFY(settings.viewState(u"runs"_s).isEmpty());
    }

    /// A run keeps the price it was made with only as long as no other is set.
    void todaysPriceStands()
    {
        Settings settings(m_ini);
        RunCosts costs;
        costs.price = EnergyPrice{0.2, u"CHF"_s};
        settings.addPriceTo(costs);
        QCOMPARE(costs.price, (EnergyPrice{0.2, u"CHF"_s}));
        settings.setEnergyPrice(EnergyPrice{0.3, u"EUR"_s});
        settings.addPriceTo(costs);
        QCOMPARE(costs.price, (EnergyPrice{0.3, u"EUR"_s}));
        settings.setEnergyPrice(std::nullopt);
        QCOMPARE(settings.energyPrice(), std::nullopt);
    }

    void defaultsAreNotWritten()
    {
        RunOptions options;
        options.rounds = 7;
        options.parameters.temperature = 0.5;
        Settings settings(m_ini);
        settings.setRunOptions(options);
        settings.setWindowLayout("x");
        settings.sync();
        QCOMPARE(keys().size(), 3);
        settings.setRunOptions({});
        settings.setWindowLayout({});
        settings.sync();
        QCOMPARE(keys(), QStringList());
    }

    void unknownKeysAreKept()
    {
        QSettings(m_ini, QSettings::IniFormat).setValue(u"future/colour"_s, u"blue"_s);
        {
            Settings settings(m_ini);
            settings.setLastWorkspace(u"/tmp/a.assay"_s);
        }
        QCOMPARE(QSettings(m_ini, QSettings::IniFormat).value(u"future/colour"_s).toString(), u"blue"_s);
    }

    void nonsenseIsReadAsTheDefault()
    {
        {
            QSettings ini(m_ini, QSettings::IniFormat);
            ini.setValue(u"run/rounds"_s, -3);
            ini.setValue(u"run/concurrency"_s, u"many"_s);
            ini.setValue(u"run/order"_s, u"sideways"_s);
            ini.setValue(u"run/temperature"_s, u"warm"_s);
            ini.setValue(u"run/max_tokens"_s, 0);
        }
        QVERIFY(Settings(m_ini).runOptions() == RunOptions{});
    }

    void recentFilesAreTheNewestTenThatExist()
    {
        Settings settings(m_ini);
        QStringList made;
        for (int i = 0; i < 12; ++i) {
            made.prepend(makeFile(u"%1.assay"_s.arg(i)));
            settings.addRecentFile(made.first());
        }
        QCOMPARE(settings.recentFiles(), made.mid(0, 10));
        settings.addRecentFile(made[4]);
        made.move(4, 0);
        QCOMPARE(settings.recentFiles(), made.mid(0, 10));
        QVERIFY(QFile::remove(made[1]));
        QVERIFY(!settings.recentFiles().contains(made[1]));
        settings.clearRecentFiles();
        QVERIFY(settings.recentFiles().isEmpty());
    }

    void aWorkspaceThatIsGoneGivesWayToTheDefaultOne()
    {
        Settings settings(m_ini);
        const QString workspace = makeFile(u"stick.assay"_s);
        settings.setLastWorkspace(workspace);
        QCOMPARE(settings.lastWorkspace(), workspace);
        QVERIFY(QFile::remove(workspace));
        QCOMPARE(settings.lastWorkspace(), defaultWorkspacePath());
    }

    void oneRecentFileSurvivesARestart()
    {
        const QString file = makeFile(u"only.assay"_s);
        {
            Settings(m_ini).addRecentFile(file); // a list of one is written like a text
        }
        QCOMPARE(Settings(m_ini).recentFiles(), QStringList{file});
    }

    void theDefaultWorkspaceHasAFolder()
    {
        const QString path = defaultWorkspacePath();
        QCOMPARE(QFileInfo(path).fileName(), u"default.assay"_s);
        QVERIFY(QFileInfo(QFileInfo(path).absolutePath()).isDir());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
