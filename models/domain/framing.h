// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace assay {

/// How the pieces of an answer are told apart in a stream of bytes.
enum class Framing {
    EventStream, // server-sent events (text/event-stream)
    JsonLines, // one JSON text a line (application/x-ndjson)
    PlainText // no framing: whatever comes is text
};

} // namespace assay
