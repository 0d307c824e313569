// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace assay {

/// Text from anywhere, made safe for Markdown. Control characters and those that turn the direction of writing are made
/// visible, because they can make a text look like another one. Any thread.
QString visibleText(const QString &text);

/// For a table cell or within a line: on one line, nothing of it is markup, link, image or HTML.
QString markdownInline(const QString &text);

/// One row of a table, of cells that are safe already. Ends in a newline.
QString markdownRow(const QStringList &cells);

/// One item of a list, of text that is safe already. Ends in a newline.
QString markdownBullet(const QString &text);

/// A block shown letter by letter, fenced with more backticks than stand in a row anywhere in it. Ends in a newline.
QString markdownFenced(const QString &text);

} // namespace assay
