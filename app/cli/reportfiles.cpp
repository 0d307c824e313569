// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reportfiles.h"

#include "models/domain/text.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

struct Form
{
    const char16_t *option;
    ReportForm form;
};
constexpr std::array forms{Form{u"json", ReportForm::Json}, Form{u"json-stable", ReportForm::JsonStable},
                           Form{u"csv", ReportForm::CsvSamples}, Form{u"csv-summary", ReportForm::CsvSummary},
                           Form{u"markdown", ReportForm::Markdown}};

QString nameOf(const Form &form)
{
    return QStringView(form.option).toString();
}

QString descriptionOf(ReportForm form)
{
    switch (form) {
    case ReportForm::Json:
        return Text::tr("Write all results as JSON to FILE; - is the standard output.");
    case ReportForm::JsonStable:
        return Text::tr("Write to FILE what must be the same in two runs with --deterministic: no times, no ids.");
    case ReportForm::CsvSamples:
        return Text::tr("Write one CSV row a sample to FILE.");
    case ReportForm::CsvSummary:
        return Text::tr("Write one CSV row a model to FILE.");
    case ReportForm::Markdown:
        return Text::tr("Write a report with tables and answers to FILE.");
    }
    return {};
}

/// Before anything is run: a report that cannot be written in the end is time lost.
Status checkWritable(const QString &option, const QString &path)
{
    const QFileInfo file(path);
    const QFileInfo folder(file.absolutePath());
    const auto bad = [&option, &path](const QString &sentence) {
        return Error{ErrorCode::BadInput, sentence.arg(option, path), {}};
    };
    if (file.isDir()) {
        return bad(Text::tr("--%1: %2 is a folder, expected a file."));
    }
    if (!folder.isDir()) {
        return bad(Text::tr("--%1: the folder of %2 does not exist."));
    }
    if (!folder.isWritable() || (file.exists() && !file.isWritable())) {
        return bad(Text::tr("--%1: %2 cannot be written."));
    }
    return Done{};
}

} // namespace

void ReportFiles::addOptions(Arguments &arguments)
{
    for (const Form &form : forms) {
        arguments.addValue(nameOf(form), u"FILE"_s, descriptionOf(form.form));
    }
    arguments.addValue(u"html"_s, u"FILE"_s, Text::tr("Not available yet."));
}

Result<ReportFiles> ReportFiles::from(const Arguments &arguments)
{
    if (arguments.has(u"html"_s)) {
        return Error{ErrorCode::Unsupported, Text::tr("--html is not available yet; use --markdown."), {}};
    }
    ReportFiles files;
    for (const Form &form : forms) {
        const std::optional<QString> path = arguments.value(nameOf(form));
        if (!path) {
            continue;
        }
        if (*path == "-"_L1 && files.usesOut()) {
            return Error{ErrorCode::BadInput, Text::tr("Only one report can go to the standard output."), {}};
        }
        if (*path != "-"_L1) {
            const Status writable = checkWritable(nameOf(form), *path);
            if (!writable) {
                return writable.error();
            }
        }
        files.m_files.push_back({form.form, *path});
    }
    return files;
}

bool ReportFiles::usesOut() const
{
    return std::any_of(m_files.begin(), m_files.end(), [](const File &file) { return file.path == "-"_L1; });
}

Status ReportFiles::write(const RunData &run, Console &console) const
{
    std::optional<Error> first;
    for (const File &file : m_files) {
        Status status = Done{};
        if (file.path != "-"_L1) {
            status = writeReport(run, file.form, file.path);
        } else if (!console.writeOut(reportText(run, file.form))) {
            status = Error{ErrorCode::FileFailed, Text::tr("The standard output cannot be written."), {}};
        }
        if (!status && !first) {
            first = status.error();
        }
    }
    return first ? Status(*first) : Status(Done{});
}

} // namespace assay
