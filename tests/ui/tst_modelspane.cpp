// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/scripteddialogs.h"

#include "models/items/catalogmodel.h"
#include "ui/models/catalogview.h"
#include "ui/models/endpointdialog.h"
#include "ui/models/keychaindialog.h"
#include "ui/models/modeldialog.h"
#include "ui/models/modelspane.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>
#include <QTimer>
#include <QToolButton>
#include <QUndoStack>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

Model model(const QString &alias, const QString &endpoint, double sizeMb)
{
    Model result;
    result.alias = {alias};
    result.endpoint = {endpoint};
    result.serverId = alias + u"-instruct-generic-cpu:4"_s;
    result.metadata.sizeMb = sizeMb;
    result.metadata.quantization = u"Q4_K_M"_s;
    result.metadata.contextLength = 32768;
    result.metadata.license = u"apache-2.0"_s;
    result.metadata.capabilities = {u"chat"_s};
    return result;
}

Catalog twoServers()
{
    Catalog catalog;
    Endpoint foundry;
    foundry.id = {u"foundry"_s};
    foundry.kind = ServerKind::FoundryLocal;
    foundry.url = QUrl(u"http://127.0.0.1:5273"_s);
    Endpoint practice;
    practice.id = {u"practice"_s};
    practice.kind = ServerKind::Practice;
    practice.url = QUrl(u"http://127.0.0.1:28099"_s);
    catalog.endpoints = {foundry, practice};
    catalog.models = {model(u"phi-4-mini"_s, u"foundry"_s, 3600), model(u"qwen2.5-0.5b"_s, u"foundry"_s, 822),
                      model(u"mistral-7b"_s, u"foundry"_s, 4370), model(u"practice-quick"_s, u"practice"_s, 500)};
    catalog.models[0].ticked = true;
    catalog.models[1].ticked = true;
    catalog.models[3].ticked = true;
    return catalog;
}

QPalette darkPalette()
{
    QPalette dark(QColor(45, 46, 50));
    dark.setColor(QPalette::Base, QColor(30, 31, 34));
    dark.setColor(QPalette::AlternateBase, QColor(38, 39, 43));
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText}) {
        dark.setColor(role, QColor(225, 226, 230));
        dark.setColor(QPalette::Disabled, role, QColor(125, 126, 130));
    }
    return dark;
}

void keepPicture(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("ASSAY_SHOTS");
    if (!folder.isEmpty()) {
        QCoreApplication::processEvents();
        widget.grab().save(QDir(folder).filePath(name + u".png"_s));
    }
}

} // namespace

class TestModelsPane : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QApplication::setPalette(m_light);
        m_catalog = std::make_unique<CatalogModel>();
        m_undo = std::make_unique<QUndoStack>();
        m_dialogs = std::make_unique<test::ScriptedDialogs>();
        m_pane = std::make_unique<ModelsPane>(m_catalog.get(), m_dialogs.get(), m_undo.get());
        m_pane->resize(520, 640);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }

    void cleanup() { m_pane.reset(); }

    void emptyPaneOffersWaysOn()
    {
        QSignalSpy practice(m_pane.get(), &ModelsPane::startPracticeRequested);
        QSignalSpy again(m_pane.get(), &ModelsPane::lookAgainRequested);
        QVERIFY(button(u"startPractice"_s)->isVisible());
        keepPicture(*m_pane, u"models-empty"_s);
        QTest::mouseClick(button(u"startPractice"_s), Qt::LeftButton);
        QTest::mouseClick(button(u"lookAgain"_s), Qt::LeftButton);
        QCOMPARE(practice.size(), 1);
        QCOMPARE(again.size(), 1);
        m_catalog->setCatalog(twoServers());
        QVERIFY(!button(u"startPractice"_s)->isVisible());
        QVERIFY(tree()->isVisible());
    }

    void looksRightInLightAndDark()
    {
        for (const bool dark : {false, true}) {
            QApplication::setPalette(dark ? darkPalette() : m_light);
            m_catalog->setCatalog(twoServers());
            m_catalog->setProbeResult({{u"phi-4-mini"_s}, true, std::nullopt, 123, u"Hello"_s});
            m_catalog->setProbeResult({{u"mistral-7b"_s},
                                       false,
                                       Error{ErrorCode::ServerError, u"The server ran out of memory."_s, u"HTTP 500"_s},
                                       std::nullopt,
                                       {}});
            tree()->select(m_catalog->indexOf(ModelAlias{u"mistral-7b"_s}));
            m_pane->setProbing(2, 3);
            m_pane->showError({ErrorCode::FileFailed, u"The file models.json could not be written."_s, u"EACCES"_s});
            QVERIFY(m_pane->findChild<QProgressBar *>()->isVisible());
            keepPicture(*m_pane, dark ? u"models-dark"_s : u"models-light"_s);
        }
    }

    void spaceTicksAndEnterEdits()
    {
        m_catalog->setCatalog(twoServers());
        tree()->select(m_catalog->indexOf(ModelAlias{u"mistral-7b"_s}));
        tree()->setFocus();
        QTest::keyClick(tree(), Qt::Key_Space);
        QCOMPARE(m_catalog->tickedModels().size(), 4);
        QCOMPARE(m_catalog->identityOf({u"mistral-7b"_s})->letter(), u"C"_s);
        QCOMPARE(m_catalog->identityOf({u"practice-quick"_s})->letter(), u"D"_s);
        QTest::keyClick(tree(), Qt::Key_Space);
        QVERIFY(!m_catalog->identityOf({u"mistral-7b"_s}));
        QTest::keyClick(tree(), Qt::Key_Return);
        auto *dialog = m_pane->findChild<ModelDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(field(dialog, u"modelAlias"_s)->text(), u"mistral-7b"_s);
    }

    void filterKeepsMatchesAndTheirServer()
    {
        m_catalog->setCatalog(twoServers());
        m_pane->focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), u"qwen"_s);
        QCOMPARE(tree()->model()->rowCount(), 1);
        QCOMPARE(tree()->model()->rowCount(tree()->model()->index(0, 0)), 1);
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
    }

    void capabilitiesFilterByKeysAndAreRemembered()
    {
        Catalog catalog = twoServers();
        catalog.models[1].metadata.capabilities = QStringList{u"chat"_s, u"tools"_s};
        m_catalog->setCatalog(catalog);
        auto *button = m_pane->findChild<QToolButton *>(u"capabilityFilter"_s);
        QCOMPARE(button->accessibleName(), u"Any capability"_s);
        QMenu *menu = button->menu();
        button->setFocus();
        const auto pressInMenu = [&](const QList<Qt::Key> &keys) {
            QTimer::singleShot(0, menu, [menu, keys] { // the menu has its own loop while it is open
                for (const Qt::Key key : keys) {
                    QTest::keyClick(menu, key);
                }
            });
            QTest::keyClick(button, Qt::Key_Space);
        };
        pressInMenu({Qt::Key_Down, Qt::Key_Down, Qt::Key_Return});
        QCOMPARE(button->accessibleName(), u"Capability: tools"_s);
        QCOMPARE(tree()->model()->rowCount(), 1);
        QCOMPARE(tree()->model()->rowCount(tree()->model()->index(0, 0)), 1);
        const QByteArray state = m_pane->saveState();

        // Nothing has it any more: that is said, with the way back.
        catalog.models[1].metadata.capabilities = QStringList{u"chat"_s};
        m_catalog->setCatalog(catalog);
        auto *clear = m_pane->findChild<QPushButton *>(u"clearFilter"_s);
        QVERIFY(clear->isVisible());
        QTest::mouseClick(clear, Qt::LeftButton);
        QVERIFY(!clear->isVisible());
        QCOMPARE(tree()->model()->rowCount(), 2);
        QCOMPARE(button->accessibleName(), u"Any capability"_s);
        QVERIFY(m_pane->restoreState(state));
        QCOMPARE(button->accessibleName(), u"Capability: tools"_s);
        pressInMenu({Qt::Key_Up, Qt::Key_Return}); // the last entry: all models
        QCOMPARE(tree()->model()->rowCount(), 2);
        QVERIFY(!m_pane->restoreState("nonsense"));
    }

    void removalIsTakenBackWithoutLosingWhatCameSince()
    {
        m_catalog->setCatalog(twoServers());
        const Catalog before = m_catalog->catalog();
        tree()->select(m_catalog->indexOf(EndpointId{u"foundry"_s}));
        tree()->setFocus();
        QTest::keyClick(tree(), Qt::Key_Delete);
        QCOMPARE(m_catalog->catalog().models.size(), size_t(1));
        m_catalog->setTicked({{u"practice-quick"_s}}, false);
        m_undo->undo();
        QCOMPARE(m_catalog->catalog().endpoints, before.endpoints);
        QCOMPARE(m_catalog->catalog().models.size(), size_t(4));
        QVERIFY(!m_catalog->catalog().model(ModelAlias{u"practice-quick"_s})->ticked);
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
    }

    void aServerIsAddedByItsAddress()
    {
        QSignalSpy refresh(m_pane.get(), &ModelsPane::refreshRequested);
        m_pane->action(u"addServer"_s)->trigger();
        auto *dialog = m_pane->findChild<EndpointDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        field(dialog, u"endpointUrl"_s)->setText(u"127.0.0.1:8080"_s);
        field(dialog, u"endpointKey"_s)->setText(u"sk-secret"_s);
        QVERIFY(dialog->findChild<QLabel *>(u"formProblem"_s)->text().contains(u"env:NAME"_s));
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        keepPicture(*dialog, u"endpoint-dialog"_s);
        field(dialog, u"endpointKey"_s)->setText(u"env:LLAMA_API_KEY"_s);
        field(dialog, u"endpointName"_s)->setText(u"llama"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"formAccept"_s), Qt::LeftButton);
        const Endpoint *added = m_catalog->catalog().endpoint(EndpointId{u"llama"_s});
        QVERIFY(added);
        QCOMPARE(added->url, QUrl(u"http://127.0.0.1:8080"_s));
        QCOMPARE(added->key->name, u"LLAMA_API_KEY"_s);
        QCOMPARE(refresh.size(), 1);
        m_undo->undo();
        QVERIFY(m_catalog->catalog().endpoints.empty());
    }

    /// A key over plain HTTP to another machine: only where the person agreed, and for that machine alone.
    void aKeyIsNotSentUnencryptedUnasked()
    {
        m_pane->action(u"addServer"_s)->trigger();
        auto *dialog = m_pane->findChild<EndpointDialog *>();
        auto *agree = dialog->findChild<QCheckBox *>(u"endpointPlainHttp"_s);
        const auto *accept = dialog->findChild<QPushButton *>(u"formAccept"_s);
        const auto *problem = dialog->findChild<QLabel *>(u"formProblem"_s);
        field(dialog, u"endpointUrl"_s)->setText(u"http://127.0.0.1:8080"_s);
        field(dialog, u"endpointKey"_s)->setText(u"env:LLAMA_API_KEY"_s);
        QVERIFY(accept->isEnabled() && !agree->isEnabled());
        field(dialog, u"endpointUrl"_s)->setText(u"http://192.168.1.4:8080"_s);
        QVERIFY(!accept->isEnabled() && agree->isEnabled());
        QVERIFY2(problem->text().contains(u"192.168.1.4"_s), qPrintable(problem->text()));
        keepPicture(*dialog, u"endpoint-dialog-consent"_s);
        field(dialog, u"endpointUrl"_s)->setText(u"https://192.168.1.4:8080"_s);
        QVERIFY(accept->isEnabled());
        field(dialog, u"endpointUrl"_s)->setText(u"http://192.168.1.4:8080"_s);
        agree->click();
        QVERIFY(accept->isEnabled());
        QVERIFY(dialog->endpoint().key->plainHttp);
        field(dialog, u"endpointUrl"_s)->setText(u"http://192.168.1.5:8080"_s);
        QVERIFY(!accept->isEnabled()); // another machine
        field(dialog, u"endpointUrl"_s)->setText(u"http://127.0.0.1:8080"_s);
        QVERIFY(accept->isEnabled());
        QVERIFY(!dialog->endpoint().key->plainHttp);
    }

    void aKeyGoesToTheKeychainAndNowhereElse()
    {
        QSignalSpy store(m_pane.get(), &ModelsPane::storeKeyRequested);
        QSignalSpy remove(m_pane.get(), &ModelsPane::removeKeyRequested);
        m_pane->action(u"addServer"_s)->trigger();
        auto *server = m_pane->findChild<EndpointDialog *>();
        field(server, u"endpointName"_s)->setText(u"mine"_s);
        QTest::mouseClick(server->findChild<QPushButton *>(u"endpointKeychain"_s), Qt::LeftButton);
        QPointer<KeychainDialog> dialog = server->findChild<KeychainDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        const auto *problem = dialog->findChild<QLabel *>(u"formProblem"_s);
        QLineEdit *key = field(dialog, u"keychainKey"_s);
        QCOMPARE(field(dialog, u"keychainName"_s)->text(), u"mine"_s);
        QCOMPARE(key->echoMode(), QLineEdit::Password);
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        key->setText(u"two words"_s);
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        key->setText(u"sk-secret"_s);
        keepPicture(*dialog, u"keychain-dialog"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(store.size(), 1);
        QCOMPARE(store[0][0].toString(), u"mine"_s);
        QCOMPARE(store[0][1].toByteArray(), QByteArray("sk-secret"));
        QVERIFY(key->text().isEmpty() && dialog->isVisible()); // it waits
        m_pane->keychainFailed({ErrorCode::KeyMissing, u"No keychain runs."_s, {}});
        QCOMPARE(problem->text(), u"No keychain runs."_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"keychainRemove"_s), Qt::LeftButton);
        QCOMPARE(remove.size(), 1);
        m_pane->keychainChanged(u"mine"_s);
        QVERIFY(dialog->isVisible());
        key->setText(u"sk-secret"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        m_pane->keychainChanged(u"mine"_s);
        QVERIFY(!dialog || !dialog->isVisible());
        QCOMPARE(field(server, u"endpointKey"_s)->text(), u"keychain:mine"_s);
        QVERIFY(m_undo->count() == 0);
    }

    void aProgramIsAddedByItsCommand()
    {
        m_pane->action(u"addServer"_s)->trigger();
        auto *dialog = m_pane->findChild<EndpointDialog *>();
        const auto *accept = dialog->findChild<QPushButton *>(u"formAccept"_s);
        const auto *problem = dialog->findChild<QLabel *>(u"formProblem"_s);
        auto *kind = dialog->findChild<QComboBox *>(u"endpointKind"_s);
        QVERIFY(!field(dialog, u"endpointCommand"_s)->isVisible());
        kind->setCurrentIndex(kind->findData(u"command"_s));
        QVERIFY(!field(dialog, u"endpointUrl"_s)->isVisible());
        QVERIFY(!field(dialog, u"endpointDelta"_s)->isVisible()); // plain text is usual
        QVERIFY(problem->text().contains(u"program is missing"_s));
        QTest::keyClicks(field(dialog, u"endpointCommand"_s), u"/opt/my-model --api-key x"_s);
        QVERIFY(problem->text().contains(u"environment variable"_s));
        field(dialog, u"endpointCommand"_s)->setText(u"/opt/my-model -p \"a b\" {prompt}"_s);
        QVERIFY(accept->isEnabled());
        auto *framing = dialog->findChild<QComboBox *>(u"endpointFraming"_s);
        framing->setCurrentIndex(framing->findData(u"json-lines"_s));
        QVERIFY(problem->text().contains(u"/response"_s));
        field(dialog, u"endpointDelta"_s)->setText(u"text"_s);
        QVERIFY(!accept->isEnabled());
        field(dialog, u"endpointDelta"_s)->setText(u"/text"_s);
        keepPicture(*dialog, u"program-dialog"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        const Endpoint *added = m_catalog->catalog().endpoint(EndpointId{u"my-model"_s});
        QVERIFY(added);
        QCOMPARE(added->kind, ServerKind::Command);
        QCOMPARE(added->command, QStringList({u"/opt/my-model"_s, u"-p"_s, u"a b"_s, u"{prompt}"_s}));
        QCOMPARE(added->wrapper.framing, std::optional(Framing::JsonLines));
        QCOMPARE(added->wrapper.pointers.delta, u"/text"_s);
        QVERIFY(m_catalog->catalog().model(ModelAlias{u"my-model"_s})->ticked); // it has just one

        // What is changed in it is all that changes.
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // the dialog is gone
        const Endpoint before = *added;
        tree()->select(m_catalog->indexOf(EndpointId{u"my-model"_s}));
        m_pane->action(u"editEntry"_s)->trigger();
        auto *again = m_pane->findChild<EndpointDialog *>();
        QCOMPARE(again->endpoint(), before);
        again->findChild<QCheckBox *>(u"endpointShell"_s)->setChecked(true);
        QTest::keyClick(again, Qt::Key_Return);
        const Endpoint *shell = m_catalog->catalog().endpoint(EndpointId{u"my-model"_s});
        QVERIFY(shell->wrapper.shell);
        QCOMPARE(shell->command, QStringList{u"/opt/my-model -p \"a b\" {prompt}"_s});
        m_undo->undo();
        m_undo->undo();
        QVERIFY(m_catalog->catalog().endpoints.empty() && m_catalog->catalog().models.empty());
    }

    void aServerOfOnesOwnIsAdded()
    {
        m_pane->action(u"addServer"_s)->trigger();
        auto *dialog = m_pane->findChild<EndpointDialog *>();
        const auto *accept = dialog->findChild<QPushButton *>(u"formAccept"_s);
        const auto *problem = dialog->findChild<QLabel *>(u"formProblem"_s);
        auto *kind = dialog->findChild<QComboBox *>(u"endpointKind"_s);
        kind->setCurrentIndex(kind->findData(u"http"_s));
        field(dialog, u"endpointUrl"_s)->setText(u"http://127.0.0.1:9000/ask?n=1"_s);
        field(dialog, u"endpointDelta"_s)->setText(u"/response"_s);
        QVERIFY2(accept->isEnabled(), qPrintable(problem->text()));
        auto *headers = dialog->findChild<QPlainTextEdit *>(u"endpointHeaders"_s);
        headers->setPlainText(u"X-Api-Key"_s);
        QVERIFY(problem->text().contains(u"Name: value"_s));
        headers->setPlainText(u"X-Api-Key: sk-secret"_s);
        QVERIFY(problem->text().contains(u"{key}"_s) && !problem->text().contains(u"secret"_s));
        headers->setPlainText(u"X-Api-Key: {key}"_s);
        QVERIFY(!accept->isEnabled()); // which stands for nothing
        field(dialog, u"endpointKey"_s)->setText(u"env:OWN_KEY"_s);
        QVERIFY2(accept->isEnabled(), qPrintable(problem->text()));
        auto *body = dialog->findChild<QPlainTextEdit *>(u"endpointBody"_s);
        body->setPlainText(u"{\"q\": \"{promt}\"}"_s);
        QVERIFY(problem->text().contains(u"{prompt}"_s));
        body->setPlainText(u"{\"q\": \"{prompt}\", \"m\": \"{model}\"}"_s);
        keepPicture(*dialog, u"own-server-dialog"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"formAccept"_s), Qt::LeftButton);
        const Endpoint *added = m_catalog->catalog().endpoint(EndpointId{u"127.0.0.1"_s});
        QVERIFY(added);
        QCOMPARE(added->url, QUrl(u"http://127.0.0.1:9000/ask?n=1"_s));
        QCOMPARE(added->wrapper.body, QByteArray(R"({"q":"{prompt}","m":"{model}"})"));
        QCOMPARE(added->wrapper.headers.at(0), std::pair(u"X-Api-Key"_s, u"{key}"_s));
        QVERIFY(!added->wrapper.framing); // the usual one
        QVERIFY(m_catalog->catalog().models.empty()); // it takes a name: the person says which
    }

    void aModelIsAddedWithParameters()
    {
        m_catalog->setCatalog(twoServers());
        tree()->select(m_catalog->indexOf(EndpointId{u"foundry"_s}));
        m_pane->action(u"addModel"_s)->trigger();
        auto *dialog = m_pane->findChild<ModelDialog *>();
        field(dialog, u"modelId"_s)->setText(u"phi-4-mini"_s);
        field(dialog, u"modelTemperature"_s)->setText(u"warm"_s);
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        field(dialog, u"modelTemperature"_s)->setText(u"0,7"_s);
        field(dialog, u"modelMaxTokens"_s)->setText(u"150"_s);
        field(dialog, u"modelSeed"_s)->setText(u"1; 2; 2"_s);
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled()); // twice the same
        field(dialog, u"modelSeed"_s)->setText(u"1; 2"_s);
        keepPicture(*dialog, u"model-dialog"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        const Model *added = m_catalog->catalog().model(ModelAlias{u"phi-4-mini-2"_s});
        QVERIFY(added);
        QCOMPARE(added->parameters.temperature, std::optional(0.7));
        QCOMPARE(added->parameters.maxTokens, std::optional(150));
        QVERIFY(!added->parameters.seed);
        QVERIFY(added->sweep == (std::vector<SweptParameter>{{u"seed"_s, {"1", "2"}}}));
        QCOMPARE(added->endpoint.value, u"foundry"_s);
    }

    void renamingAServerTakesItsModelsAlong()
    {
        m_catalog->setCatalog(twoServers());
        tree()->select(m_catalog->indexOf(EndpointId{u"foundry"_s}));
        m_pane->action(u"editEntry"_s)->trigger();
        auto *dialog = m_pane->findChild<EndpointDialog *>();
        field(dialog, u"endpointName"_s)->setText(u"practice"_s);
        QVERIFY(!dialog->findChild<QPushButton *>(u"formAccept"_s)->isEnabled());
        field(dialog, u"endpointName"_s)->setText(u"local"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"formAccept"_s), Qt::LeftButton);
        QCOMPARE(m_catalog->catalog().model(ModelAlias{u"phi-4-mini"_s})->endpoint.value, u"local"_s);
        QCOMPARE(m_catalog->tickedModels().size(), 3);
    }

    void probeAsksForSelectedOrTicked()
    {
        m_catalog->setCatalog(twoServers());
        QSignalSpy probe(m_pane.get(), &ModelsPane::probeRequested);
        m_pane->action(u"probeModels"_s)->trigger();
        QCOMPARE(probe.takeFirst().at(0).value<QList<ModelAlias>>().size(), 3);
        tree()->select(m_catalog->indexOf(ModelAlias{u"mistral-7b"_s}));
        m_pane->action(u"probeModels"_s)->trigger();
        QCOMPARE(probe.takeFirst().at(0).value<QList<ModelAlias>>(), QList<ModelAlias>{{u"mistral-7b"_s}});
        QSignalSpy cancel(m_pane.get(), &ModelsPane::cancelProbeRequested);
        m_pane->setProbing(0, 3);
        QVERIFY(!m_pane->action(u"probeModels"_s)->isEnabled());
        QTest::mouseClick(button(u"cancelProbe"_s), Qt::LeftButton);
        QCOMPARE(cancel.size(), 1);
        m_pane->setProbing(3, 3);
        QVERIFY(!m_pane->findChild<QProgressBar *>()->isVisible());
        QVERIFY(m_pane->action(u"probeModels"_s)->isEnabled());
    }

    void detailsShowWhatTheServerSaidAsText()
    {
        m_catalog->setCatalog(twoServers());
        tree()->select(m_catalog->indexOf(ModelAlias{u"phi-4-mini"_s}));
        auto *details = m_pane->findChild<QTextEdit *>(u"catalogDetails"_s);
        QVERIFY(details->toPlainText().contains(u"3.60 GB"_s));
        m_catalog->setProbeResult({{u"phi-4-mini"_s},
                                   false,
                                   Error{ErrorCode::ServerError, u"It failed."_s, u"<b>boo</b><img src=x>"_s},
                                   std::nullopt,
                                   {}});
        QVERIFY(details->toPlainText().contains(u"<b>boo</b><img src=x>"_s));
        QVERIFY(details->toPlainText().contains(u"See whether it has crashed"_s));
    }

    void detailsSayWhoSaidIt()
    {
        Catalog catalog = twoServers();
        catalog.models[0].metadata.fromServer = MetadataField::License | MetadataField::Capabilities;
        m_catalog->setCatalog(catalog);
        tree()->select(m_catalog->indexOf(ModelAlias{u"phi-4-mini"_s}));
        const QString text = m_pane->findChild<QTextEdit *>(u"catalogDetails"_s)->toPlainText();
        QVERIFY2(text.contains(u"apache-2.0 (server)"_s), qPrintable(text));
        QVERIFY2(text.contains(u"chat (server)"_s), qPrintable(text));
        QVERIFY2(text.contains(u"3.60 GB (models.json)"_s), qPrintable(text));
        // What a person changes is the person's from then on; of another model nothing is known any more.
        ModelDialog dialog(catalog, catalog.models[0], nullptr);
        QCOMPARE(dialog.model().metadata, catalog.models[0].metadata);
        dialog.findChild<QLineEdit *>(u"modelCapabilities"_s)->setText(u"chat, tools"_s);
        QCOMPARE(dialog.model().metadata.fromServer, MetadataFields(MetadataField::License));
        dialog.findChild<QLineEdit *>(u"modelId"_s)->setText(u"another"_s);
        QVERIFY(!dialog.model().metadata.license);
        QCOMPARE(dialog.model().metadata.sizeMb, std::optional(3600.0));
    }

    void detailsShowTheChecks()
    {
        m_catalog->setCatalog(twoServers());
        tree()->select(m_catalog->indexOf(ModelAlias{u"phi-4-mini"_s}));
        ProbeResult result{{u"phi-4-mini"_s}, true, std::nullopt, 40, u"1"_s};
        result.checks = {{ProbeCheck::Listed, CheckState::NotApplicable, {}},
                         {ProbeCheck::Loadable, CheckState::NotKnown, {}},
                         {ProbeCheck::Answers, CheckState::Passed, {}},
                         {ProbeCheck::Usage, CheckState::Failed, u"Tokens are estimated."_s}};
        m_catalog->setProbeResult(result);
        auto *details = m_pane->findChild<QTextEdit *>(u"catalogDetails"_s);
        const QString text = details->toPlainText().replace(QChar(QChar::Nbsp), u' ');
        QVERIFY2(text.contains(u"– listed · ? loads · ✓ answers"_s), qPrintable(text));
        QVERIFY2(text.contains(u"✗ counts tokens"_s) && text.contains(u"Tokens are estimated."_s), qPrintable(text));
        QCOMPARE(details->accessibleDescription(),
                 u"listed: not applicable, loads: not known, answers: passed, counts tokens: failed"_s);
        keepPicture(*m_pane, u"models-checks"_s);
        tree()->select(m_catalog->indexOf(ModelAlias{u"mistral-7b"_s}));
        QVERIFY(details->accessibleDescription().isEmpty());
    }

    /// What the server said before, and what it offers, tell more than the error alone.
    void adviceKnowsTheServer()
    {
        m_catalog->setCatalog(twoServers());
        auto *details = m_pane->findChild<QTextEdit *>(u"catalogDetails"_s);
        const Endpoint foundry = *m_catalog->catalog().endpoint(EndpointId{u"foundry"_s});
        const Error refused{ErrorCode::Refused, u"Nobody listens there."_s, {}};
        tree()->select(m_catalog->indexOf(foundry.id));
        EndpointListing listing;
        listing.endpoint = foundry;
        listing.error = refused;
        m_catalog->mergeListing(listing);
        QVERIFY(!details->toPlainText().contains(u"another port"_s));
        listing.error.reset();
        listing.models = m_catalog->catalog().models;
        listing.models.resize(3);
        m_catalog->mergeListing(listing);
        listing.error = refused;
        m_catalog->mergeListing(listing);
        QVERIFY2(details->toPlainText().contains(u"another port"_s), qPrintable(details->toPlainText()));
    }

    void filesAreNamedNotRead()
    {
        m_catalog->setCatalog(twoServers());
        QSignalSpy imported(m_pane.get(), &ModelsPane::importRequested);
        QSignalSpy exported(m_pane.get(), &ModelsPane::exportRequested);
        m_dialogs->paths = {u"/somewhere/models.json"_s, u"/elsewhere/models.json"_s};
        m_pane->action(u"importCatalog"_s)->trigger();
        m_pane->action(u"exportCatalog"_s)->trigger();
        m_pane->action(u"exportCatalog"_s)->trigger(); // given up
        QCOMPARE(imported.size(), 1);
        QCOMPARE(exported.size(), 1);
        QCOMPARE(exported.at(0).at(0).toString(), u"/elsewhere/models.json"_s);
    }

private:
    CatalogView *tree() const { return m_pane->findChild<CatalogView *>(); }
    QPushButton *button(const QString &name) const { return m_pane->findChild<QPushButton *>(name); }
    static QLineEdit *field(QWidget *dialog, const QString &name) { return dialog->findChild<QLineEdit *>(name); }

    QPalette m_light = QApplication::palette();
    std::unique_ptr<CatalogModel> m_catalog;
    std::unique_ptr<QUndoStack> m_undo;
    std::unique_ptr<test::ScriptedDialogs> m_dialogs;
    std::unique_ptr<ModelsPane> m_pane;
};

QTEST_MAIN(TestModelsPane)
#include "tst_modelspane.moc"
