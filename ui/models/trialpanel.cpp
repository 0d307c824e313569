// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/trialpanel.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

#include "models/domain/metrics.h"
#include "models/domain/numbertext.h"
#include "models/domain/trouble.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr int answerLines = 3;

QString endText(const Sample &sample)
{
    if (sample.status == SampleStatus::Cancelled) {
        return TrialPanel::tr("Cancelled.");
    }
    if (sample.error) {
        return errorWithAdvice(*sample.error);
    }
    const SampleMetrics figures = metricsOf(sample);
    return figures.totalMs ? TrialPanel::tr("It answered, in %1.").arg(durationText(figures.totalMs))
                           : TrialPanel::tr("It answered.");
}

} // namespace

TrialPanel::TrialPanel(QWidget *parent)
    : QWidget(parent)
    , m_prompt(new QLineEdit(tr("Say hello."), this))
    , m_model(new QLineEdit(this))
    , m_button(new QPushButton(tr("Try"), this))
    , m_answer(new QPlainTextEdit(this))
    , m_status(new QLabel(this))
{
    m_prompt->setObjectName(u"trialPrompt"_s);
    m_prompt->setAccessibleName(tr("Question for the trial"));
    m_prompt->setToolTip(tr("This question goes to what is described above. Nothing is saved."));
    m_model->setObjectName(u"trialModel"_s);
    m_model->setAccessibleName(tr("Model for the trial"));
    m_model->setToolTip(tr("What stands for {model}"));
    m_button->setObjectName(u"trialButton"_s);
    m_button->setAccessibleName(m_button->text());
    m_button->setAutoDefault(false);
    m_answer->setObjectName(u"trialAnswer"_s);
    m_answer->setAccessibleName(tr("Answer of the trial"));
    m_answer->setReadOnly(true);
    m_answer->setTabChangesFocus(true);
    m_answer->setFixedHeight(answerLines * fontMetrics().lineSpacing() + theme::gap(2));
    m_status->setObjectName(u"trialStatus"_s);
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(theme::gap(1));
    grid->addWidget(m_prompt, 0, 0);
    grid->addWidget(m_model, 0, 1);
    grid->addWidget(m_button, 0, 2);
    grid->addWidget(m_answer, 1, 0, 1, 3);
    grid->addWidget(m_status, 2, 0, 1, 3);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 1);
    m_answer->hide(); // until there is something to see
    m_status->hide();
    connect(m_button, &QPushButton::clicked, this, &TrialPanel::press);
}

QString TrialPanel::prompt() const
{
    return m_prompt->text();
}

QString TrialPanel::modelName() const
{
    return m_model->text().trimmed().isEmpty() ? m_model->placeholderText() : m_model->text().trimmed();
}

void TrialPanel::setModelNeeded(bool needed, const QString &proposed)
{
    m_model->setVisible(needed);
    m_model->setPlaceholderText(proposed);
}

bool TrialPanel::isOpen() const
{
    return !m_answer->isHidden();
}

void TrialPanel::press()
{
    if (m_isWaiting) {
        m_button->setEnabled(false); // until it has ended
        Q_EMIT cancelled();
    } else {
        Q_EMIT wanted();
    }
}

/// Here Return asks; it is not yet the time to save.
void TrialPanel::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool isInText = focusWidget() == m_prompt || focusWidget() == m_model;
    if (isReturn && isInText && !m_isWaiting) {
        press();
    } else if (!isReturn) {
        QWidget::keyPressEvent(event);
    }
}

void TrialPanel::refuse(const QString &sentence)
{
    say(sentence);
}

void TrialPanel::begin()
{
    m_isWaiting = true;
    m_answer->clear();
    m_answer->show();
    m_button->setText(tr("Cancel"));
    m_button->setAccessibleName(tr("Cancel the trial"));
    say(tr("Waiting for the answer ..."));
}

void TrialPanel::addText(const QString &text)
{
    m_answer->moveCursor(QTextCursor::End);
    m_answer->insertPlainText(text);
}

void TrialPanel::end(const Sample &sample)
{
    m_isWaiting = false;
    m_button->setText(tr("Try"));
    m_button->setAccessibleName(m_button->text());
    m_button->setEnabled(true);
    if (sample.error && !sample.error->detail.isEmpty() && sample.error->detail != sample.error->message) {
        addText(m_answer->document()->isEmpty() ? sample.error->detail : QString(u'\n' + sample.error->detail));
    }
    say(endText(sample));
}

void TrialPanel::say(const QString &sentence)
{
    m_status->setText(sentence);
    m_status->setAccessibleName(sentence);
    m_status->show();
    Q_EMIT grown();
}

} // namespace assay
