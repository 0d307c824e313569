// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/aspectlist.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

AspectList::AspectList(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(theme::gap(1) / 2);
}

void AspectList::setAspects(const QStringList &aspects)
{
    if (aspects == m_aspects) {
        return;
    }
    m_aspects = aspects;
    qDeleteAll(m_rows);
    m_rows.clear();
    m_boxes.clear();
    for (const QString &aspect : aspects) {
        auto *holder = new QWidget(this);
        auto *box = new QCheckBox(holder);
        box->setObjectName(u"aspect%1"_s.arg(m_boxes.size() + 1));
        box->setAccessibleName(aspect);
        auto *words = new QLabel(aspect, holder);
        words->setTextFormat(Qt::PlainText);
        words->setWordWrap(true);
        words->setBuddy(box);
        words->installEventFilter(this);
        auto *row = new QHBoxLayout(holder);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(theme::gap(1) / 2);
        row->addWidget(box, 0, Qt::AlignTop);
        row->addWidget(words, 1);
        m_column->addWidget(holder);
        m_rows += holder;
        m_boxes += box;
        connect(box, &QCheckBox::toggled, this, [this] { Q_EMIT changed(met()); });
    }
    setVisible(!aspects.isEmpty());
}

QStringList AspectList::met() const
{
    QStringList met;
    for (qsizetype i = 0; i < m_boxes.size(); ++i) {
        if (m_boxes[i]->isChecked()) {
            met += m_aspects[i];
        }
    }
    return met;
}

void AspectList::setMet(const QStringList &met)
{
    for (qsizetype i = 0; i < m_boxes.size(); ++i) {
        const QSignalBlocker quiet(m_boxes[i]);
        m_boxes[i]->setChecked(met.contains(m_aspects[i]));
    }
}

/// A click on the words is a click on their box.
bool AspectList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        if (auto *words = qobject_cast<QLabel *>(watched)) {
            qobject_cast<QCheckBox *>(words->buddy())->click();
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace assay
