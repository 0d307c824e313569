// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/wire.h"

#include <QAbstractTableModel>

namespace assay {

/// The pieces of one exchange in order of time, each with its time since the request had been sent. GUI thread.
class WirePiecesModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Since, Direction, Bytes, Clock, Count };

    /// `zero`: when the request had been sent, on the clock of the pieces.
    WirePiecesModel(std::vector<WirePiece> pieces, Nanos zero, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QVariant raw(const WirePiece &piece, Column column) const;
    QString text(const WirePiece &piece, Column column) const;

    std::vector<WirePiece> m_pieces;
    Nanos m_zero;
};

} // namespace assay
