// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"

#include <QJsonValue>

namespace assay {

// How servers write down what they know of a model. Pure.

/// "8B", "494.03M", "1.5 B"; absent where it is no such figure.
std::optional<qint64> parameterCountOf(const QString &text);
/// A positive number of tokens.
std::optional<int> tokensOf(const QJsonValue &value);
/// 10^6 bytes; absent where the value is no positive number.
std::optional<double> megabytesOf(const QJsonValue &bytes);
/// Absent where the value is no text or empty.
std::optional<QString> textOf(const QJsonValue &value);
/// A server's word for what a model can do as the one models.json uses: "chat" for "completion" and "llm".
QString capabilityOf(const QString &word);
/// A licence's name from its text: the first line that says something.
std::optional<QString> licenseOf(const QString &text);

} // namespace assay
