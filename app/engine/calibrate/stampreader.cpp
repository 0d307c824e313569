// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/calibrate/stampreader.h"

namespace assay {
namespace {

/// The number behind a key. Within a string of the answer its quotes would be escaped.
std::optional<Nanos> stampAt(const QByteArray &data, QByteArrayView key)
{
    const qsizetype at = data.indexOf(key);
    if (at < 0) {
        return std::nullopt;
    }
    qsizetype end = at + key.size();
    const qsizetype begin = end;
    while (end < data.size() && data.at(end) >= '0' && data.at(end) <= '9') {
        ++end;
    }
    bool isNumber = false;
    const qint64 nanos = data.mid(begin, end - begin).toLongLong(&isNumber);
    return isNumber ? std::optional(Nanos(nanos)) : std::nullopt;
}

} // namespace

StampReader::StampReader(std::unique_ptr<ChunkReader> inner, std::shared_ptr<ServerStamps> stamps)
    : m_inner(std::move(inner)), m_stamps(std::move(stamps))
{
}

std::vector<ChatEvent> StampReader::read(const StreamEvent &event)
{
    if (const std::optional<Nanos> written = stampAt(event.data, "\"sent_ns\":")) {
        m_stamps->written.push_back(*written);
    } else if (const std::optional<Nanos> requestRead = stampAt(event.data, "\"read_ns\":")) {
        m_stamps->requestRead = requestRead;
    }
    return m_inner->read(event);
}

std::vector<ChatEvent> StampReader::readWhole(const QByteArray &body)
{
    return m_inner->readWhole(body);
}

} // namespace assay
