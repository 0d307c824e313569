// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"

namespace assay {

/// Reads an answer that is JSON, by the pointers of its endpoint. Where no pointer tells the finish, the regular end of
/// the stream says that the answer is whole.
class PointerReader final : public ChunkReader
{
public:
    explicit PointerReader(const Endpoint &endpoint);
    Framing framing() const override { return m_framing; }
    std::vector<ChatEvent> read(const StreamEvent &event) override;
    std::vector<ChatEvent> readEnd() override;
    std::vector<ChatEvent> readWhole(const QByteArray &body) override;

private:
    /// The parts of a pointer.
    using Steps = std::vector<std::string>;

    Error reported(const QByteArray &error) const;

    Framing m_framing;
    bool m_isProgram;
    Steps m_delta, m_reasoning, m_finish, m_promptTokens, m_outputTokens, m_error;
};

/// An answer that is nothing but text: all of it, to its regular end.
class TextReader final : public ChunkReader
{
public:
    Framing framing() const override { return Framing::PlainText; }
    std::vector<ChatEvent> read(const StreamEvent &event) override;
    std::vector<ChatEvent> readEnd() override { return {StreamDone{}}; }
    std::vector<ChatEvent> readWhole(const QByteArray &) override { return {}; }
};

} // namespace assay
