// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/exportname.h"

#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

QString filterOf(ExportForm form)
{
    switch (form) {
    case ExportForm::Markdown:
        return Text::tr("Markdown (*.md)");
    case ExportForm::CsvSamples:
    case ExportForm::CsvSummary:
        return Text::tr("CSV (*.csv)");
    case ExportForm::Json:
        return Text::tr("JSON (*.json)");
    }
    return {};
}

QString endingOf(ExportForm form)
{
    switch (form) {
    case ExportForm::Markdown:
        return u".md"_s;
    case ExportForm::CsvSamples:
        return u".csv"_s;
    case ExportForm::CsvSummary:
        return u"-summary.csv"_s;
    case ExportForm::Json:
        return u".json"_s;
    }
    return {};
}

QString fileNameOf(const QString &runName)
{
    QString name;
    for (const QChar c : runName) {
        name += c.isLetterOrNumber() || u"-_. "_s.contains(c) ? c : u'-';
    }
    return name.trimmed().isEmpty() ? u"assay-report"_s : name.trimmed();
}

} // namespace assay
