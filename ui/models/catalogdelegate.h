// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QIcon>
#include <QStyledItemDelegate>

namespace assay {

/// Draws the catalog: marker and letter before a ticked model, a sign before a state, the address after an endpoint's
/// name. GUI thread.
class CatalogDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit CatalogDelegate(QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void outlineCheckBox(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    QIcon identity(int place, const QPalette &palette) const;

    mutable QHash<int, QIcon> m_icons;
    mutable qint64 m_paletteKey = 0;
};

} // namespace assay
