// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"
#include "models/domain/score.h"

#include <QFrame>

#include <functional>
#include <memory>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTextDocument;
class QToolButton;

namespace assay {

class AnswerView;
class AspectList;
class ElidedLabel;
class ScoreBar;

/// One model's answer to the prompt compared, with what a person says of it. Asks for changes, makes none. GUI thread.
class AnswerCard final : public QFrame
{
    Q_OBJECT
public:
    static constexpr int leastWidth = 280;
    /// Longer answers are shown plain, because laying Markdown out would hold the window up.
    static constexpr int markdownLimit = 40'000;

    AnswerCard(const ModelIdentity &identity, const QString &alias, QWidget *parent = nullptr);

    /// nullptr: not run yet. `document`: the answer, rendered.
    void setSample(const Sample *sample, std::shared_ptr<QTextDocument> document, bool simulated);
    void setAspects(const QStringList &aspects);
    /// nullptr: none yet. A comment that is being typed keeps its cursor.
    void setScore(const Score *score);
    void setFocused(bool focused);
    bool canBeScored() const { return m_scorable; }
    void focusAnswer();
    void focusComment();

Q_SIGNALS:
    void valueWanted(std::optional<int> value);
    void aspectsWanted(const QStringList &met);
    void commentWanted(const QString &comment);
    void linkShown(const QString &url);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void layOut();
    void connectParts();
    void showNothing();
    void showReasoning(const QString &reasoning);
    void refreshColours();

    ModelIdentity m_identity;
    bool m_scorable = false;
    bool m_focused = false;
    QLabel *m_icon;
    ElidedLabel *m_name;
    QLabel *m_status;
    QToolButton *m_reasoningFold;
    QPlainTextEdit *m_reasoning;
    QLabel *m_error;
    QLabel *m_note;
    AnswerView *m_answer;
    QLabel *m_figures;
    ScoreBar *m_score;
    AspectList *m_aspects;
    QLineEdit *m_comment;
};

} // namespace assay
