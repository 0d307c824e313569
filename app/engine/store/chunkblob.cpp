// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/chunkblob.h"

namespace assay {

namespace {

// Version byte, then for each chunk two variable-length numbers (seven bits a byte, low ones first): the time since the
// chunk before it (zigzag), and the characters times four plus the kind.
constexpr char formatVersion = 1;

void putNumber(QByteArray &bytes, quint64 value)
{
    while (value >= 0x80) {
        bytes.append(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    bytes.append(static_cast<char>(value));
}

std::optional<quint64> takeNumber(const QByteArray &bytes, qsizetype &at)
{
    quint64 value = 0;
    for (int shift = 0; shift < 64 && at < bytes.size(); shift += 7) {
        const auto byte = static_cast<quint8>(bytes[at++]);
        value |= static_cast<quint64>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0) {
            return value;
        }
    }
    return std::nullopt;
}

quint64 zigzag(qint64 value)
{
    return (static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63);
}

qint64 unzigzag(quint64 value)
{
    return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
}

} // namespace

QByteArray packChunks(const std::vector<Chunk> &chunks)
{
    QByteArray bytes(1, formatVersion);
    bytes.reserve(1 + static_cast<qsizetype>(chunks.size()) * 6);
    Nanos before{};
    for (const Chunk &chunk : chunks) {
        putNumber(bytes, zigzag((chunk.at - before).count()));
        putNumber(bytes, (static_cast<quint64>(chunk.chars) << 2) | static_cast<quint64>(chunk.kind));
        before = chunk.at;
    }
    return bytes;
}

std::optional<std::vector<Chunk>> unpackChunks(const QByteArray &bytes)
{
    if (bytes.isEmpty() || bytes[0] != formatVersion) {
        return std::nullopt;
    }
    std::vector<Chunk> chunks;
    Nanos before{};
    for (qsizetype at = 1; at < bytes.size();) {
        const std::optional<quint64> gap = takeNumber(bytes, at);
        const std::optional<quint64> charsAndKind = takeNumber(bytes, at);
        if (!gap || !charsAndKind || (*charsAndKind & 3) > static_cast<quint64>(DeltaKind::Tool)) {
            return std::nullopt;
        }
        before += Nanos(unzigzag(*gap));
        chunks.push_back(
            Chunk{before, static_cast<int>(*charsAndKind >> 2), static_cast<DeltaKind>(*charsAndKind & 3)});
    }
    return chunks;
}

} // namespace assay
