// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/framing.h"

#include <QByteArray>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <utility>
#include <vector>

namespace assay {

struct Endpoint;

/// Where in one event of an answer (a JSON text) its parts stand: JSON pointers (RFC 6901), "/choices/0/text". What is
/// empty is not looked for.
struct AnswerPointers
{
    QString delta; // text of the answer
    QString reasoning;
    QString finish; // a text: the finish reason; true: the answer is whole
    QString promptTokens, outputTokens; // so far
    QString error;
    QByteArray extra; // keys of the file that we do not know

    friend bool operator==(const AnswerPointers &, const AnswerPointers &) = default;
};

/// How a person describes what speaks no dialect that is known here: a server (ServerKind::Http) or a program
/// (ServerKind::Command). Texts may hold {model} {prompt} {system} {max_tokens} {temperature} {seed}.
struct Wrapper
{
    std::vector<std::pair<QString, QString>> headers; // Http; {key} in a value stands for the endpoint's key
    QByteArray body; // Http: the JSON text that is sent
    bool shell = false; // Command: its texts make one line for the system's shell
    std::optional<Framing> framing; // absent: see framingOf
    AnswerPointers pointers; // of JSON; plain text needs none

    friend bool operator==(const Wrapper &, const Wrapper &) = default;
};

/// "sse", "json-lines", "plain"; nullopt for a name that is none.
QString framingKey(Framing framing);
std::optional<Framing> framingFromKey(const QString &key);

/// What the endpoint says; else events where it is a server and plain text where it is a program.
Framing framingOf(const Endpoint &endpoint);

// What a person wrote: why it cannot be used, as a translated sentence; empty when all is well. None repeats a value,
// which may be a key.

/// `hasKey`: the endpoint refers to a key, so that {key} stands for something.
QString headerProblem(const QString &name, const QString &value, bool hasKey);
QString bodyProblem(const QByteArray &body);
QString queryProblem(const QUrl &url); // of Http, where what stands behind the ? is sent
QString commandProblem(const QStringList &command);
QString pointerProblem(const QString &pointer);

/// Whether a member, a header or a parameter of this name holds a key as a rule ("api_key", "Authorization").
bool isSecretName(const QString &name);
/// Whether a text under this name is such a key and no {key} that stands for it; names of headers tell more.
bool isLiteralKey(const QString &name, const QString &value, bool isHeader);

} // namespace assay
