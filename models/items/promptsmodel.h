// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"

#include <QAbstractTableModel>

namespace assay {

class PromptDocument;

enum class PromptColumn { Text, System, Expected, Tags, MaxTokens, Count };

/// Beside RawRole of itemroles.h.
enum PromptRole {
    PromptProblemRole = Qt::UserRole + 60, // QString: what is wrong with the row; empty when all is well
};

/// The prompts of the current set as a table that can be edited in place. GUI thread.
class PromptsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit PromptsModel(PromptDocument *document, QObject *parent = nullptr);

    const Prompt *prompt(int row) const;
    /// `mergeKey` not empty: one step of undo with the edit before it that has the same key.
    void replacePrompt(int row, const Prompt &prompt, const QString &mergeKey = {});
    /// The row of the new prompt.
    int addPrompt(int after);
    int duplicatePrompts(const QList<int> &rows); // the first copy's row; -1: nothing to copy
    void removePrompts(const QList<int> &rows);
    void movePrompt(int from, int to);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void follow(); // the current set has changed a little
    void reset(); // another set
    void put(std::vector<Prompt> prompts, const QString &text, const QString &mergeKey = {});

    PromptDocument *m_document;
    std::vector<Prompt> m_prompts; // as the views know them
    PromptSetId m_set;
};

/// Expected aspects and tags as they stand in one cell, and back: "a | b", "x, y".
QString expectedText(const QStringList &expected);
QStringList expectedFromText(const QString &text);
QString tagsText(const QStringList &tags);
QStringList tagsFromText(const QString &text);

} // namespace assay
