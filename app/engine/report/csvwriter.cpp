// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/csvwriter.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace assay {

namespace {

constexpr QStringView formulaStarts = u"=+-@\t\r";

QByteArray shortest(double value)
{
    const double size = std::abs(value);
    const char form = size == 0.0 || (size >= 1e-5 && size < 1e15) ? 'f' : 'g';
    return QByteArray::number(value, form, QLocale::FloatingPointShortest);
}

} // namespace

void CsvWriter::text(const QString &value)
{
    const bool looksLikeFormula = !value.isEmpty() && formulaStarts.contains(value.front());
    cell(looksLikeFormula ? '\'' + value.toUtf8() : value.toUtf8());
}

void CsvWriter::number(std::optional<double> value)
{
    cell(value && std::isfinite(*value) ? shortest(*value) : QByteArray());
}

void CsvWriter::integer(std::optional<qint64> value)
{
    cell(value ? QByteArray::number(*value) : QByteArray());
}

void CsvWriter::cell(const QByteArray &content)
{
    if (m_rowStarted)
        m_bytes.append(',');
    m_rowStarted = true;
    const bool quoted =
        std::ranges::any_of(content, [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
    if (!quoted) {
        m_bytes.append(content);
        return;
    }
    m_bytes.append('"').append(QByteArray(content).replace("\"", "\"\"")).append('"');
}

void CsvWriter::endRow()
{
    m_bytes.append("\r\n");
    m_rowStarted = false;
}

} // namespace assay
