// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;

namespace assay {

/// A small form that never blocks: open() it and connect accepted(). While problem() is not empty it is said in the
/// dialog and OK is off. GUI thread.
class FormDialog : public QDialog
{
    Q_OBJECT
public:
    FormDialog(const QString &title, const QString &acceptText, QWidget *parent);

protected:
    /// Why the form cannot be accepted yet, as a sentence; empty when all is well.
    virtual QString problem() const = 0;
    void addField(const QString &label, QWidget *field, const QString &objectName);
    QWidget *addHint(const QString &text);
    /// With its label.
    void showField(QWidget *field, bool shown);
    void recheck(); // call once at the end of construction; after that each change of a field does

private:
    QFormLayout *m_form;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace assay
