// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/helpwindow.h"

#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString paragraph(const QString &text)
{
    return u"<p>"_s + text + u"</p>"_s;
}

QString keyRow(const QString &keys, const QString &what)
{
    return u"<tr><td><b>"_s + keys + u"</b>&nbsp;&nbsp;&nbsp;</td><td>"_s + what + u"</td></tr>"_s;
}

QString pageText(const QString &name)
{
    QFile file(u":/help/%1.md"_s.arg(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

HelpWindow::HelpWindow(const QString &heading, const QString &text, QWidget *parent, Form form) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"helpWindow"_s);
    setWindowTitle(heading);
    auto *browser = new QTextBrowser(this);
    browser->setObjectName(u"helpText"_s);
    browser->setAccessibleName(heading);
    browser->setOpenLinks(false);
    if (form == Form::Markdown) {
        browser->setMarkdown(text);
    } else {
        browser->setHtml(u"<h2>"_s + heading.toHtmlEscaped() + u"</h2>"_s + text);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *closeButton = buttons->button(QDialogButtonBox::Close);
    closeButton->setObjectName(u"helpCloseButton"_s);
    closeButton->setAccessibleName(tr("Close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(browser);
    layout->addWidget(buttons);
    resize(theme::gap(form == Form::Markdown ? 100 : 70), theme::gap(form == Form::Markdown ? 90 : 58));
}

QString HelpWindow::paneText(int pane)
{
    switch (pane) {
    case 0:
        return paragraph(
                   tr("A prompt set is a list of prompts that every chosen model answers. Choose the set on the left; "
                      "the chosen one is the one that runs."))
            + paragraph(
                   tr("Write one expected aspect a line: they become check boxes while you compare answers. Text in "
                      "double braces, such as {{city}}, is filled in from the set's variables."))
            + paragraph(tr("Import reads JSON, JSON Lines and CSV; files can also be dropped here."));
    case 1:
        return paragraph(
                   tr("Set rounds, warm-up and limits, then press Start. Requests go out one at a time unless you ask "
                      "for more at once, so that a queue is not timed as if it were a model."))
            + paragraph(tr("First token counts from the moment the request has left until the first generated text. A "
                           "warm-up request is kept but never enters a figure."))
            + paragraph(tr(
                "Pause lets running requests end. Cancel closes them and keeps the text so far. A model that fails "
                "its warm-up, or three requests in a row, is skipped; the others go on."));
    case 2:
        return paragraph(tr(
                   "One prompt at a time, all answers side by side. Keys 1 to 5 score the focused answer, 0 takes the "
                   "score back, arrows move, c writes a comment, ? shows all keys."))
            + paragraph(tr("Scores are saved at once and can be undone. Answers load nothing and open no links."));
    case 3:
        return paragraph(tr(
                   "One row a model. Percentiles are interpolated between samples (type 7). Below 130 samples the p95 "
                   "column shows the largest sample and is marked so."))
            + paragraph(
                   tr("Verdicts compare answers to the same prompt in the same round. Faster and slower are said only "
                      "where chance hardly explains the difference and it is large enough to matter; otherwise "
                      "it says how many more rounds would tell. Run more rounds goes on with the same run."))
            + paragraph(tr("Baseline holds the run against an earlier one: set it in History, or take a results "
                           "file."))
            + paragraph(tr("Failures never enter a figure; they are counted beside it. A dash means: not measured."));
    case 4:
        return paragraph(
            tr("Every run of this workspace. Open one to compare and score it, resume one that was cancelled or "
               "interrupted, or export it."));
    default:
        return paragraph(
            tr("Servers and the models they offer. Tick the models to compare. Probe sends each a one-token chat "
               "and says whether it is ready."));
    }
}

QString HelpWindow::keysText()
{
    return u"<table>"_s + keyRow(u"Ctrl+Return"_s, tr("Start")) + keyRow(u"Ctrl+Shift+P"_s, tr("Pause or resume"))
        + keyRow(u"Ctrl+."_s, tr("Cancel the run")) + keyRow(u"Ctrl+0"_s, tr("Models"))
        + keyRow(u"Ctrl+1 ... Ctrl+5"_s, tr("Prompts, Run, Compare, Results, History"))
        + keyRow(u"Ctrl+F"_s, tr("Filter models")) + keyRow(u"Ctrl+E"_s, tr("Export the report as Markdown"))
        + keyRow(u"Ctrl+T"_s, tr("A chart's data as a table")) + keyRow(u"F1"_s, tr("Help on this pane"))
        + u"</table><h3>"_s + tr("In Compare") + u"</h3><table>"_s
        + keyRow(u"1 ... 5"_s, tr("Score the focused answer")) + keyRow(u"0"_s, tr("Take the score back"))
        + keyRow(tr("Left, Right"), tr("Another answer")) + keyRow(tr("Up, Down"), tr("Another prompt"))
        + keyRow(u"C"_s, tr("Comment")) + keyRow(u"?"_s, tr("All keys")) + u"</table>"_s;
}

QString HelpWindow::measuringText()
{
    return pageText(u"measuring"_s);
}

QString HelpWindow::ownModelsText()
{
    return pageText(u"own-models"_s);
}

QString HelpWindow::aboutText()
{
    return paragraph(tr("Assay %1 compares local language models on your own prompts: answers and latency side by "
                        "side, scored "
                        "by you.")
                         .arg(QStringLiteral(ASSAY_VERSION)))
        + paragraph(
               tr("Free software under the GNU General Public License, version 3 or later. Built with Qt %1. Icons: "
                  "Lucide (ISC licence).")
                   .arg(QString::fromLatin1(qVersion())));
}

} // namespace assay
