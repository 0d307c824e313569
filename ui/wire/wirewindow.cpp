// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wire/wirewindow.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "models/domain/wiretext.h"
#include "models/items/wirepiecesmodel.h"
#include "ui/common/dialogs.h"
#include "ui/common/messages.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

WireWindow::WireWindow(const QString &title, WireExchange exchange, std::optional<Nanos> sent, Dialogs *dialogs,
                       QWidget *parent)
    : QDialog(parent)
    , m_exchange(std::move(exchange))
    , m_dialogs(dialogs)
    , m_messages(new MessageBar(this))
    , m_tabs(new QTabWidget(this))
    , m_reply(new QPlainTextEdit(this))
    , m_request(new QPlainTextEdit(this))
    , m_pieces(new QTableView(this))
{
    setObjectName(u"wireWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("On the wire: %1").arg(title));
    m_zero = sent.value_or(m_exchange.pieces.empty() ? Nanos{} : m_exchange.pieces.front().at);
    m_reply->setObjectName(u"wireReply"_s);
    m_request->setObjectName(u"wireRequest"_s);
    buildPieces();
    layOut();
}

void WireWindow::layOut()
{
    m_tabs->setObjectName(u"wireTabs"_s);
    m_tabs->tabBar()->setObjectName(u"wireTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the exchange"));
    m_tabs->addTab(textTab(m_reply, m_exchange.reply, tr("Reply")), tr("&Reply"));
    m_tabs->addTab(textTab(m_request, m_exchange.request, tr("Request, the key blanked")), tr("Re&quest"));
    m_tabs->addTab(m_pieces, tr("&Pieces (%1)").arg(m_exchange.pieces.size()));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *close = buttons->button(QDialogButtonBox::Close);
    close->setText(tr("Close"));
    close->setObjectName(u"wireClose"_s);
    auto *copyButton = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    copyButton->setObjectName(u"wireCopy"_s);
    copyButton->setToolTip(tr("Copies what this tab is about, whole"));
    auto *saveButton = buttons->addButton(tr("&Save..."), QDialogButtonBox::ActionRole);
    saveButton->setObjectName(u"wireSave"_s);
    saveButton->setToolTip(tr("Saves what this tab is about, whole and byte by byte"));
    for (QPushButton *button : {close, copyButton, saveButton}) {
        button->setAccessibleName(button->text().remove(u'&'));
        button->setAutoDefault(false);
    }
    connect(copyButton, &QPushButton::clicked, this, &WireWindow::copy);
    connect(saveButton, &QPushButton::clicked, this, &WireWindow::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1));
    column->addWidget(m_messages);
    column->addWidget(m_tabs, 1);
    column->addWidget(buttons);
    resize(theme::gap(104), theme::gap(72));
}

QWidget *WireWindow::textTab(QPlainTextEdit *view, const QByteArray &bytes, const QString &name)
{
    auto *page = new QWidget(m_tabs);
    view->setAccessibleName(name);
    view->setReadOnly(true);
    view->setTabChangesFocus(true);
    view->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    view->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    view->setPlainText(wireText(QByteArrayView(bytes).first(std::min(bytes.size(), mostShown))));
    auto *words = new QLabel(notice(bytes), page);
    words->setObjectName(view->objectName() + u"Notice"_s);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setVisible(!words->text().isEmpty());
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->addWidget(words);
    column->addWidget(view, 1);
    return page;
}

QString WireWindow::notice(const QByteArray &bytes) const
{
    QStringList sentences;
    if (bytes.isEmpty()) {
        sentences += tr("Nothing went over the wire in this direction.");
    }
    if (bytes.size() > mostShown) {
        sentences += tr("The first %L1 of %L2 bytes are shown; copying and saving takes them all.")
                         .arg(mostShown)
                         .arg(bytes.size());
    }
    if (m_exchange.cut) {
        sentences += tr("More went over the wire than was kept.");
    }
    return sentences.join(u' ');
}

void WireWindow::buildPieces()
{
    m_pieces->setObjectName(u"wirePieces"_s);
    m_pieces->setAccessibleName(tr("Pieces with their times"));
    m_pieces->setModel(new WirePiecesModel(m_exchange.pieces, m_zero, m_pieces));
    m_pieces->setToolTip(tr("Return or a double click shows the bytes of a piece"));
    m_pieces->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_pieces->setSelectionMode(QAbstractItemView::SingleSelection);
    m_pieces->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_pieces->setTabKeyNavigation(false);
    m_pieces->setShowGrid(false);
    m_pieces->setAlternatingRowColors(true);
    m_pieces->verticalHeader()->hide();
    m_pieces->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + theme::gap(1) / 2);
    m_pieces->horizontalHeader()->setHighlightSections(false);
    m_pieces->horizontalHeader()->setStretchLastSection(true);
    m_pieces->horizontalHeader()->setDefaultSectionSize(theme::gap(18));
    connect(m_pieces, &QAbstractItemView::activated, this, [this](const QModelIndex &at) { showPiece(at.row()); });
}

/// Selects the bytes of a piece in the text of its direction, as far as that is shown.
void WireWindow::showPiece(int row)
{
    const bool sent = m_exchange.pieces.at(size_t(row)).direction == WirePiece::Direction::Sent;
    const QByteArray &bytes = sent ? m_exchange.request : m_exchange.reply;
    const QByteArrayView shown = QByteArrayView(bytes).first(std::min(bytes.size(), mostShown));
    const WireSpan span = wireSpan(m_exchange, size_t(row));
    QPlainTextEdit *view = sent ? m_request : m_reply;
    QTextCursor cursor(view->document());
    cursor.setPosition(int(wireTextPosition(shown, span.from)));
    cursor.setPosition(int(wireTextPosition(shown, span.from + span.length)), QTextCursor::KeepAnchor);
    view->setTextCursor(cursor);
    m_tabs->setCurrentIndex(sent ? Request : Reply);
    view->setFocus(Qt::OtherFocusReason);
    view->centerCursor();
}

QByteArray WireWindow::currentBytes() const
{
    switch (Tab(m_tabs->currentIndex())) {
    case Reply:
        return m_exchange.reply;
    case Request:
        return m_exchange.request;
    case Pieces:
        return wirePiecesCsv(m_exchange, m_zero);
    }
    return {};
}

void WireWindow::copy()
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(currentBytes()));
}

void WireWindow::save()
{
    const QStringList endings{u"reply.txt"_s, u"request.txt"_s, u"pieces.csv"_s};
    const QString name = m_exchange.sample.value + u'-' + endings.value(m_tabs->currentIndex());
    const QString path = m_dialogs->saveFile(this, tr("Save"), name, tr("All files (*)"));
    if (!path.isEmpty()) {
        Q_EMIT saveRequested(path, currentBytes());
    }
}

void WireWindow::showSaved(const QString &path)
{
    m_messages->showNotice(tr("Written: %1").arg(path));
}

void WireWindow::showError(const Error &error)
{
    m_messages->showError(error);
}

} // namespace assay
