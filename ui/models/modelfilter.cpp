// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modelfilter.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ModelFilter::ModelFilter(QWidget *parent)
    : QWidget(parent), m_text(new QLineEdit(this)), m_button(new QToolButton(this))
{
    m_text->setObjectName(u"modelFilter"_s);
    m_text->setAccessibleName(tr("Filter models"));
    m_text->setPlaceholderText(tr("Filter models"));
    m_text->setClearButtonEnabled(true);
    m_button->setObjectName(u"capabilityFilter"_s);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::TabFocus);
    auto *menu = new QMenu(m_button);
    menu->setObjectName(u"capabilityMenu"_s);
    m_button->setMenu(menu);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    connect(m_text, &QLineEdit::textChanged, this, &ModelFilter::changed);
    connect(m_text, &QLineEdit::returnPressed, this, &ModelFilter::returnPressed);
    connect(menu, &QMenu::aboutToShow, this, &ModelFilter::fillMenu);
    showChosen();
}

QString ModelFilter::text() const
{
    return m_text->text();
}

void ModelFilter::setOffered(const QStringList &capabilities)
{
    m_offered = capabilities;
    showChosen();
}

void ModelFilter::choose(const QStringList &capabilities)
{
    if (capabilities != m_chosen) {
        m_chosen = capabilities;
        showChosen();
        Q_EMIT changed();
    }
}

void ModelFilter::clear()
{
    {
        const QSignalBlocker quiet(m_text); // one change in all
        m_text->clear();
    }
    m_chosen.clear();
    showChosen();
    Q_EMIT changed();
}

void ModelFilter::focusText()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void ModelFilter::fillMenu()
{
    QMenu *menu = m_button->menu();
    menu->clear();
    QStringList all = m_offered + m_chosen;
    all.removeDuplicates();
    all.sort(Qt::CaseInsensitive);
    for (const QString &capability : std::as_const(all)) {
        QString shown = capability;
        QAction *action = menu->addAction(shown.replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(m_chosen.contains(capability));
        connect(action, &QAction::toggled, this, [this, capability](bool isChosen) {
            QStringList chosen = m_chosen;
            chosen.removeAll(capability);
            choose(isChosen ? chosen << capability : chosen);
        });
    }
    menu->addSeparator();
    QAction *any = menu->addAction(tr("Show all models"), this, [this] { choose({}); });
    any->setEnabled(!m_chosen.isEmpty());
}

void ModelFilter::showChosen()
{
    const QString all = m_chosen.join(u", "_s);
    QString shown = m_chosen.isEmpty() ? tr("Any capability")
        : m_chosen.size() == 1         ? fontMetrics().elidedText(all, Qt::ElideRight, theme::gap(16))
                                       : tr("%1 capabilities").arg(m_chosen.size());
    m_button->setAccessibleName(m_chosen.isEmpty()         ? shown
                                    : m_chosen.size() == 1 ? tr("Capability: %1").arg(all)
                                                           : tr("%1: %2").arg(shown, all));
    m_button->setText(shown.replace(u'&', u"&&"_s));
    m_button->setToolTip(m_chosen.isEmpty() ? tr("Show only models that can do something: chat, tools, vision ...")
                                            : tr("Shown are models with: %1").arg(all));
    m_button->setEnabled(!m_offered.isEmpty() || !m_chosen.isEmpty());
}

} // namespace assay
