// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QSpinBox;
class QToolButton;

namespace assay {

/// Which prompt and which round are compared, with the prompt's text. Knows nothing of samples. GUI thread.
class PromptBar final : public QWidget
{
    Q_OBJECT
public:
    explicit PromptBar(QWidget *parent = nullptr);

    /// Keeps prompt and round where they still exist.
    void setPlan(const Plan &plan);
    int prompt() const; // -1 without prompts
    int round() const; // from 1
    int prompts() const;
    int rounds() const;
    void choose(int prompt, int round); // with chosen() where it changes
    bool unscoredOnly() const;
    bool plain() const;
    void setCount(int unscored, int answered);

Q_SIGNALS:
    void chosen();
    void stepWanted(int steps); // +1 next, -1 previous
    void plainChanged(bool plain);
    void keysWanted();

private:
    QToolButton *tool(const QString &name, const QString &icon, const QString &tip);
    void build();
    void showText();

    Plan m_plan;
    QToolButton *m_previous;
    QToolButton *m_next;
    QComboBox *m_prompt;
    QLabel *m_place;
    QSpinBox *m_round;
    QCheckBox *m_unscoredOnly;
    QCheckBox *m_plain;
    QLabel *m_count;
    QToolButton *m_keys;
    QToolButton *m_fold;
    QPlainTextEdit *m_text;
};

} // namespace assay
