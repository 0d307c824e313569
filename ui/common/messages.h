// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace assay {

/// Stands in a pane where something went wrong or wants to be said: sentence, folded detail, optional action, close.
/// Never modal. Hidden until show...() is called; announces itself to screen readers.
class MessageBar : public QWidget
{
    Q_OBJECT
public:
    explicit MessageBar(QWidget *parent = nullptr);
    void showError(const Error &error);
    void showError(const Error &error, const QString &action); // action text of a button; actionTriggered() on press
    void showNotice(const QString &text, const QString &action = {});
    void clear();

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void layOut();
    void put(const QString &text, const QString &detail, const QString &action, bool isError);
    void paintIcon();

    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_detail;
    QToolButton *m_more;
    QPushButton *m_action;
    QToolButton *m_close;
    bool m_isError = false;
};

/// What an empty pane shows: a heading, a sentence that says what to do next, and the buttons that do it.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(const QString &heading, const QString &hint, QWidget *parent = nullptr);
    void setTexts(const QString &heading, const QString &hint);
    QPushButton *addButton(const QString &text, const QString &objectName);

private:
    QLabel *m_heading;
    QLabel *m_hint;
    QHBoxLayout *m_buttons;
};

} // namespace assay
