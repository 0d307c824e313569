// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The same comparison of two models on a real llama-server, once in the window and once on the command line.
#include "app/engine/settings/settings.h"
#include "app/gui/workbench.h"
#include "models/items/catalogmodel.h"
#include "models/items/rundocument.h"
#include "tests/support/llamaserver.h"
#include "tests/ui/scripteddialogs.h"
#include "ui/models/modelspane.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using test::LlamaServer;

namespace {

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

/// What must not depend on which program asked: everything but the times.
QStringList answers(const QJsonObject &results)
{
    QStringList lines;
    for (const QJsonValue &value : results[u"samples"].toArray()) {
        QJsonObject same;
        const QJsonObject sample = value.toObject();
        for (const QString &key :
             {u"id"_s, u"alias"_s, u"prompt_id"_s, u"round"_s, u"phase"_s, u"status"_s, u"output"_s, u"reasoning"_s,
              u"finish_reason"_s, u"prompt_tokens"_s, u"output_tokens"_s, u"tokens_source"_s, u"request"_s}) {
            same[key] = sample[key];
        }
        lines << QString::fromUtf8(QJsonDocument(same).toJson(QJsonDocument::Compact));
    }
    return lines;
}

} // namespace

class TestRealWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void windowAndCommandLineGetTheSame();

private:
    void runInWindow(const QString &models, const QString &results);

    QTemporaryDir m_folder;
};

void TestRealWindow::initTestCase()
{
    const QString why = LlamaServer::whyMissing();
    if (!why.isEmpty()) {
        QSKIP(qPrintable(why));
    }
}

void TestRealWindow::runInWindow(const QString &models, const QString &results)
{
    Settings settings(m_folder.filePath(u"assay.ini"_s));
    test::ScriptedDialogs dialogs;
    Workbench workbench(settings, dialogs, WorkbenchOptions{.lookAround = false});
    MainWindow *window = workbench.window();
    workbench.open({m_folder.filePath(u"window.assay"_s), models});
    auto *tree = window->modelsPane()->findChild<QTreeView *>();
    QTRY_COMPARE(tree->model()->rowCount(), 2);
    for (int row = 0; row < 2; ++row) {
        const QModelIndex endpoint = tree->model()->index(row, 0);
        QTRY_COMPARE(tree->model()->rowCount(endpoint), 1);
        // What a server understands is known once it has answered, and decides what is sent to it.
        QTRY_COMPARE(endpoint.data(CatalogStateRole).toInt(), static_cast<int>(CatalogState::Good));
        tree->setCurrentIndex(tree->model()->index(0, 0, endpoint));
        QTest::keyClick(tree, Qt::Key_Space);
    }
    QTRY_VERIFY(window->menus().start->isEnabled());
    window->menus().start->trigger();
    auto *progress = window->findChild<QLabel *>(u"progressText"_s);
    QTRY_VERIFY_WITH_TIMEOUT(progress->text().startsWith(u"30 of 30 done"_s), 60'000);
    QTRY_COMPARE(workbench.document()->run()->info.state, RunState::Completed);
    dialogs.paths = {results};
    window->menus().exportJson->trigger();
    QTRY_VERIFY(!readJson(results).isEmpty());
}

void TestRealWindow::windowAndCommandLineGetTheSame()
{
    LlamaServer fixed(u"fixed"_s);
    LlamaServer think(u"think"_s);
    QVERIFY(fixed.waitUntilReady() && think.waitUntilReady());
    QFile models(m_folder.filePath(u"models.json"_s));
    QVERIFY(models.open(QIODevice::WriteOnly));
    models.write(QJsonDocument(QJsonObject{{u"version"_s, 1},
                                           {u"endpoints"_s,
                                            QJsonObject{{u"one"_s, QJsonObject{{u"url"_s, fixed.url().toString()}}},
                                                        {u"two"_s, QJsonObject{{u"url"_s, think.url().toString()}}}}},
                                           {u"models"_s,
                                            QJsonObject{{u"fixed"_s, QJsonObject{{u"endpoint"_s, u"one"_s}}},
                                                        {u"think"_s, QJsonObject{{u"endpoint"_s, u"two"_s}}}}}})
                     .toJson());
    models.close();

    const QString fromWindow = m_folder.filePath(u"window.json"_s);
    runInWindow(models.fileName(), fromWindow);
    const QString fromCli = m_folder.filePath(u"cli.json"_s);
    QProcess cli;
    cli.start(QStringLiteral(ASSAY_BIN_DIR "/assay-cli"),
              {u"run"_s, u"--models"_s, models.fileName(), u"--json"_s, fromCli});
    QVERIFY(cli.waitForFinished(60'000));
    QVERIFY2(cli.exitCode() == 0, cli.readAllStandardError().constData());

    const QStringList expected = answers(readJson(fromCli));
    QCOMPARE(expected.size(), 30); // 2 models x 4 prompts x 3 rounds, and a warm-up for each of the 6 blocks
    QCOMPARE(answers(readJson(fromWindow)), expected);
}

QTEST_MAIN(TestRealWindow)
#include "tst_realwindow.moc"
