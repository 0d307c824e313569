// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/importdialog.h"

#include "ui/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int previewRows = 20;
constexpr qsizetype previewCharacters = 300;

/// In the order of the combo boxes.
std::vector<std::pair<PromptField, QString>> fields()
{
    return {{PromptField::Ignore, ImportDialog::tr("keep as it is")},
            {PromptField::Text, ImportDialog::tr("prompt")},
            {PromptField::System, ImportDialog::tr("system")},
            {PromptField::Expected, ImportDialog::tr("expected aspects")},
            {PromptField::Reference, ImportDialog::tr("reference answer")},
            {PromptField::Tags, ImportDialog::tr("tags")},
            {PromptField::MaxTokens, ImportDialog::tr("max tokens")},
            {PromptField::Id, ImportDialog::tr("id")}};
}

} // namespace

ImportDialog::ImportDialog(const QString &fileName, PromptTable table, QWidget *parent)
    : QDialog(parent)
    , m_fileName(fileName)
    , m_data(std::move(table))
    , m_table(new QTableWidget(this))
    , m_message(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"importDialog"_s);
    setWindowTitle(tr("Import %1").arg(fileName));
    auto *lead = new QLabel(tr("Say what each column is. The first %1 of %n rows:", nullptr, int(m_data.rows.size()))
                                .arg(qMin(previewRows, int(m_data.rows.size()))),
                            this);
    m_message->setObjectName(u"importMessage"_s);
    m_message->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_import = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    m_import->setObjectName(u"importAccept"_s);
    m_import->setAccessibleName(tr("Import"));
    QPushButton *cancel = buttons->button(QDialogButtonBox::Cancel);
    cancel->setObjectName(u"importCancel"_s);
    cancel->setAccessibleName(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(*m_set);
        accept();
    });
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(lead);
    layout->addWidget(m_table);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    buildTable();
    check();
    resize(theme::gap(90), theme::gap(52));
}

void ImportDialog::buildTable()
{
    const int rows = qMin(previewRows, int(m_data.rows.size()));
    m_table->setObjectName(u"importTable"_s);
    m_table->setAccessibleName(tr("Preview"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setColumnCount(int(m_data.header.size()));
    m_table->setRowCount(rows + 1); // the first row holds the choices
    m_table->setHorizontalHeaderLabels(m_data.header);
    m_table->verticalHeader()->hide();
    const ColumnMap guess = guessColumns(m_data.header);
    for (int column = 0; column < m_table->columnCount(); ++column) {
        auto *choice = new QComboBox(m_table);
        choice->setObjectName(u"importColumn%1"_s.arg(column + 1));
        choice->setAccessibleName(tr("Column %1 is").arg(m_data.header.at(column)));
        for (const auto &[field, name] : fields()) {
            choice->addItem(name, int(field));
        }
        choice->setCurrentIndex(choice->findData(int(guess.at(size_t(column)))));
        connect(choice, &QComboBox::currentIndexChanged, this, &ImportDialog::check);
        m_table->setCellWidget(0, column, choice);
        m_choices.push_back(choice);
        for (int row = 0; row < rows; ++row) {
            const QString cell = m_data.rows.at(size_t(row)).at(column);
            m_table->setItem(row + 1, column, new QTableWidgetItem(cell.left(previewCharacters)));
        }
        m_table->setColumnWidth(column, theme::gap(24));
    }
}

ColumnMap ImportDialog::columns() const
{
    ColumnMap map;
    for (const QComboBox *choice : m_choices) {
        map.push_back(PromptField(choice->currentData().toInt()));
    }
    return map;
}

void ImportDialog::check()
{
    const Result<PromptSet> set = promptsFromTable(m_data, columns(), m_fileName);
    m_set = set ? std::optional<PromptSet>(*set) : std::nullopt;
    m_message->setText(set ? tr("%n prompts will be imported.", nullptr, int(set->prompts.size()))
                           : set.error().message);
    QPalette colours = palette();
    if (!set) {
        colours.setColor(QPalette::WindowText, theme::errorColour(palette()));
    }
    m_message->setPalette(colours);
    m_import->setEnabled(m_set.has_value());
}

} // namespace assay
