// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/modelcolumn.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QTextCursor>
#include <QToolButton>

#include "models/domain/numbertext.h"
#include "ui/common/elidedlabel.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QPlainTextEdit *stream(const QString &objectName, const QString &name, QWidget *parent)
{
    auto *view = new QPlainTextEdit(parent);
    view->setObjectName(objectName);
    view->setAccessibleName(name);
    view->setReadOnly(true);
    view->setUndoRedoEnabled(false);
    view->setFrameShape(QFrame::NoFrame);
    view->setTabChangesFocus(true);
    view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return view;
}

} // namespace

ModelColumn::ModelColumn(const LiveRow &row, QWidget *parent)
    : QFrame(parent)
    , m_identity(row.identity)
    , m_icon(new QLabel(this))
    , m_name(new ElidedLabel({}, this))
    , m_speed(new QLabel(this))
    , m_stateText(new ElidedLabel({}, this))
    , m_reasoningFold(new QToolButton(this))
    , m_reasoning(stream(u"columnReasoning"_s, tr("Reasoning of %1").arg(row.alias.value), this))
    , m_answer(stream(u"columnAnswer"_s, tr("Answer of %1").arg(row.alias.value), this))
    , m_error(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_count(new ElidedLabel({}, this))
{
    setObjectName(u"modelColumn"_s);
    setAccessibleName(m_identity.named(row.alias.value));
    setFrameShape(QFrame::StyledPanel);
    setMinimumWidth(leastWidth);
    m_name->setFullText(m_identity.named(row.alias.value));
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_reasoningFold->setObjectName(u"columnReasoningFold"_s);
    m_reasoningFold->setText(tr("Reasoning"));
    m_reasoningFold->setAccessibleName(tr("Reasoning"));
    m_reasoningFold->setToolTip(tr("Show or hide what the model thinks before it answers"));
    m_reasoningFold->setCheckable(true);
    m_reasoningFold->setAutoRaise(true);
    m_reasoningFold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reasoning->setMaximumHeight(fontMetrics().lineSpacing() * 6);
    m_reasoning->hide();
    m_answer->setMinimumHeight(fontMetrics().lineSpacing() * 5);
    m_answer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // it takes what is left
    m_error->setObjectName(u"columnError"_s);
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->hide();
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(theme::gap(1));
    m_bar->setAccessibleName(tr("Progress of %1").arg(row.alias.value));
    theme::setIcon(m_reasoningFold, u"chevron-right"_s);
    connect(m_reasoningFold, &QToolButton::toggled, this, [this](bool open) {
        m_reasoning->setVisible(open);
        theme::setIcon(m_reasoningFold, open ? u"chevron-down"_s : u"chevron-right"_s);
    });
    layOut();
    setRow(row, {});
    restartText(row.answer, row.reasoning);
    refreshColours();
}

void ModelColumn::layOut()
{
    QSizePolicy steady = m_reasoningFold->sizePolicy();
    steady.setRetainSizeWhenHidden(true); // the rows below must not move when the first thought arrives
    m_reasoningFold->setSizePolicy(steady);
    auto *who = new QHBoxLayout;
    who->setSpacing(theme::gap(1) / 2);
    who->addWidget(m_icon);
    who->addWidget(m_name, 1);
    who->addWidget(m_speed);
    auto *what = new QHBoxLayout;
    what->addWidget(m_stateText, 1);
    what->addWidget(m_reasoningFold);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1) / 2);
    column->addLayout(who);
    column->addLayout(what);
    column->addWidget(m_reasoning);
    column->addWidget(m_answer, 1);
    column->addWidget(m_error);
    column->addWidget(m_bar);
    column->addWidget(m_count);
}

void ModelColumn::setRow(const LiveRow &row, const QString &prompt)
{
    const QString figure = row.tokensPerS ? threeDigits(row.tokensPerS) : QString();
    m_speed->setText(figure.isEmpty()         ? QString()
                         : row.speedEstimated ? tr("~%1 tok/s").arg(figure)
                                              : tr("%1 tok/s").arg(figure));
    const bool busy = row.state == LiveState::WarmingUp || row.state == LiveState::Streaming;
    m_stateText->setFullText(busy && !prompt.isEmpty()
                                 ? tr("%1: %2, round %3").arg(liveStateName(row.state), prompt).arg(row.round)
                                 : liveStateName(row.state));
    m_bar->setRange(0, std::max(1, row.planned));
    m_bar->setValue(row.done);
    QString count = tr("%1 of %2 done").arg(row.done).arg(row.planned);
    if (row.failed > 0) {
        count += tr(", %1 failed").arg(row.failed);
    }
    if (row.skipped > 0) {
        count += tr(", %1 skipped").arg(row.skipped);
    }
    m_count->setFullText(count);
    m_error->setText(row.error);
    m_error->setVisible(!row.error.isEmpty());
    if (m_state != row.state) {
        m_state = row.state;
        refreshColours();
        refreshPlaceholder();
    }
}

void ModelColumn::restartText(const QString &answer, const QString &reasoning)
{
    m_answer->setPlainText(answer);
    m_reasoning->setPlainText(reasoning);
    m_reasoningFold->setVisible(!reasoning.isEmpty());
    m_reasoning->setVisible(m_reasoningFold->isChecked() && !reasoning.isEmpty());
    m_answer->verticalScrollBar()->setValue(m_answer->verticalScrollBar()->maximum());
    refreshPlaceholder();
}

void ModelColumn::appendText(const QString &answer, const QString &reasoning)
{
    append(m_answer, answer);
    append(m_reasoning, reasoning);
    if (!reasoning.isEmpty() && m_reasoningFold->isHidden()) {
        m_reasoningFold->show();
        m_reasoning->setVisible(m_reasoningFold->isChecked());
        refreshPlaceholder();
    }
}

void ModelColumn::append(QPlainTextEdit *view, const QString &text)
{
    if (text.isEmpty()) {
        return;
    }
    QScrollBar *bar = view->verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum();
    const int before = bar->value();
    QTextCursor cursor(view->document());
    if (view->document()->characterCount() > LiveRunModel::textLimit) {
        cursor.setPosition(view->document()->characterCount() / 4, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(text);
    bar->setValue(atEnd ? bar->maximum() : before);
}

void ModelColumn::refreshPlaceholder()
{
    const bool busy = m_state == LiveState::WarmingUp || m_state == LiveState::Streaming;
    m_answer->setPlaceholderText(!busy                                    ? QString()
                                     : m_reasoning->document()->isEmpty() ? tr("No answer yet")
                                                                          : tr("Thinking, no answer yet"));
}

void ModelColumn::refreshColours()
{
    const int side = fontMetrics().height();
    m_icon->setPixmap(theme::identityIcon(m_identity, palette(), side).pixmap(QSize(side, side), devicePixelRatioF()));
    const bool bad = m_state == LiveState::Failed || m_state == LiveState::Skipped;
    const QColor muted = theme::mutedColour(palette());
    theme::setTextColour(m_stateText, bad ? theme::errorColour(palette()) : muted);
    theme::setTextColour(m_count, muted);
    theme::setTextColour(m_reasoning, muted);
    theme::setTextColour(m_error, theme::errorColour(palette()));
}

void ModelColumn::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        refreshColours();
    }
    QFrame::changeEvent(event);
}

} // namespace assay
