// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/dialogs.h"

#include <QList>

namespace assay::test {

/// Answers every dialog as the test laid it down, and notes what was asked.
class ScriptedDialogs final : public Dialogs
{
public:
    QStringList paths; // for file dialogs, first in, first out; empty when used up
    QStringList texts; // for text questions
    QList<int> answers; // for questions with buttons; -1 when used up
    QStringList asked; // titles and questions, in order

    QString openFile(QWidget *, const QString &title, const QString &) override { return next(title); }
    QStringList openFiles(QWidget *, const QString &title, const QString &) override
    {
        const QString path = next(title);
        return path.isEmpty() ? QStringList{} : QStringList{path};
    }
    QString saveFile(QWidget *, const QString &title, const QString &, const QString &) override { return next(title); }
    int ask(QWidget *, const QString &question, const QString &, const QStringList &) override
    {
        asked << question;
        return answers.isEmpty() ? -1 : answers.takeFirst();
    }
    QString text(QWidget *, const QString &title, const QString &, const QString &) override
    {
        asked << title;
        return texts.isEmpty() ? QString{} : texts.takeFirst();
    }

private:
    QString next(const QString &title)
    {
        asked << title;
        return paths.isEmpty() ? QString{} : paths.takeFirst();
    }
};

} // namespace assay::test
