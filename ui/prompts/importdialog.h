// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/promptsjson.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace assay {

/// A table read from CSV or JSON Lines before it becomes a prompt set: the first rows, and above each column what it
/// is. Import can be pressed once the columns make a set. GUI thread.
class ImportDialog final : public QDialog
{
    Q_OBJECT
public:
    ImportDialog(const QString &fileName, PromptTable table, QWidget *parent);

Q_SIGNALS:
    void chosen(const assay::PromptSet &set);

private:
    void buildTable();
    void check();
    ColumnMap columns() const;

    QString m_fileName;
    PromptTable m_data;
    std::optional<PromptSet> m_set;
    QTableWidget *m_table;
    QLabel *m_message;
    QPushButton *m_import;
    std::vector<QComboBox *> m_choices;
};

} // namespace assay
