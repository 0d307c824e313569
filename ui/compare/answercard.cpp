// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/answercard.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QTextDocument>
#include <QToolButton>

#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "ui/common/elidedlabel.h"
#include "ui/compare/answerview.h"
#include "ui/compare/aspectlist.h"
#include "ui/compare/scorebar.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QLabel *wrapped(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString figuresOf(const Sample &sample)
{
    const SampleMetrics figures = metricsOf(sample);
    const QString mark = sample.tokens.source == TokensSource::Estimate ? u"~"_s : QString();
    QStringList parts;
    if (figures.ttftMs) {
        parts += AnswerCard::tr("first token %1").arg(durationText(figures.ttftMs));
    }
    if (figures.totalMs) {
        parts += AnswerCard::tr("total %1").arg(durationText(figures.totalMs));
    }
    if (sample.tokens.output) {
        parts += AnswerCard::tr("%1 tokens").arg(mark + QString::number(*sample.tokens.output));
    }
    return parts.join(u", "_s);
}

} // namespace

AnswerCard::AnswerCard(const ModelIdentity &identity, const QString &alias, QWidget *parent)
    : QFrame(parent)
    , m_identity(identity)
    , m_icon(new QLabel(this))
    , m_name(new ElidedLabel(identity.named(alias), this))
    , m_status(new QLabel(this))
    , m_reasoningFold(new QToolButton(this))
    , m_reasoning(new QPlainTextEdit(this))
    , m_error(wrapped(u"cardError"_s, this))
    , m_note(wrapped(u"cardNote"_s, this))
    , m_answer(new AnswerView(this))
    , m_figures(wrapped(u"cardFigures"_s, this))
    , m_score(new ScoreBar(this))
    , m_aspects(new AspectList(this))
    , m_comment(new QLineEdit(this))
{
    setObjectName(u"answerCard"_s);
    setAccessibleName(m_name->fullText());
    setMinimumWidth(leastWidth);
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_status->setObjectName(u"cardStatus"_s);
    m_reasoningFold->setObjectName(u"cardReasoningFold"_s);
    m_reasoningFold->setText(tr("Reasoning"));
    m_reasoningFold->setAccessibleName(tr("Reasoning"));
    m_reasoningFold->setToolTip(tr("Show or hide what the model thought before it answered"));
    m_reasoningFold->setCheckable(true);
    m_reasoningFold->setAutoRaise(true);
    m_reasoningFold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_reasoning->setObjectName(u"cardReasoning"_s);
    m_reasoning->setAccessibleName(tr("Reasoning of %1").arg(alias));
    m_reasoning->setReadOnly(true);
    m_reasoning->setTabChangesFocus(true);
    m_reasoning->setFrameShape(QFrame::NoFrame);
    m_reasoning->setMaximumHeight(fontMetrics().lineSpacing() * 7);
    m_answer->setObjectName(u"cardAnswer"_s);
    m_answer->setAccessibleName(tr("Answer of %1").arg(alias));
    m_comment->setObjectName(u"cardComment"_s);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("Comment"));
    m_comment->setToolTip(tr("Comment (C)"));
    layOut();
    connectParts();
    showNothing();
    refreshColours();
}

void AnswerCard::layOut()
{
    m_name->setMinimumHeight(m_reasoningFold->sizeHint().height()); // answers begin at one height, whoever thinks
    auto *who = new QHBoxLayout;
    who->setSpacing(theme::gap(1) / 2);
    who->addWidget(m_icon);
    who->addWidget(m_name, 1);
    who->addWidget(m_reasoningFold);
    who->addWidget(m_status);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1) * 2 / 3);
    column->addLayout(who);
    column->addWidget(m_error);
    column->addWidget(m_note);
    column->addWidget(m_reasoning);
    column->addWidget(m_answer, 1);
    column->addWidget(m_figures);
    column->addWidget(m_score);
    column->addWidget(m_aspects);
    column->addWidget(m_comment);
}

void AnswerCard::connectParts()
{
    connect(m_reasoningFold, &QToolButton::toggled, this, [this](bool open) {
        m_reasoning->setVisible(open);
        theme::setIcon(m_reasoningFold, open ? u"chevron-down"_s : u"chevron-right"_s);
    });
    connect(m_answer, &AnswerView::linkShown, this, &AnswerCard::linkShown);
    connect(m_score, &ScoreBar::changed, this, &AnswerCard::valueWanted);
    connect(m_aspects, &AspectList::changed, this, &AnswerCard::aspectsWanted);
    connect(m_comment, &QLineEdit::textEdited, this, &AnswerCard::commentWanted);
    connect(m_comment, &QLineEdit::returnPressed, this, &AnswerCard::focusAnswer);
    auto *leave = new QShortcut(Qt::Key_Escape, m_comment);
    leave->setContext(Qt::WidgetShortcut);
    connect(leave, &QShortcut::activated, this, &AnswerCard::focusAnswer);
}

void AnswerCard::setSample(const Sample *sample, std::shared_ptr<QTextDocument> document, bool simulated)
{
    if (!sample) {
        showNothing();
        return;
    }
    m_scorable = sample->status == SampleStatus::Ok || !sample->output.isEmpty();
    QStringList status;
    if (simulated) {
        status += tr("simulated");
    }
    if (sample->status != SampleStatus::Ok) {
        status += sampleStatusName(sample->status);
    }
    m_status->setText(status.join(u", "_s));
    m_error->setText(sample->error ? sample->error->message : QString());
    m_error->setToolTip(sample->error ? sample->error->detail.toHtmlEscaped() : QString());
    m_error->setVisible(sample->error.has_value());
    QStringList notes;
    if (sample->output.size() > markdownLimit) {
        notes += tr("Long answer (%L1 characters): shown as plain text.").arg(sample->output.size());
    }
    if (sample->status != SampleStatus::Ok && !sample->output.isEmpty()) {
        notes += tr("Only a part of the answer came.");
    } else if (sample->status == SampleStatus::Ok && sample->output.isEmpty()) {
        notes += tr("The answer is empty.");
    }
    m_note->setText(notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
    showReasoning(sample->reasoning);
    m_answer->showDocument(std::move(document));
    m_figures->setText(figuresOf(*sample));
    for (QWidget *input :
         {static_cast<QWidget *>(m_score), static_cast<QWidget *>(m_aspects), static_cast<QWidget *>(m_comment)}) {
        input->setEnabled(m_scorable);
    }
    refreshColours();
}

void AnswerCard::showNothing()
{
    m_scorable = false;
    m_status->setText(tr("not run yet"));
    m_error->hide();
    m_note->hide();
    showReasoning({});
    m_answer->showDocument(std::make_shared<QTextDocument>());
    m_figures->setText({});
    m_score->setEnabled(false);
    m_aspects->setEnabled(false);
    m_comment->setEnabled(false);
}

void AnswerCard::showReasoning(const QString &reasoning)
{
    m_reasoning->setPlainText(reasoning);
    m_reasoningFold->setVisible(!reasoning.isEmpty());
    m_reasoning->setVisible(!reasoning.isEmpty() && m_reasoningFold->isChecked());
}

void AnswerCard::setAspects(const QStringList &aspects)
{
    m_aspects->setAspects(aspects);
}

void AnswerCard::setScore(const Score *score)
{
    m_score->setValue(score ? score->value : std::nullopt);
    m_aspects->setMet(score ? score->aspectsMet : QStringList());
    const QString comment = score ? score->comment : QString();
    if (m_comment->text() != comment) {
        m_comment->setText(comment);
    }
}

void AnswerCard::setFocused(bool focused)
{
    if (m_focused != focused) {
        m_focused = focused;
        update();
    }
}

void AnswerCard::focusAnswer()
{
    m_answer->setFocus(Qt::OtherFocusReason);
}

void AnswerCard::focusComment()
{
    m_comment->setFocus(Qt::ShortcutFocusReason);
}

void AnswerCard::refreshColours()
{
    const int side = fontMetrics().height();
    m_icon->setPixmap(theme::identityIcon(m_identity, palette(), side).pixmap(QSize(side, side), devicePixelRatioF()));
    const QColor muted = theme::mutedColour(palette());
    theme::setTextColour(m_status, m_error->isHidden() ? muted : theme::errorColour(palette()));
    theme::setTextColour(m_figures, muted);
    theme::setTextColour(m_note, muted);
    theme::setTextColour(m_reasoning, muted);
    theme::setTextColour(m_error, theme::errorColour(palette()));
    // Fusion takes the line around boxes and inputs from the window's colour, which on dark ground cannot be seen.
    for (QWidget *framed : {static_cast<QWidget *>(m_aspects), static_cast<QWidget *>(m_comment)}) {
        QPalette outlined = framed->palette();
        outlined.setColor(QPalette::Window, theme::isDark(palette()) ? muted : palette().color(QPalette::Window));
        framed->setPalette(outlined);
    }
    theme::setIcon(m_reasoningFold, m_reasoning->isHidden() ? u"chevron-right"_s : u"chevron-down"_s);
}

void AnswerCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        refreshColours();
    }
    QFrame::changeEvent(event);
}

void AnswerCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor line = m_focused ? palette().color(QPalette::Highlight) : theme::lineColour(palette());
    painter.setPen(QPen(line, m_focused ? 2 : 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace assay
