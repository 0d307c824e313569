// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/score.h"

#include <QKeySequence>
#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;
class QShortcut;
class QStackedWidget;
class QUndoStack;

namespace assay {

class AnswerCache;
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
    ~ComparePane() override;

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
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void connectParts();
    void connectCard(int column);
    void addKeys();
    void addKey(const QKeySequence &keys, const std::function<void()> &action);
    void reload();
    void rebuildCards();
    void refresh();
    void refreshCard(int column);
    void refreshCount();
    void onSamples(int first, int last);
    void onFocus(QWidget *now);
    void move(int steps);
    bool hasUnscored(int prompt, int round) const;
    void focusColumn(int column);
    void showColumns();
    void scoreFocused(std::optional<int> value);
    void change(int column, const std::function<void(Score &)> &edit, const QString &what, bool mergeable = false);
    void focusComment();
    void showKeys();
    void setAlone(bool alone);

    RunDocument *m_document;
    QUndoStack *m_undo;
    Clock m_clock;
    std::unique_ptr<AnswerCache> m_answers;
    PromptBar *m_bar;
    QStackedWidget *m_pages;
    QScrollArea *m_scroll;
    QWidget *m_columns;
    QHBoxLayout *m_row;
    QLabel *m_hint;
    std::vector<QShortcut *> m_keys;
    std::vector<AnswerCard *> m_cards;
    int m_focused = -1;
    bool m_alone = false;
    bool m_stale = true;
};

} // namespace assay
