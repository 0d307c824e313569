// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/report.h"

#include "app/engine/report/csvreport.h"
#include "app/engine/report/markdownreport.h"
#include "models/domain/resultsjson.h"
#include "models/domain/text.h"

#include <QDir>
#include <QSaveFile>

namespace assay {

QByteArray reportText(const RunData &run, ReportForm form)
{
    switch (form) {
    case ReportForm::Markdown:
        return markdownReport(run);
    case ReportForm::CsvSamples:
        return csvSamples(run);
    case ReportForm::CsvSummary:
        return csvSummary(run);
    case ReportForm::Json:
        return writeResults(run);
    case ReportForm::JsonStable:
        return writeStableResults(run);
    }
    return {};
}

Status writeReport(const RunData &run, ReportForm form, const QString &path)
{
    QSaveFile file(path);
    const auto failure = [&path, &file] {
        return Error{ErrorCode::FileFailed,
                     Text::tr("The report could not be written to %1.").arg(QDir::toNativeSeparators(path)),
                     file.errorString()};
    };
    if (!file.open(QIODevice::WriteOnly))
        return failure();
    const QByteArray text = reportText(run, form);
    if (file.write(text) != text.size() || !file.commit())
        return failure();
    return Done{};
}

} // namespace assay
