// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/files.h"

#include "models/domain/resultsjson.h"
#include "models/domain/text.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace assay {

namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024;

Error failed(const QString &sentence, const QString &path, const QString &why)
{
    return {ErrorCode::FileFailed, sentence.arg(QDir::toNativeSeparators(path), why), why};
}

} // namespace

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failed(Text::tr("%1 cannot be read: %2."), path, file.errorString());
    }
    if (file.size() > largestFile) {
        return Error{ErrorCode::TooLarge, Text::tr("%1 is larger than 64 MB.").arg(QDir::toNativeSeparators(path)), {}};
    }
    return file.readAll();
}

Result<RunData> readResultsFile(const QString &path)
{
    const Result<QByteArray> bytes = readFile(path);
    return bytes ? readResults(*bytes, path) : Result<RunData>(bytes.error());
}

Status writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return failed(Text::tr("%1 cannot be written: %2."), path, file.errorString());
    }
    return Done{};
}

} // namespace assay
