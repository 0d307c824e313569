// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/score.h"

#include <QHash>
#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QUndoStack;

namespace assay {

class AnswerCard;
class PromptBar;
class RunDocument;

/// One prompt at a time, the models' answers side by side, each with its score. A score is saved the moment it is given
/// (scoreEdited) and can be undone. Everything works with keys. GUI thread.
class ComparePane final : public QWidget
{
    Q_OBJECT
public:
    using Clock = std::function<QDateTime()>; // UTC

    /// Document and stack outlive the pane.
    ComparePane(RunDocument *document, QUndoStack *undo, Clock clock = {}, QWidget *parent = nullptr);

    /// Shows the prompt of a sample with its column focused. Nothing happens where there is no such sample.
    void showSample(const SampleId &sample);
    int prompt() const; // index in the plan; -1 without a run
    int round() const; // from 1
    int column() const; // the focused one: index of the model in the plan; -1 for none

Q_SIGNALS:
    /// To be saved at once; without value, comment and aspects: to be taken away.
    void scoreEdited(const assay::Score &score);
    /// What a link under the mouse or a click leads to, for a status line; empty: nothing any more.
    void linkHovered(const QString &url);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void connectParts();
    void connectCard(int column);
    void addKeys();
    void addKey(int key, const std::function<void()> &action);
    void reload();
    void rebuildCards();
    void refresh();
    void refreshCard(int column);
    void refreshCount();
    void move(int steps);
    void focusColumn(int column);
    void scoreFocused(int value);
    void setValue(int column, std::optional<int> value);
    void setAspects(int column, const QStringList &aspects);
    void setComment(int column, const QString &comment);
    void push(int column, const Score &after, const QString &what);
    Score scoreOf(int column) const; // what stands, or an empty one
    void showKeys();
    void toggleAlone();
    void setPlain(bool plain);

    RunDocument *m_document;
    QUndoStack *m_undo;
    Clock m_clock;
    PromptBar *m_bar;
    QStackedWidget *m_pages;
    QScrollArea *m_scroll;
    QWidget *m_columns;
    QLabel *m_hint;
    std::vector<AnswerCard *> m_cards;
    int m_focused = -1;
    bool m_alone = false;
    bool m_plain = false;
};

} // namespace assay
