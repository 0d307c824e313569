// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/liverunmodel.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QToolButton;

namespace assay {

class ElidedLabel;

/// One model of the run that goes on: who it is, what it does, what it says, how far it is. Its width does not depend
/// on what it shows. GUI thread.
class ModelColumn final : public QFrame
{
    Q_OBJECT
public:
    static constexpr int leastWidth = 260;

    explicit ModelColumn(const LiveRow &row, QWidget *parent = nullptr);

    /// `prompt`: the name of the prompt under way; empty without one.
    void setRow(const LiveRow &row, const QString &prompt);
    void restartText(const QString &answer, const QString &reasoning);
    /// The view follows only while the person is at its end.
    void appendText(const QString &answer, const QString &reasoning);

protected:
    void changeEvent(QEvent *event) override;

private:
    void layOut();
    void refreshColours();
    void append(QPlainTextEdit *view, const QString &text);
    void refreshPlaceholder();

    ModelIdentity m_identity;
    LiveState m_state = LiveState::Waiting;
    QLabel *m_icon;
    ElidedLabel *m_name;
    QLabel *m_speed;
    ElidedLabel *m_stateText;
    QToolButton *m_reasoningFold;
    QPlainTextEdit *m_reasoning;
    QPlainTextEdit *m_answer;
    QLabel *m_error;
    QProgressBar *m_bar;
    ElidedLabel *m_count;
};

} // namespace assay
