// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/net/streamframer.h"

#include "app/engine/net/lineframer.h"
#include "app/engine/net/sseparser.h"
#include "app/engine/net/textframer.h"
#include "models/domain/text.h"

namespace assay {

std::unique_ptr<StreamFramer> makeFramer(Framing framing)
{
    switch (framing) {
    case Framing::EventStream:
        break;
    case Framing::JsonLines:
        return std::make_unique<LineFramer>();
    case Framing::PlainText:
        return std::make_unique<TextFramer>();
    }
    return std::make_unique<SseParser>();
}

Error eventTooLarge(qsizetype most)
{
    return {ErrorCode::TooLarge,
            Text::tr("The server sent an event of more than %1 bytes, which is not accepted.").arg(most),
            {}};
}

} // namespace assay
