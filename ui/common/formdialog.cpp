// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/formdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

FormDialog::FormDialog(const QString &title, const QString &acceptText, QWidget *parent)
    : QDialog(parent), m_form(new QFormLayout), m_problem(new QLabel(this))
{
    setWindowTitle(title);
    m_form->setHorizontalSpacing(theme::gap(2));
    m_form->setVerticalSpacing(theme::gap(1));
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_problem->setObjectName(u"formProblem"_s);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setMinimumHeight(3 * fontMetrics().lineSpacing()); // nothing jumps when a sentence comes
    m_problem->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *buttons = new QDialogButtonBox(this);
    m_accept = buttons->addButton(acceptText, QDialogButtonBox::AcceptRole);
    m_accept->setObjectName(u"formAccept"_s);
    m_accept->setAccessibleName(acceptText);
    m_accept->setDefault(true);
    QPushButton *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(u"formCancel"_s);
    cancel->setAccessibleName(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(2), theme::gap(2), theme::gap(2), theme::gap(2));
    column->setSpacing(theme::gap(1));
    column->addLayout(m_form, 1);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    setMinimumWidth(theme::gap(72));
}

void FormDialog::addField(const QString &label, QWidget *field, const QString &objectName)
{
    field->setObjectName(objectName);
    field->setAccessibleName(label);
    m_form->addRow(label, field);
    if (auto *line = qobject_cast<QLineEdit *>(field)) {
        connect(line, &QLineEdit::textChanged, this, &FormDialog::recheck);
    } else if (auto *combo = qobject_cast<QComboBox *>(field)) {
        connect(combo, &QComboBox::currentIndexChanged, this, &FormDialog::recheck);
    } else if (auto *text = qobject_cast<QPlainTextEdit *>(field)) {
        text->setTabChangesFocus(true);
        connect(text, &QPlainTextEdit::textChanged, this, &FormDialog::recheck);
    } else if (auto *box = qobject_cast<QCheckBox *>(field)) {
        connect(box, &QCheckBox::toggled, this, &FormDialog::recheck);
    }
}

void FormDialog::showField(QWidget *field, bool shown)
{
    m_form->setRowVisible(field, shown);
}

QWidget *FormDialog::addHint(const QString &text)
{
    auto *hint = new QLabel(text, this);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    m_form->addRow(QString(), hint);
    return hint;
}

void FormDialog::recheck()
{
    const QString sentence = problem();
    m_problem->setText(sentence);
    m_problem->setAccessibleName(sentence);
    m_accept->setEnabled(sentence.isEmpty());
}

} // namespace assay
