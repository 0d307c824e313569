// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace assay {

/// Help on one pane, the keyboard, or the program: text in a window of its own that stays open beside the work.
class HelpWindow final : public QDialog
{
    Q_OBJECT
public:
    enum class Form { RichText, Markdown };
    /// `heading` is also the window's title, and stands above rich text; `text` is our own, never a model's.
    HelpWindow(const QString &heading, const QString &text, QWidget *parent, Form form = Form::RichText);

    /// Help on the pane with this number in tab order; on the models dock for -1.
    static QString paneText(int pane);
    static QString keysText();
    static QString aboutText();
    /// The pages on what is measured and how, and on programs and servers that a person describes; Markdown.
    static QString measuringText();
    static QString ownModelsText();
};

} // namespace assay
