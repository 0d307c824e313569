// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <utility>
#include <vector>

namespace assay {

/// A small seeded generator (SplitMix64, Steele, Lea and Flood 2014) that gives the same numbers with every compiler
/// and standard library, which std::shuffle and the std distributions do not promise: a plan's order and a published
/// interval must be repeatable anywhere. Not for secrets.
class Generator
{
public:
    explicit constexpr Generator(quint64 seed) : m_state(seed) { }

    constexpr quint64 next()
    {
        m_state += 0x9E3779B97F4A7C15ULL;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    /// Uniform in [0, bound), without bias. `bound` >= 1.
    constexpr quint32 below(quint32 bound)
    {
        quint64 product = (next() >> 32) * bound;
        const quint32 smallest = (0U - bound) % bound;
        while (static_cast<quint32>(product) < smallest)
            product = (next() >> 32) * bound;
        return static_cast<quint32>(product >> 32);
    }

    /// Uniform in [0, 1), 53 bits.
    constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// Fisher-Yates.
    template <class T> void shuffle(std::vector<T> &items)
    {
        for (auto left = static_cast<quint32>(items.size()); left > 1; --left)
            std::swap(items[left - 1], items[below(left)]);
    }

private:
    quint64 m_state;
};

/// A seed of its own for each use of a plan's seed, so that round 2 does not repeat round 1.
constexpr quint64 derivedSeed(quint64 seed, quint64 use)
{
    Generator mixed(seed);
    return Generator(mixed.next() ^ (use * 0xD6E8FEB86659FD93ULL)).next();
}

} // namespace assay
