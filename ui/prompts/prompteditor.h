// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;

namespace assay {

/// All fields of one prompt with room for long text. Shows what it is given and says what was typed; keeps nothing.
/// GUI thread.
class PromptEditor final : public QWidget
{
    Q_OBJECT
public:
    explicit PromptEditor(QWidget *parent = nullptr);

    /// nullptr: no prompt is chosen; the fields are empty and cannot be edited.
    void show(const Prompt *prompt);
    void focusText();

Q_SIGNALS:
    /// `field`: which one, so that typing in one field is one step of undo.
    void edited(const assay::Prompt &prompt, const QString &field);

private:
    QPlainTextEdit *addBox(QGridLayout *grid, int row, int column, const QString &label, const QString &name,
                           const QString &hint);
    QLineEdit *addLine(QGridLayout *grid, int row, const QString &label, const QString &name, const QString &hint);
    void report(const QString &field);

    Prompt m_prompt;
    bool m_filling = false;
    QPlainTextEdit *m_text;
    QPlainTextEdit *m_system;
    QPlainTextEdit *m_expected;
    QPlainTextEdit *m_reference;
    QLineEdit *m_tags;
    QSpinBox *m_maxTokens;
};

} // namespace assay
