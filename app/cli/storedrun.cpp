// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/storedrun.h"

#include "app/cli/inputfile.h"
#include "models/domain/resultsjson.h"
#include "models/domain/text.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace assay {

Result<RunId> findRun(const std::vector<RunBrief> &runs, const QString &wanted)
{
    if (runs.empty()) {
        return Error{ErrorCode::BadInput, Text::tr("The workspace holds no run."), {}};
    }
    if (wanted == "last"_L1) {
        return runs.front().id;
    }
    std::vector<RunId> fitting;
    for (const RunBrief &run : runs) {
        if (run.id.value == wanted) {
            return run.id;
        }
        if (run.id.value.startsWith(wanted)) {
            fitting.push_back(run.id);
        }
    }
    if (fitting.size() == 1) {
        return fitting.front();
    }
    return Error{ErrorCode::BadInput,
                 fitting.empty() ? Text::tr("The workspace holds no run \u201c%1\u201d; the newest is %2.")
                                       .arg(wanted, runs.front().id.value)
                                 : Text::tr("Several runs begin with \u201c%1\u201d; give more of the id.").arg(wanted),
                 {}};
}

Result<RunData> runInResults(const QString &path)
{
    const Result<QByteArray> bytes = readInputFile(path);
    return bytes ? readResults(*bytes, QFileInfo(path).fileName()) : Result<RunData>(bytes.error());
}

} // namespace assay
