// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace assay {

/// Every question that a window asks in a box of its own goes through here, so that tests answer it.
class Dialogs
{
public:
    virtual ~Dialogs() = default;
    /// The chosen path, or empty when the person gave up.
    virtual QString openFile(class QWidget *parent, const QString &title, const QString &filter) = 0;
    virtual QStringList openFiles(class QWidget *parent, const QString &title, const QString &filter) = 0;
    virtual QString saveFile(class QWidget *parent, const QString &title, const QString &proposal, const QString &filter) = 0;
    /// Asked only before something is lost. The index of the chosen button, or -1 for Escape; the last button is the safe one.
    virtual int ask(class QWidget *parent, const QString &question, const QString &detail, const QStringList &buttons) = 0;
    virtual QString text(class QWidget *parent, const QString &title, const QString &label, const QString &value) = 0; // null: gave up
};

/// The platform's dialogs; remembers the last folder.
class PlatformDialogs final : public Dialogs
{
public:
    QString openFile(class QWidget *parent, const QString &title, const QString &filter) override;
    QStringList openFiles(class QWidget *parent, const QString &title, const QString &filter) override;
    QString saveFile(class QWidget *parent, const QString &title, const QString &proposal, const QString &filter) override;
    int ask(class QWidget *parent, const QString &question, const QString &detail, const QStringList &buttons) override;
    QString text(class QWidget *parent, const QString &title, const QString &label, const QString &value) override;
};

} // namespace assay
