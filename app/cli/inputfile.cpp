// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/inputfile.h"

#include "models/domain/text.h"

#include <QFile>
#include <QFileInfo>

namespace assay {

Result<QByteArray> readInputFile(const QString &path)
{
    constexpr qint64 maxBytes = 64 * 1024 * 1024;
    const auto bad = [&path](const QString &sentence, const QString &detail = {}) {
        return Error{ErrorCode::BadInput, sentence.arg(path), detail};
    };
    const QFileInfo info(path);
    if (!info.exists()) {
        return bad(Text::tr("There is no file %1."));
    }
    if (info.isDir()) {
        return bad(Text::tr("%1 is a folder, expected a file."));
    }
    if (info.size() > maxBytes) {
        return bad(Text::tr("%1 is larger than 64 MiB."));
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return bad(Text::tr("%1 cannot be read."), file.errorString());
    }
    return file.readAll();
}

} // namespace assay
