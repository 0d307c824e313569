// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"
#include "app/engine/report/report.h"

namespace assay {

/// The reports that a person asked for on the command line, and where they go; "-" is the standard output.
class ReportFiles
{
public:
    static void addOptions(Arguments &arguments);
    /// Errors: BadInput: a place that cannot be written, two reports on the standard output, a form not yet available.
    static Result<ReportFiles> from(const Arguments &arguments);

    bool isEmpty() const { return m_files.empty(); }
    /// A report goes to the standard output, so nothing else may.
    bool usesOut() const;
    /// Writes all of them, also where one fails. Errors: the first one that could not be written.
    Status write(const RunData &run, Console &console) const;

private:
    struct File
    {
        ReportForm form;
        QString path;
    };
    std::vector<File> m_files;
};

} // namespace assay
