// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/advice.h"

#include "models/domain/text.h"

namespace assay {

QString adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Refused:
        return Text::tr("Start the server, or correct its address with Edit.");
    case ErrorCode::Unreachable:
        return Text::tr("Check the address and the network.");
    case ErrorCode::Unauthorized:
    case ErrorCode::KeyMissing:
        return Text::tr("Set the key's environment variable and start Assay again, or correct the key with Edit.");
    case ErrorCode::NotFound:
        return Text::tr("Check the model's id, or load the model on the server.");
    case ErrorCode::Unavailable:
    case ErrorCode::RateLimited:
        return Text::tr("The server is busy or loading. Wait a little, then probe again.");
    case ErrorCode::ServerError:
        return Text::tr("Look at the server's own log; it may be out of memory.");
    case ErrorCode::Protocol:
        return Text::tr("Check that the address leads to an OpenAI-compatible server.");
    case ErrorCode::IdleTimeout:
        return Text::tr("The model may still be loading. Probe again in a minute.");
    default:
        return {};
    }
}

} // namespace assay
