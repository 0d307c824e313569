// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/answerview.h"

#include <QImage>
#include <QTextBlock>
#include <QTextCursor>
#include <QToolTip>

#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// A resource that is there already keeps Qt from looking for the file by itself.
QVariant nothing(int type)
{
    static const QImage pixel = [] {
        QImage image(1, 1, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        return image;
    }();
    return type == QTextDocument::ImageResource ? QVariant(pixel) : QVariant(QByteArray(""));
}

struct Picture
{
    int position = 0;
    int length = 0;
    QString words;
};

} // namespace

void UntrustedDocument::showMarkdown(const QString &text)
{
    setMarkdown(text, MarkdownFeatures(MarkdownDialectGitHub | MarkdownNoHTML));
    replaceImages();
}

void UntrustedDocument::replaceImages()
{
    std::vector<Picture> pictures;
    for (QTextBlock block = begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            const QTextCharFormat format = part.fragment().charFormat();
            if (format.isImageFormat()) {
                const QString words = format.property(QTextFormat::ImageAltText).toString();
                pictures.push_back({part.fragment().position(), part.fragment().length(),
                                    words.isEmpty() ? format.toImageFormat().name() : words});
            }
        }
    }
    for (auto picture = pictures.rbegin(); picture != pictures.rend(); ++picture) {
        QTextCursor cursor(this);
        cursor.setPosition(picture->position);
        cursor.setPosition(picture->position + picture->length, QTextCursor::KeepAnchor);
        cursor.insertText(tr("[image, not loaded: %1]").arg(picture->words), QTextCharFormat());
    }
}

QVariant UntrustedDocument::loadResource(int type, const QUrl &)
{
    return nothing(type);
}

AnswerView::AnswerView(QWidget *parent) : QTextBrowser(parent)
{
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setUndoRedoEnabled(false);
    connect(this, &QTextBrowser::highlighted, this, &AnswerView::say);
    connect(this, &QTextBrowser::anchorClicked, this, &AnswerView::say);
}

/// The view must let go of the document before the document goes.
AnswerView::~AnswerView()
{
    setDocument(nullptr);
}

void AnswerView::showDocument(std::shared_ptr<QTextDocument> document)
{
    if (document == m_shown) {
        return;
    }
    if (document->defaultFont() != font()) {
        document->setDefaultFont(font());
    }
    setDocument(document.get());
    m_shown = std::move(document);
}

QVariant AnswerView::loadResource(int type, const QUrl &)
{
    return nothing(type);
}

void AnswerView::say(const QUrl &url)
{
    const QString text = url.isEmpty() ? QString() : tr("Leads to %1 (not opened)").arg(url.toDisplayString());
    viewport()->setToolTip(text.toHtmlEscaped());
    if (text.isEmpty()) {
        QToolTip::hideText();
    } else {
        QToolTip::showText(QCursor::pos(), text.toHtmlEscaped(), viewport());
    }
    Q_EMIT linkShown(text);
}

} // namespace assay
