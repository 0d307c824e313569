// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

#include <memory>

namespace assay {

/// A document of text that nobody vouches for: whatever it names, nothing is loaded, neither files nor the network.
class UntrustedDocument final : public QTextDocument
{
    Q_OBJECT
public:
    using QTextDocument::QTextDocument;
    /// Markdown without HTML; images become words.
    void showMarkdown(const QString &text);

protected:
    QVariant loadResource(int type, const QUrl &name) override;

private:
    void replaceImages();
};

/// Shows a model's answer. Links never open: hovering and clicking only say where they lead. GUI thread.
class AnswerView final : public QTextBrowser
{
    Q_OBJECT
public:
    explicit AnswerView(QWidget *parent = nullptr);
    ~AnswerView() override;
    /// Documents are shared with a cache, because rendering a long answer takes a while.
    void showDocument(std::shared_ptr<QTextDocument> document);

Q_SIGNALS:
    void linkShown(const QString &url); // empty: none any more

protected:
    QVariant loadResource(int type, const QUrl &name) override;

private:
    void say(const QUrl &url);

    std::shared_ptr<QTextDocument> m_shown;
};

} // namespace assay
