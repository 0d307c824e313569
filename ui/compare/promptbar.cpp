// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/promptbar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

PromptBar::PromptBar(QWidget *parent)
    : QWidget(parent)
    , m_previous(tool(u"comparePrevious"_s, u"arrow-up"_s, tr("Previous prompt (Up)")))
    , m_next(tool(u"compareNext"_s, u"arrow-down"_s, tr("Next prompt (Down)")))
    , m_prompt(new QComboBox(this))
    , m_place(new QLabel(this))
    , m_round(new QSpinBox(this))
    , m_unscoredOnly(new QCheckBox(tr("Unscored only"), this))
    , m_plain(new QCheckBox(tr("Plain text"), this))
    , m_count(new QLabel(this))
    , m_keys(tool(u"compareKeys"_s, u"keyboard"_s, tr("All keys (?)")))
    , m_fold(tool(u"compareFold"_s, u"chevron-down"_s, tr("Show or hide the prompt's text")))
    , m_text(new QPlainTextEdit(this))
{
    m_prompt->setObjectName(u"comparePrompt"_s);
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_prompt->setMinimumContentsLength(18);
    m_round->setObjectName(u"compareRound"_s);
    m_round->setAccessibleName(tr("Round"));
    m_unscoredOnly->setObjectName(u"compareUnscoredOnly"_s);
    m_unscoredOnly->setAccessibleName(m_unscoredOnly->text());
    m_unscoredOnly->setToolTip(tr("Previous and next pass over prompts whose answers are all scored"));
    m_plain->setObjectName(u"comparePlain"_s);
    m_plain->setAccessibleName(m_plain->text());
    m_plain->setToolTip(tr("Show the answers as they came, without Markdown"));
    m_count->setObjectName(u"compareCount"_s);
    m_text->setObjectName(u"comparePromptText"_s);
    m_text->setAccessibleName(tr("Text of the prompt"));
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    build();
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepWanted(1); });
    connect(m_prompt, &QComboBox::currentIndexChanged, this, [this] {
        showText();
        Q_EMIT chosen();
    });
    connect(m_round, &QSpinBox::valueChanged, this, &PromptBar::chosen);
    connect(m_plain, &QCheckBox::toggled, this, &PromptBar::plainChanged);
    connect(m_keys, &QToolButton::clicked, this, &PromptBar::keysWanted);
    connect(m_fold, &QToolButton::clicked, this, [this] {
        const bool open = m_text->isHidden();
        m_text->setVisible(open);
        theme::setIcon(m_fold, open ? u"chevron-down"_s : u"chevron-right"_s);
    });
}

QToolButton *PromptBar::tool(const QString &name, const QString &icon, const QString &tip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    theme::setIcon(button, icon);
    return button;
}

void PromptBar::build()
{
    auto *roundWord = new QLabel(tr("Round"), this);
    roundWord->setBuddy(m_round);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::gap(1));
    row->addWidget(m_fold);
    row->addWidget(m_prompt, 1);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_place);
    row->addSpacing(theme::gap(1));
    row->addWidget(roundWord);
    row->addWidget(m_round);
    row->addSpacing(theme::gap(1));
    row->addWidget(m_unscoredOnly);
    row->addWidget(m_plain);
    row->addSpacing(theme::gap(1));
    row->addWidget(m_count);
    row->addWidget(m_keys);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::gap(1) / 2);
    column->addLayout(row);
    column->addWidget(m_text);
}

void PromptBar::setPlan(const Plan &plan)
{
    const int before = prompt();
    const QSignalBlocker quietPrompt(m_prompt);
    const QSignalBlocker quietRound(m_round);
    m_plan = plan;
    m_prompt->clear();
    for (const Prompt &each : plan.prompts) {
        const QString text = each.text.simplified();
        m_prompt->addItem(tr("%1: %2", "prompt id: its text").arg(each.id.value, text.left(120)));
    }
    m_prompt->setCurrentIndex(before >= 0 && before < m_prompt->count() ? before : std::min(0, m_prompt->count() - 1));
    m_round->setRange(1, std::max(1, plan.options.rounds));
    m_round->setEnabled(plan.options.rounds > 1);
    m_round->setSuffix(tr(" of %1").arg(plan.options.rounds));
    showText();
}

int PromptBar::prompt() const
{
    return m_prompt->currentIndex();
}

int PromptBar::round() const
{
    return m_round->value();
}

int PromptBar::prompts() const
{
    return m_prompt->count();
}

int PromptBar::rounds() const
{
    return m_round->maximum();
}

void PromptBar::choose(int prompt, int round)
{
    if (prompt == this->prompt() && round == this->round()) {
        return;
    }
    {
        const QSignalBlocker quietPrompt(m_prompt);
        const QSignalBlocker quietRound(m_round);
        m_prompt->setCurrentIndex(prompt);
        m_round->setValue(round);
    }
    showText();
    Q_EMIT chosen();
}

bool PromptBar::unscoredOnly() const
{
    return m_unscoredOnly->isChecked();
}

bool PromptBar::plain() const
{
    return m_plain->isChecked();
}

void PromptBar::setCount(int unscored, int answered)
{
    m_count->setText(answered == 0       ? tr("no answers yet")
                         : unscored == 0 ? tr("all scored")
                                         : tr("%1 of %2 unscored").arg(unscored).arg(answered));
    m_count->setAccessibleName(m_count->text());
}

void PromptBar::showText()
{
    const int at = prompt();
    const bool known = at >= 0 && size_t(at) < m_plan.prompts.size();
    m_place->setText(known ? tr("%1 of %2").arg(at + 1).arg(prompts()) : QString());
    const Prompt none;
    const Prompt &shown = known ? m_plan.prompts[size_t(at)] : none;
    m_text->setPlainText(shown.system.isEmpty() ? shown.text : tr("System: %1").arg(shown.system) + u'\n' + shown.text);
    const qsizetype length = m_text->toPlainText().size();
    const int lines = int(std::min<qsizetype>(4, m_text->blockCount() + length / 140));
    const int margins = 2 * int(m_text->document()->documentMargin()) + 4;
    m_text->setFixedHeight(m_text->fontMetrics().lineSpacing() * std::max(1, lines) + margins);
}

} // namespace assay
