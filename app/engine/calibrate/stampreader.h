// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/servers/serveradapter.h"
#include "models/domain/calibration.h"

namespace assay {

/// Reads answers of the practice server as the given reader does, and notes what that server says about its own times.
class StampReader final : public ChunkReader
{
public:
    StampReader(std::unique_ptr<ChunkReader> inner, std::shared_ptr<ServerStamps> stamps);
    std::vector<ChatEvent> read(const StreamEvent &event) override;
    std::vector<ChatEvent> readWhole(const QByteArray &body) override;

private:
    std::unique_ptr<ChunkReader> m_inner;
    std::shared_ptr<ServerStamps> m_stamps;
};

} // namespace assay
