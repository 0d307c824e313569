// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/calibrationjson.h"

#include "models/domain/jsonfields.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

JsonValue spreadJson(const std::optional<ErrorSpread> &spread)
{
    if (!spread)
        return {};
    JsonValue json = JsonValue::object();
    json.insert(u"n"_s, JsonValue::fromInteger(spread->n));
    json.insert(u"p50_us"_s, JsonValue::fromReal(spread->p50Us));
    json.insert(u"p99_us"_s, orNull(spread->p99Us));
    json.insert(u"max_us"_s, JsonValue::fromReal(spread->maxUs));
    return json;
}

int needCount(ObjectReader &reader, const QString &key)
{
    if (!reader.take(key))
        reader.problems().missing(reader.value(), reader.pathOf(key), Text::tr("a whole number of at least 1"));
    return reader.count(key, 1).value_or(1);
}

double needReal(ObjectReader &reader, const QString &key)
{
    if (!reader.take(key))
        reader.problems().missing(reader.value(), reader.pathOf(key), Text::tr("a number of at least 0"));
    return reader.real(key, 0).value_or(0);
}

std::optional<ErrorSpread> readSpread(ObjectReader &parent, const QString &key)
{
    const JsonValue *json = parent.take(key);
    if (!json)
        return std::nullopt;
    ObjectReader reader(*json, parent.pathOf(key), parent.problems());
    ErrorSpread spread;
    spread.n = needCount(reader, u"n"_s);
    spread.p50Us = needReal(reader, u"p50_us"_s);
    spread.p99Us = reader.real(u"p99_us"_s, 0);
    spread.maxUs = needReal(reader, u"max_us"_s);
    return spread;
}

JsonValue rowJson(const CalibrationRow &row)
{
    JsonValue json = JsonValue::object();
    json.insert(u"streams"_s, JsonValue::fromInteger(row.streams));
    json.insert(u"load"_s, JsonValue::fromText(calibrationLoadKey(row.load)));
    json.insert(u"token"_s, spreadJson(row.tokens));
    json.insert(u"ttft"_s, spreadJson(row.firstTokens));
    json.insert(u"merged"_s, JsonValue::fromInteger(row.merged));
    return json;
}

CalibrationRow readRow(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    CalibrationRow row;
    row.streams = needCount(reader, u"streams"_s);
    row.load =
        needKey<CalibrationLoad>(reader, u"load"_s, calibrationLoadFromKey, Text::tr("one of \"idle\", \"charts\""));
    row.tokens = readSpread(reader, u"token"_s);
    row.firstTokens = readSpread(reader, u"ttft"_s);
    row.merged = reader.count(u"merged"_s, 0).value_or(0);
    return row;
}

} // namespace

JsonValue calibrationJson(const Calibration &calibration)
{
    JsonValue rows = JsonValue::list();
    for (const CalibrationRow &row : calibration.rows)
        rows.append(rowJson(row));
    JsonValue json = JsonValue::object();
    json.insert(u"at"_s, timeValue(calibration.at));
    json.insert(u"machine"_s, JsonValue::fromText(calibration.machine));
    json.insert(u"assay_version"_s, JsonValue::fromText(calibration.assayVersion));
    json.insert(u"clock"_s, JsonValue::fromText(calibration.clock));
    json.insert(u"rows"_s, rows);
    return json;
}

Calibration readCalibrationJson(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    Calibration calibration;
    calibration.at = takeTime(reader, u"at"_s).value_or(QDateTime());
    calibration.machine = reader.text(u"machine"_s);
    calibration.assayVersion = reader.text(u"assay_version"_s);
    calibration.clock = needText(reader, u"clock"_s);
    const std::vector<JsonValue> rows = takeList(reader, u"rows"_s);
    for (size_t i = 0; i < rows.size(); ++i)
        calibration.rows.push_back(readRow(rows[i], jsonPath(reader.pathOf(u"rows"_s), i), problems));
    return calibration;
}

QByteArray writeCalibration(const Calibration &calibration)
{
    return calibrationJson(calibration).indented();
}

Result<Calibration> readCalibration(const QByteArray &json, const QString &where)
{
    const Result<JsonValue> root = parseJson(json, where);
    if (!root)
        return root.error();
    JsonProblems problems(where);
    Calibration calibration = readCalibrationJson(*root, {}, problems);
    if (problems.first())
        return *problems.first();
    return calibration;
}

} // namespace assay
