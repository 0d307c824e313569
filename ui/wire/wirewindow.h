// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "models/domain/wire.h"

#include <QDialog>

#include <optional>

class QPlainTextEdit;
class QTableView;
class QTabWidget;

namespace assay {

class Dialogs;
class MessageBar;

/// One request and its reply as they went over the wire, and when each piece did. Text is shown and never rendered;
/// what is long is shown cut and saved whole. Stays open beside the work. GUI thread.
class WireWindow final : public QDialog
{
    Q_OBJECT
public:
    /// So many bytes of each direction are shown.
    static constexpr qsizetype mostShown = 256 * 1024;

    /// `title` names the sample. `sent`: when its request had been sent, on the clock of the pieces; where it is not
    /// known, the first piece counts. `dialogs` outlives the window.
    WireWindow(const QString &title, WireExchange exchange, std::optional<Nanos> sent, Dialogs *dialogs,
               QWidget *parent);
    /// What was saved, or could not be.
    void showSaved(const QString &path);
    void showError(const Error &error);

Q_SIGNALS:
    void saveRequested(const QString &path, const QByteArray &bytes);

private:
    enum Tab { Reply, Request, Pieces };

    QWidget *textTab(QPlainTextEdit *view, const QByteArray &bytes, const QString &name);
    void buildPieces();
    void layOut();
    void copy();
    void save();
    void showPiece(int row);
    QByteArray currentBytes() const;
    QString notice(const QByteArray &bytes) const;

    WireExchange m_exchange;
    Nanos m_zero{};
    Dialogs *m_dialogs;
    MessageBar *m_messages;
    QTabWidget *m_tabs;
    QPlainTextEdit *m_reply;
    QPlainTextEdit *m_request;
    QTableView *m_pieces;
};

} // namespace assay
