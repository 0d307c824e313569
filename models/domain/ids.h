// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <compare>

namespace assay {

/// A name that cannot be mixed up with another kind of name. Valid where it is not empty.
template <class Tag> struct Id
{
    QString value;

    bool isEmpty() const { return value.isEmpty(); }
    friend bool operator==(const Id &, const Id &) = default;
    friend bool operator<(const Id &a, const Id &b) { return a.value < b.value; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

/// The key of an endpoint in models.json ("foundry").
using EndpointId = Id<struct EndpointTag>;
/// The name a person gives a contestant; unique in a catalog ("qwen2.5-0.5b").
using ModelAlias = Id<struct ModelTag>;
/// Unique in its prompt set ("rag-2").
using PromptId = Id<struct PromptTag>;
/// Unique in a workspace; made when the set is made (UUID without braces).
using PromptSetId = Id<struct PromptSetTag>;
/// Unique in the world (UUID without braces).
using RunId = Id<struct RunTag>;
/// Unique in its run: the place in the plan, written with five digits ("00012").
using SampleId = Id<struct SampleTag>;

/// Every measured duration and every stamp of a timeline.
using Nanos = std::chrono::nanoseconds;

/// Milliseconds as a real number, for statistics and display.
inline double toMs(Nanos t)
{
    return std::chrono::duration<double, std::milli>(t).count();
}

} // namespace assay
