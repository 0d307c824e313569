// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

class QWidget;

namespace assay {

/// Every question that a window asks in a box of its own goes through here, so that tests answer it.
/// The only place where a call waits for a person: each returns when its box is closed.
class Dialogs
{
public:
    virtual ~Dialogs() = default;
    /// The chosen path, or empty when the person gave up.
    virtual QString openFile(QWidget *parent, const QString &title, const QString &filter) = 0;
    virtual QStringList openFiles(QWidget *parent, const QString &title, const QString &filter) = 0;
    virtual QString saveFile(QWidget *parent, const QString &title, const QString &proposal, const QString &filter) = 0;
    /// Asked only before something is lost. The index of the chosen button, or -1 for Escape; the last button is the
    /// safe one.
    virtual int ask(QWidget *parent, const QString &question, const QString &detail, const QStringList &buttons) = 0;
    virtual QString text(QWidget *parent, const QString &title, const QString &label,
                         const QString &value) = 0; // null: gave up
};

/// The platform's dialogs; remembers the last folder.
class PlatformDialogs final : public Dialogs
{
public:
    QString openFile(QWidget *parent, const QString &title, const QString &filter) override;
    QStringList openFiles(QWidget *parent, const QString &title, const QString &filter) override;
    QString saveFile(QWidget *parent, const QString &title, const QString &proposal, const QString &filter) override;
    int ask(QWidget *parent, const QString &question, const QString &detail, const QStringList &buttons) override;
    QString text(QWidget *parent, const QString &title, const QString &label, const QString &value) override;

private:
    void remember(const QString &path);

    QString m_folder; // of the last file chosen
};

} // namespace assay
