// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpcall.h"

#include "models/domain/text.h"

namespace assay {

Result<QByteArray> resolveKeyFromEnvironment(const KeyReference &key)
{
    if (key.place == KeyReference::Place::Keychain) {
        return Error{
            ErrorCode::Unsupported,
            Text::tr("Keys from the keychain cannot be read yet. Put the key of %1 into an environment variable and "
                     "refer to it with env:NAME.")
                .arg(keyReferenceText(key)),
            {}};
    }
    const QByteArray value = qgetenv(key.name.toLocal8Bit().constData()).trimmed();
    if (value.isEmpty()) {
        return Error{
            ErrorCode::KeyMissing,
            Text::tr("The environment variable %1, which should hold the API key, is not set or is empty. Set it "
                     "and start again.")
                .arg(key.name),
            {}};
    }
    return value;
}

} // namespace assay
