// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/planjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/resultsjson.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

JsonValue environmentJson(const Environment &environment)
{
    JsonValue json = JsonValue::object();
    json.insert(u"assay_version"_s, JsonValue::fromText(environment.assayVersion));
    json.insert(u"qt_version"_s, JsonValue::fromText(environment.qtVersion));
    json.insert(u"os"_s, JsonValue::fromText(environment.os));
    json.insert(u"kernel"_s, JsonValue::fromText(environment.kernel));
    json.insert(u"cpu"_s, JsonValue::fromText(environment.cpu));
    json.insert(u"host_arch"_s, JsonValue::fromText(environment.hostArch));
    json.insert(u"cpu_threads"_s, orNull(std::optional<qint64>(environment.cpuThreads)));
    json.insert(u"memory_mb"_s, orNull(environment.memoryMb));
    json.insert(u"clock"_s, JsonValue::fromText(environment.clock));
    json.insert(u"simulated"_s, flagValue(environment.simulated));
    return json;
}

Environment readEnvironmentJson(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Environment environment;
    environment.assayVersion = reader.text(u"assay_version"_s);
    environment.qtVersion = reader.text(u"qt_version"_s);
    environment.os = reader.text(u"os"_s);
    environment.kernel = reader.text(u"kernel"_s);
    environment.cpu = reader.text(u"cpu"_s);
    environment.hostArch = reader.text(u"host_arch"_s);
    environment.cpuThreads = reader.count(u"cpu_threads"_s, 0);
    environment.memoryMb = reader.real(u"memory_mb"_s, 0);
    environment.clock = reader.text(u"clock"_s);
    environment.simulated = takeFlag(reader, u"simulated"_s);
    return environment;
}

QByteArray writeEnvironment(const Environment &environment)
{
    return environmentJson(environment).compact();
}

/// What cannot be read stays empty: an environment describes, nothing depends on it.
Environment readEnvironment(const QByteArray &json)
{
    const Result<JsonValue> root = parseJson(json, {});
    JsonProblems ignored({});
    return root ? readEnvironmentJson(*root, {}, ignored) : Environment();
}

} // namespace assay
