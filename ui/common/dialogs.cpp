// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/dialogs.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>

namespace assay {

QString PlatformDialogs::openFile(QWidget *parent, const QString &title, const QString &filter)
{
    QString path = QFileDialog::getOpenFileName(parent, title, m_folder, filter);
    remember(path);
    return path;
}

QStringList PlatformDialogs::openFiles(QWidget *parent, const QString &title, const QString &filter)
{
    QStringList paths = QFileDialog::getOpenFileNames(parent, title, m_folder, filter);
    remember(paths.value(0));
    return paths;
}

QString PlatformDialogs::saveFile(QWidget *parent, const QString &title, const QString &proposal, const QString &filter)
{
    const bool bare = !m_folder.isEmpty() && !proposal.contains(u'/');
    const QString start = bare ? QDir(m_folder).filePath(proposal) : proposal;
    QString path = QFileDialog::getSaveFileName(parent, title, start, filter);
    remember(path);
    return path;
}

int PlatformDialogs::ask(QWidget *parent, const QString &question, const QString &detail, const QStringList &buttons)
{
    QMessageBox box(QMessageBox::Question, QString(), question, QMessageBox::NoButton, parent);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(detail);
    QList<QPushButton *> added;
    for (const QString &text : buttons) {
        added << box.addButton(text, text == buttons.last() ? QMessageBox::RejectRole : QMessageBox::ActionRole);
        added.last()->setAccessibleName(text);
    }
    if (!added.isEmpty()) {
        box.setDefaultButton(added.last());
        box.setEscapeButton(added.last());
    }
    box.exec();
    const auto chosen = added.indexOf(qobject_cast<QPushButton *>(box.clickedButton()));
    return static_cast<int>(chosen);
}

QString PlatformDialogs::text(QWidget *parent, const QString &title, const QString &label, const QString &value)
{
    bool given = false;
    const QString result = QInputDialog::getText(parent, title, label, QLineEdit::Normal, value, &given);
    return given ? (result.isNull() ? QString::fromLatin1("") : result) : QString();
}

void PlatformDialogs::remember(const QString &path)
{
    if (!path.isEmpty()) {
        m_folder = QFileInfo(path).absolutePath();
    }
}

} // namespace assay
