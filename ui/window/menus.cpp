// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/menus.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Adds actions to one menu; the object name is what tests and scripts find them by.
class Filler
{
public:
    Filler(QMainWindow *window, const QString &title, const QString &name)
        : m_window(window), m_menu(window->menuBar()->addMenu(title))
    {
        m_menu->setObjectName(name);
    }

    QAction *add(const QString &name, const QString &text, const QKeySequence &keys = {}, const QString &icon = {})
    {
        return addTo(m_menu, name, text, keys, icon);
    }

    QAction *addTo(QMenu *menu, const QString &name, const QString &text, const QKeySequence &keys = {},
                   const QString &icon = {})
    {
        auto *action = menu->addAction(text);
        action->setObjectName(name);
        action->setShortcut(keys);
        if (!icon.isEmpty()) {
            theme::setIcon(action, icon, m_window);
        }
        return action;
    }

    QMenu *submenu(const QString &title, const QString &name)
    {
        auto *menu = m_menu->addMenu(title);
        menu->setObjectName(name);
        return menu;
    }

    QMenu *menu() const { return m_menu; }

private:
    QMainWindow *m_window;
    QMenu *m_menu;
};

void buildFile(Menus &menus, QMainWindow *window)
{
    Filler file(window, QMainWindow::tr("&File"), u"fileMenu"_s);
    menus.newWorkspace = file.add(u"newAction"_s, QMainWindow::tr("&New workspace..."), QKeySequence::New);
    menus.open = file.add(u"openAction"_s, QMainWindow::tr("&Open..."), QKeySequence::Open, u"folder-open"_s);
    menus.recent = file.submenu(QMainWindow::tr("Open &recent"), u"recentMenu"_s);
    menus.saveCopy = file.add(u"saveCopyAction"_s, QMainWindow::tr("&Save a copy..."), QKeySequence::SaveAs);
    file.menu()->addSeparator();
    auto *in = file.submenu(QMainWindow::tr("&Import"), u"importMenu"_s);
    menus.importModels = file.addTo(in, u"importModelsAction"_s, QMainWindow::tr("&Models..."));
    menus.importPrompts = file.addTo(in, u"importPromptsAction"_s, QMainWindow::tr("&Prompts..."));
    menus.importResults = file.addTo(in, u"importResultsAction"_s, QMainWindow::tr("&Results..."));
    menus.compareWith = file.add(u"compareWithAction"_s, QMainWindow::tr("&Compare with results file..."));
    auto *out = file.submenu(QMainWindow::tr("&Export"), u"exportMenu"_s);
    menus.exportMarkdown = file.addTo(out, u"exportMarkdownAction"_s, QMainWindow::tr("Report as &Markdown..."),
                                      QKeySequence(Qt::CTRL | Qt::Key_E));
    menus.exportCsv = file.addTo(out, u"exportCsvAction"_s, QMainWindow::tr("Samples as &CSV..."));
    menus.exportCsvSummary = file.addTo(out, u"exportCsvSummaryAction"_s, QMainWindow::tr("Summary as C&SV..."));
    menus.exportJson = file.addTo(out, u"exportJsonAction"_s, QMainWindow::tr("Results as &JSON..."));
    out->addSeparator();
    menus.exportModels = file.addTo(out, u"exportModelsAction"_s, QMainWindow::tr("M&odels..."));
    menus.exportPrompts = file.addTo(out, u"exportPromptsAction"_s, QMainWindow::tr("&Prompts..."));
    file.menu()->addSeparator();
    menus.quit = file.add(u"quitAction"_s, QMainWindow::tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
}

void buildEdit(Menus &menus, QMainWindow *window, QAction *undo, QAction *redo)
{
    Filler edit(window, QMainWindow::tr("&Edit"), u"editMenu"_s);
    menus.undo = undo;
    menus.redo = redo;
    undo->setObjectName(u"undoAction"_s);
    redo->setObjectName(u"redoAction"_s);
    undo->setShortcut(QKeySequence::Undo);
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    theme::setIcon(undo, u"undo-2"_s, window);
    theme::setIcon(redo, u"redo-2"_s, window);
    edit.menu()->addAction(undo);
    edit.menu()->addAction(redo);
    edit.menu()->addSeparator();
    menus.energyPrice = edit.add(u"energyPriceAction"_s, QMainWindow::tr("&Energy price..."));
    menus.find = edit.add(u"findAction"_s, QMainWindow::tr("&Filter models"), QKeySequence::Find, u"search"_s);
}

void buildRun(Menus &menus, QMainWindow *window)
{
    Filler run(window, QMainWindow::tr("&Run"), u"runMenu"_s);
    menus.start =
        run.add(u"startAction"_s, QMainWindow::tr("&Start"), QKeySequence(Qt::CTRL | Qt::Key_Return), u"play"_s);
    menus.pause = run.add(u"pauseAction"_s, QMainWindow::tr("&Pause"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                          u"pause"_s);
    menus.cancel =
        run.add(u"cancelAction"_s, QMainWindow::tr("&Cancel"), QKeySequence(Qt::CTRL | Qt::Key_Period), u"square"_s);
    run.menu()->addSeparator();
    menus.probe = run.add(u"probeAction"_s, QMainWindow::tr("Pro&be ticked models"),
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B), u"activity"_s);
    menus.refresh =
        run.add(u"refreshAction"_s, QMainWindow::tr("&Refresh models"), QKeySequence::Refresh, u"refresh-cw"_s);
    menus.server = run.submenu(QMainWindow::tr("Models on the ser&ver"), u"serverMenu"_s);
    menus.practice = run.add(u"practiceAction"_s, QMainWindow::tr("Start pr&actice server"), {}, u"flask-conical"_s);
}

void buildView(Menus &menus, QMainWindow *window, const QStringList &paneNames)
{
    Filler view(window, QMainWindow::tr("&View"), u"viewMenu"_s);
    for (int i = 0; i < paneNames.size(); ++i) {
        const QKeySequence keys(Qt::CTRL | Qt::Key(int(Qt::Key_1) + i));
        menus.panes << view.add(u"pane%1Action"_s.arg(i + 1), paneNames.at(i), keys);
    }
    view.menu()->addSeparator();
    menus.models = view.add(u"showModelsAction"_s, QMainWindow::tr("&Models"), QKeySequence(Qt::CTRL | Qt::Key_0));
    menus.resetLayout = view.add(u"resetLayoutAction"_s, QMainWindow::tr("&Reset layout"));
}

void buildHelp(Menus &menus, QMainWindow *window)
{
    Filler help(window, QMainWindow::tr("&Help"), u"helpMenu"_s);
    menus.help =
        help.add(u"helpAction"_s, QMainWindow::tr("Help on this &pane"), QKeySequence(Qt::Key_F1), u"circle-help"_s);
    menus.keys = help.add(u"keysAction"_s, QMainWindow::tr("&Keyboard"));
    menus.measuring = help.add(u"measuringAction"_s, QMainWindow::tr("How Assay &measures"));
    menus.ownModels = help.add(u"ownModelsAction"_s, QMainWindow::tr("Models of your &own"));
    help.menu()->addSeparator();
    menus.calibrate = help.add(u"calibrateAction"_s, QMainWindow::tr("&Calibrate..."), {}, u"activity"_s);
    help.menu()->addSeparator();
    menus.about = help.add(u"aboutAction"_s, QMainWindow::tr("&About Assay"), {}, u"info"_s);
}

} // namespace

Menus Menus::build(QMainWindow *window, const QStringList &paneNames, QAction *undo, QAction *redo)
{
    Menus menus{};
    window->menuBar()->setObjectName(u"menuBar"_s);
    buildFile(menus, window);
    buildEdit(menus, window, undo, redo);
    buildRun(menus, window);
    buildView(menus, window, paneNames);
    buildHelp(menus, window);
    return menus;
}

} // namespace assay
