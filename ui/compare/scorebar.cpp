// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/scorebar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ScoreBar::ScoreBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1) / 2);
    row->addWidget(new QLabel(tr("Score"), this));
    for (int value = 1; value <= 5; ++value) {
        auto *button = new QToolButton(this);
        button->setObjectName(u"score%1"_s.arg(value));
        button->setText(QString::number(value));
        button->setAccessibleName(button->text());
        button->setAccessibleDescription(tr("Score %1 of 5").arg(value));
        button->setToolTip(value == 1       ? tr("1: useless. Press again to clear")
                               : value == 5 ? tr("5: could not be better. Press again to clear")
                                            : tr("Score %1 of 5. Press again to clear").arg(value));
        button->setCheckable(true);
        button->setMinimumWidth(theme::gap(4));
        row->addWidget(button);
        m_buttons[size_t(value - 1)] = button;
        connect(button, &QToolButton::clicked, this, [this, value](bool pressed) {
            const auto wanted = pressed ? std::optional(value) : std::nullopt;
            setValue(wanted);
            Q_EMIT changed(wanted);
        });
    }
    row->addStretch(1);
}

void ScoreBar::setValue(std::optional<int> value)
{
    m_value = value;
    QFont bold = font();
    bold.setBold(true);
    QPalette loud = palette();
    loud.setColor(QPalette::Button, palette().color(QPalette::Highlight));
    loud.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        const bool chosen = value == int(i) + 1;
        m_buttons[i]->setChecked(chosen);
        m_buttons[i]->setFont(chosen ? bold : font());
        m_buttons[i]->setPalette(chosen ? loud : QPalette());
    }
}

void ScoreBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        setValue(m_value);
    }
    QWidget::changeEvent(event);
}

} // namespace assay
