// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

#include <QMap>

namespace assay {

/// What the placeholders of a person's own template stand for in one request: {model} {prompt} {system} {max_tokens}
/// {temperature} {seed}. Other words in braces are text like any other. Pure.
class Placeholders
{
public:
    /// `systemHasPlace`: the template holds {system}. Else that text goes before the prompt, an empty line between, so
    /// that a model behind the template is asked the same as all others.
    Placeholders(const ChatInput &input, bool systemHasPlace);

    /// Without those that have no value.
    const QMap<QString, QString> &values() const { return m_values; }
    /// The text with its placeholders replaced, each once: what comes in is not looked at again. Absent where one of
    /// them has no value.
    std::optional<QString> fill(const QString &text) const;
    static bool holdsAny(const QString &text);
    /// The text is nothing but a placeholder of a number.
    static bool isNumber(const QString &text);
    /// The same with `with(name)` in each placeholder's place.
    static QString replaced(const QString &text, const std::function<QString(const QString &name)> &with);

private:
    QMap<QString, QString> m_values;
};

/// A JSON template as it is sent. A text that is nothing but a placeholder of a number becomes that number. What holds
/// a placeholder without a value is left out; so are, then, a list or an object that has nothing left, and an object in
/// a list that has lost a member (a message without its text).
QByteArray filledBody(const QByteArray &body, const ChatInput &input);

} // namespace assay
