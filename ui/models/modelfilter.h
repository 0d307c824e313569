// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace assay {

/// Which models the list shows: those with every word that is typed and every capability that is ticked. GUI thread.
class ModelFilter final : public QWidget
{
    Q_OBJECT
public:
    explicit ModelFilter(QWidget *parent);
    /// The capabilities to choose from; those that are chosen stay in the menu whatever is offered.
    void setOffered(const QStringList &capabilities);
    void choose(const QStringList &capabilities);
    const QStringList &chosen() const { return m_chosen; }
    QString text() const;
    void clear();
    void focusText();

Q_SIGNALS:
    void changed();
    void returnPressed(); // in the text: the person is done with it

private:
    void fillMenu();
    void showChosen();

    QLineEdit *m_text;
    QToolButton *m_button;
    QStringList m_offered;
    QStringList m_chosen;
};

} // namespace assay
