// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/calibrationjson.h"
#include "models/domain/planjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/resultsjson.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

JsonValue versionsJson(const QMap<QString, QString> &versions)
{
    JsonValue json = JsonValue::object();
    for (auto it = versions.cbegin(); it != versions.cend(); ++it)
        json.insert(it.key(), JsonValue::fromText(it.value()));
    return json;
}

QMap<QString, QString> readVersions(ObjectReader &parent, const QString &key)
{
    QMap<QString, QString> versions;
    const JsonValue *json = parent.take(key);
    if (!json)
        return versions;
    ObjectReader reader(*json, parent.pathOf(key), parent.problems());
    for (const QString &endpoint : json->keys)
        versions.insert(endpoint, reader.text(endpoint));
    return versions;
}

std::optional<bool> takeOptionalFlag(ObjectReader &reader, const QString &key)
{
    return reader.take(key) ? std::optional(takeFlag(reader, key)) : std::nullopt;
}

} // namespace

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
    json.insert(u"cpu_cores"_s, orNull(std::optional<qint64>(environment.cpuCores)));
    json.insert(u"governor"_s, JsonValue::fromText(environment.governor));
    json.insert(u"on_battery"_s, environment.onBattery ? flagValue(*environment.onBattery) : JsonValue());
    json.insert(u"gpus"_s, JsonValue::fromTexts(environment.gpus));
    json.insert(u"server_versions"_s, versionsJson(environment.serverVersions));
    json.insert(u"load_before"_s, orNull(environment.loadBefore));
    json.insert(u"busy_during"_s, orNull(environment.busyDuring));
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
    environment.cpuCores = reader.count(u"cpu_cores"_s, 1);
    environment.governor = reader.text(u"governor"_s);
    environment.onBattery = takeOptionalFlag(reader, u"on_battery"_s);
    environment.gpus = reader.texts(u"gpus"_s);
    environment.serverVersions = readVersions(reader, u"server_versions"_s);
    environment.loadBefore = reader.real(u"load_before"_s, 0);
    environment.busyDuring = reader.real(u"busy_during"_s, 0);
    environment.clock = reader.text(u"clock"_s);
    environment.simulated = takeFlag(reader, u"simulated"_s);
    return environment;
}

QByteArray writeEnvironment(const Environment &environment)
{
    JsonValue json = environmentJson(environment);
    if (environment.calibration)
        json.insert(u"calibration"_s, calibrationJson(*environment.calibration));
    return json.compact();
}

/// What cannot be read stays empty: an environment describes, nothing depends on it.
Environment readEnvironment(const QByteArray &json)
{
    const Result<JsonValue> root = parseJson(json, {});
    JsonProblems ignored({});
    if (!root)
        return {};
    Environment environment = readEnvironmentJson(*root, {}, ignored);
    const JsonValue *calibration = root->find(u"calibration"_s);
    JsonProblems problems({});
    Calibration read = calibration ? readCalibrationJson(*calibration, {}, problems) : Calibration();
    if (calibration && !problems.first())
        environment.calibration = std::move(read);
    return environment;
}

} // namespace assay
