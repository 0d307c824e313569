// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparekeys.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(CompareKeys)
};

} // namespace

void showCompareKeys(QWidget *pane)
{
    auto *sheet = new QDialog(pane);
    sheet->setObjectName(u"compareKeysSheet"_s);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->setWindowTitle(Words::tr("Keys of the compare pane"));
    auto *form = new QFormLayout(sheet);
    form->setHorizontalSpacing(theme::gap(3));
    form->setVerticalSpacing(theme::gap(1));
    form->setContentsMargins(theme::gap(3), theme::gap(2), theme::gap(3), theme::gap(2));
    const auto add = [&](const QString &keys, const QString &what) {
        auto *label = new QLabel(keys, sheet);
        QFont bold = label->font();
        bold.setBold(true);
        label->setFont(bold);
        form->addRow(label, new QLabel(what, sheet));
    };
    add(Words::tr("Up, Down"), Words::tr("previous, next prompt (after the last one: the next round)"));
    add(Words::tr("Left, Right"), Words::tr("answer to the left, to the right"));
    add(Words::tr("1 to 5"), Words::tr("score the answer and go to the next one"));
    add(Words::tr("0"), Words::tr("take the score away"));
    add(Words::tr("C"), Words::tr("write a comment; Enter or Esc ends it"));
    add(Words::tr("Enter, O"), Words::tr("show this answer alone, or all again"));
    add(Words::tr("Esc"), Words::tr("show all answers again"));
    add(Words::tr("Ctrl+Z"), Words::tr("undo"));
    add(Words::tr("?"), Words::tr("this list"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, sheet);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(u"compareKeysClose"_s);
    close->setAccessibleName(close->text());
    QObject::connect(buttons, &QDialogButtonBox::rejected, sheet, &QDialog::close);
    form->addRow(buttons);
    sheet->open();
}

} // namespace assay
