// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/messages.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QLabel *selectableLabel(const QString &objectName, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText); // what a server says is not ours to format
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(selectableLabel(u"messageText"_s, this))
    , m_detail(selectableLabel(u"messageDetail"_s, this))
    , m_more(new QToolButton(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"messageBar"_s);
    m_more->setObjectName(u"messageMore"_s);
    m_more->setText(tr("Details"));
    m_more->setAccessibleName(tr("Details"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    theme::setIcon(m_more, u"chevron-down"_s);
    m_action->setObjectName(u"messageAction"_s);
    m_close->setObjectName(u"messageClose"_s);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    theme::setIcon(m_close, u"x"_s);
    layOut();
    connect(m_more, &QToolButton::toggled, m_detail, &QWidget::setVisible);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    setVisible(false);
}

void MessageBar::layOut()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::gap(1));
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_more, 0, Qt::AlignTop);
    row->addWidget(m_action, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(2), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1) / 2);
    column->addLayout(row);
    column->addWidget(m_detail);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void MessageBar::showError(const Error &error)
{
    put(error.message, error.detail, {}, true);
}

void MessageBar::showError(const Error &error, const QString &action)
{
    put(error.message, error.detail, action, true);
}

void MessageBar::showNotice(const QString &text, const QString &action)
{
    put(text, {}, action, false);
}

void MessageBar::clear()
{
    setVisible(false);
}

void MessageBar::put(const QString &text, const QString &detail, const QString &action, bool isError)
{
    m_isError = isError;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    m_detail->setText(detail);
    m_more->setChecked(false);
    m_detail->setVisible(false);
    m_more->setVisible(!detail.isEmpty() && detail != text);
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    paintIcon();
    setVisible(true);
    update();
    QAccessibleEvent said(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void MessageBar::paintIcon()
{
    const QColor colour = m_isError ? theme::errorColour(palette()) : palette().color(QPalette::Text);
    const int side = fontMetrics().height() + 2;
    m_icon->setPixmap(
        theme::icon(m_isError ? u"circle-alert"_s : u"info"_s, colour).pixmap(QSize(side, side), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        paintIcon();
    }
    QWidget::changeEvent(event);
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor accent = m_isError ? theme::errorColour(palette()) : palette().color(QPalette::Highlight);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(QRect(0, 0, 3, height()), accent);
    painter.setPen(theme::lineColour(palette()));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

EmptyState::EmptyState(const QString &heading, const QString &hint, QWidget *parent)
    : QWidget(parent), m_heading(new QLabel(this)), m_hint(new QLabel(this)), m_buttons(new QHBoxLayout)
{
    setObjectName(u"emptyState"_s);
    m_heading->setFont(theme::headingFont(font()));
    for (QLabel *label : {m_heading, m_hint}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    m_buttons->setSpacing(theme::gap(1));
    m_buttons->addStretch();
    m_buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(3), theme::gap(3), theme::gap(3), theme::gap(3));
    column->setSpacing(theme::gap(1));
    column->addStretch(2);
    column->addWidget(m_heading);
    column->addWidget(m_hint);
    column->addSpacing(theme::gap(1));
    column->addLayout(m_buttons);
    column->addStretch(3);
    setTexts(heading, hint);
}

void EmptyState::setTexts(const QString &heading, const QString &hint)
{
    m_heading->setText(heading);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    setAccessibleName(heading);
    setAccessibleDescription(hint);
}

QPushButton *EmptyState::addButton(const QString &text, const QString &objectName)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAccessibleName(text);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

} // namespace assay
