// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/runbar.h"

#include "ui/theme/theme.h"

#include <QAction>
#include <QLabel>
#include <QToolButton>

namespace assay {

using namespace Qt::Literals::StringLiterals;

RunBar::RunBar(QAction *start, QAction *pause, QAction *cancel, QWidget *parent)
    : QToolBar(tr("Run"), parent), m_plan(new QLabel(this))
{
    setObjectName(u"runBar"_s);
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QAction *action : {start, pause, cancel}) {
        addAction(action);
        auto *button = qobject_cast<QToolButton *>(widgetForAction(action));
        button->setObjectName(action->objectName().replace(u"Action"_s, u"Button"_s));
        button->setAccessibleName(action->iconText());
        connect(action, &QAction::changed, button, [button, action] { button->setAccessibleName(action->iconText()); });
        button->setFocusPolicy(Qt::TabFocus);
    }
    addSeparator();
    m_plan->setObjectName(u"planLabel"_s);
    m_plan->setContentsMargins(theme::gap(1), 0, theme::gap(1), 0);
    m_plan->setTextInteractionFlags(Qt::TextSelectableByMouse);
    addWidget(m_plan);
}

void RunBar::setPlanText(const QString &text)
{
    m_plan->setText(text);
    m_plan->setToolTip(text);
}

QString RunBar::planText() const
{
    return m_plan->text();
}

} // namespace assay
