// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonreader.h"

namespace assay {

/// Takes the members that describe a program or a server of a person's own ("command", "shell", "headers", "body",
/// "framing", "pointers") into an endpoint whose kind and key are known; of other kinds none is taken, except
/// "command". `strict`: reports what a run could not do without.
void takeWrapper(ObjectReader &reader, Endpoint &endpoint, bool strict);
/// The kinds that such a member belongs to, for a sentence ("http or command"); empty for a name that is none of them.
QString wrapperKindsOf(const QString &member);
/// The sentence about a key in a member that nobody reads.
QString unreadKeyProblem(const QString &path);
/// Adds the same members, where there is something to add.
void insertWrapper(JsonValue &json, const Endpoint &endpoint);

} // namespace assay
