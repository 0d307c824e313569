// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/wirepiecesmodel.h"

#include "models/items/itemroles.h"

namespace assay {

WirePiecesModel::WirePiecesModel(std::vector<WirePiece> pieces, Nanos zero, QObject *parent)
    : QAbstractTableModel(parent), m_pieces(std::move(pieces)), m_zero(zero)
{
}

int WirePiecesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_pieces.size());
}

int WirePiecesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant WirePiecesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const WirePiece &piece = m_pieces[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(piece, column);
    case RawRole:
        return raw(piece, column);
    case Qt::TextAlignmentRole: {
        const bool number = column == Column::Since || column == Column::Bytes;
        return number ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    }
    default:
        return {};
    }
}

QVariant WirePiecesModel::raw(const WirePiece &piece, Column column) const
{
    switch (column) {
    case Column::Since:
        return toMs(piece.at - m_zero);
    case Column::Direction:
        return piece.direction == WirePiece::Direction::Received;
    case Column::Bytes:
        return piece.bytes;
    case Column::Clock:
        return piece.byKernel;
    case Column::Count:
        break;
    }
    return {};
}

/// Microseconds are what a look at the wire is for, so times keep three decimals whatever their size.
QString WirePiecesModel::text(const WirePiece &piece, Column column) const
{
    switch (column) {
    case Column::Since:
        return QString::number(toMs(piece.at - m_zero), 'f', 3);
    case Column::Direction:
        return piece.direction == WirePiece::Direction::Sent ? tr("sent") : tr("received");
    case Column::Bytes:
        return QString::number(piece.bytes);
    case Column::Clock:
        return piece.byKernel ? tr("kernel") : tr("this program");
    case Column::Count:
        break;
    }
    return {};
}

QVariant WirePiecesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (Column(section)) {
    case Column::Since:
        return tr("since sent (ms)");
    case Column::Direction:
        return tr("direction");
    case Column::Bytes:
        return tr("bytes");
    case Column::Clock:
        return tr("clock");
    case Column::Count:
        break;
    }
    return {};
}

} // namespace assay
