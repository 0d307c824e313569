// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/result.h"

#include <QFlags>
#include <QMap>

namespace assay {

/// What a server can be asked to do with its models. Told by the server itself with each listing, because releases and
/// modes of one server differ.
enum class Ability {
    Load = 1,
    Unload = 2,
    Download = 4, // of models that its listing offers (presence Offered)
    DownloadByName = 8, // of any model, by a name the person types
    Remove = 16, // from disk
    Start = 32 // the server is installed but does not run
};
Q_DECLARE_FLAGS(Abilities, Ability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Abilities)

enum class ModelPresence {
    Offered, // in the server's catalog, not on this disk
    Downloading,
    OnDisk, // not in memory
    Loading,
    Loaded,
    Sleeping, // in memory again with the next request
    Failed // the server could not load it
};
QString modelPresenceName(ModelPresence presence); // translated: "loaded"

/// What a server says of a model at this moment; never part of the catalog. Absent where it does not say.
struct ModelState
{
    std::optional<ModelPresence> presence;
    std::optional<double> memoryMb; // all of it, 10^6 bytes, the server's own figure
    std::optional<double> gpuMemoryMb; // the part on the GPU
    std::optional<double> progress; // of loading or downloading, 0 to 1
    QString instance; // what the server calls the loaded one, where that is not the model's id
    QString problem; // why it failed, in the server's words

    friend bool operator==(const ModelState &, const ModelState &) = default;
};

/// Whether a server that lists `listed` means it when it is asked for `asked`: names without a tag have ":latest"
/// (Ollama), names without a version have any (Foundry Local).
bool isSameModelId(const QString &listed, const QString &asked);
/// What a listing's states say of a model; empty where they do not.
ModelState stateIn(const QMap<QString, ModelState> &states, const QString &serverId);

/// What a server is asked to do with one model.
enum class ServerTask { Load, Unload, Download, Remove, Start };
QString serverTaskName(ServerTask task); // translated: "Load"

/// One job on one server. The model is known by `model.serverId`, for a download by name that is all there is; for
/// Start it is empty.
struct ServerOrder
{
    ServerTask task = ServerTask::Load;
    Endpoint endpoint;
    Model model;

    friend bool operator==(const ServerOrder &, const ServerOrder &) = default;
};

/// How far a job is. Absent where the server does not say.
struct TaskProgress
{
    std::optional<qint64> doneBytes, totalBytes;
    std::optional<double> fraction; // 0 to 1
    std::optional<double> bytesPerSecond;
    std::optional<Nanos> timeLeft;
    QString words; // the server's, short

    friend bool operator==(const TaskProgress &, const TaskProgress &) = default;
};

/// What came of a job that went well.
struct TaskDone
{
    QString serverId; // what to call the model in a chat, where the job found out that it is another name; else empty
    std::optional<QUrl> url; // where the server is to be found now (Start)

    friend bool operator==(const TaskDone &, const TaskDone &) = default;
};

} // namespace assay

Q_DECLARE_METATYPE(assay::ServerOrder)
Q_DECLARE_METATYPE(assay::TaskProgress)
Q_DECLARE_METATYPE(assay::TaskDone)
