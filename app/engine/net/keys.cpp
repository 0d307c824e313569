// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/httpcall.h"
#include "models/domain/text.h"

namespace assay {

Result<QByteArray> resolveKeyFromEnvironment(const KeyReference &key)
{
    if (key.place == KeyReference::Place::Keychain) {
        return Error{ErrorCode::Unsupported,
                     Text::tr("This version of Assay cannot read the keychain entry %1. "
                              "Put the key into an environment variable and refer to it as env:NAME.")
                         .arg(key.name),
                     {}};
    }
    const QByteArray value = qgetenv(key.name.toLocal8Bit().constData()).trimmed();
    if (value.isEmpty()) {
        return Error{
            ErrorCode::KeyMissing,
            Text::tr("The environment variable %1, which is to hold the key, is not set or is empty.").arg(key.name),
            {}};
    }
    return value;
}

} // namespace assay
