// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace assay {

/// Rows of two lines have room for what a figure stands on: how many samples, and its interval as a thin bar.
enum class RowHeight { OneLine, TwoLines };

/// Draws what item models of a run say by roles: the marker of a model beside its name, the best of a column bold with
/// a check mark, and under a figure the number of its samples and its interval. GUI thread.
class TableDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit TableDelegate(RowHeight height, QObject *parent = nullptr);
    static int rowHeight(RowHeight height, const QFont &font);

    QString displayText(const QVariant &value, const QLocale &locale) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    RowHeight m_height;
};

} // namespace assay
