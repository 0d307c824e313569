// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include <vector>

namespace assay {

class PromptDocument;

/// The prompt sets by name; a name can be edited. GUI thread.
class PromptSetsModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit PromptSetsModel(PromptDocument *document, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        QString name;
        qsizetype prompts = 0;
    };
    void reset();
    Row rowOf(int set) const;

    PromptDocument *m_document;
    std::vector<Row> m_rows; // as the views know them: follows the document one step at a time
};

} // namespace assay
