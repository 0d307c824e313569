// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// Reads the chunks of one answer. Where several choices are sent, the one with index 0 is the answer and the others
/// are ignored. <think> marks inside the answer are left there: whether they are reasoning is a guess.
class OpenAiChunkReader final : public ChunkReader
{
public:
    std::vector<ChatEvent> read(const StreamEvent &event) override;
    std::vector<ChatEvent> readWhole(const QByteArray &body) override;

private:
    void addEcho(QByteArrayView model, std::vector<ChatEvent> &events);

    QByteArray m_echo; // the model name of the last chunk, to report it once
};

} // namespace assay
