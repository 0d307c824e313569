// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/resultsjson.h"

#include "models/domain/calibrationjson.h"
#include "models/domain/costjson.h"
#include "models/domain/jsonfields.h"
#include "models/domain/planjson.h"
#include "models/domain/samplejson.h"
#include "models/domain/text.h"

#include <QSet>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

void checkFormat(ObjectReader &reader)
{
    const QString expected = Text::tr("\"assay.results\"");
    const JsonValue *format = reader.take(u"format"_s);
    if (!format)
        reader.problems().missing(reader.value(), reader.pathOf(u"format"_s), expected);
    else if (format->text != "assay.results"_L1)
        reader.problems().mismatch(*format, reader.pathOf(u"format"_s), expected);
    reader.takeVersionOne();
}

RunInfo readRun(const JsonValue &json, const QString &path, JsonProblems &problems)
{
    ObjectReader reader(json, path, problems);
    RunInfo info;
    info.id.value = needText(reader, u"id"_s);
    info.name = reader.text(u"name"_s);
    info.state =
        needKey<RunState>(reader, u"state"_s, runStateFromKey, Text::tr("one of completed, cancelled, interrupted"));
    if (info.state == RunState::Running || info.state == RunState::Paused)
        info.state = RunState::Interrupted; // whoever wrote it did not write its end
    info.startedAt = takeTime(reader, u"started_at"_s).value_or(QDateTime());
    info.finishedAt = takeTime(reader, u"finished_at"_s);
    if (const JsonValue *plan = reader.take(u"plan"_s))
        info.plan = readPlanJson(*plan, reader.pathOf(u"plan"_s), problems);
    else
        problems.missing(json, reader.pathOf(u"plan"_s), Text::tr("the plan of the run"));
    if (const JsonValue *environment = reader.take(u"environment"_s))
        info.environment = readEnvironmentJson(*environment, reader.pathOf(u"environment"_s), problems);
    if (const JsonValue *calibration = reader.take(u"calibration"_s))
        info.environment.calibration = readCalibrationJson(*calibration, reader.pathOf(u"calibration"_s), problems);
    if (const JsonValue *costs = reader.take(u"costs"_s))
        info.costs = readCostsJson(*costs, reader.pathOf(u"costs"_s), problems);
    return info;
}

void readSamples(const JsonValue &json, RunData &run, JsonProblems &problems)
{
    const QString path = u"samples"_s;
    if (!json.isList()) {
        problems.mismatch(json, path, Text::tr("a list of samples"));
        return;
    }
    QSet<SampleId> ids;
    for (const JsonValue &item : json.items) {
        const QString place = jsonPath(path, run.samples.size());
        readSampleJson(item, place, run, problems);
        if (problems.first())
            return; // the first thing is what a person is told; the rest need not be read
        const SampleId id = run.samples.back().id;
        if (ids.contains(id)) {
            problems.mismatch(*item.find(u"id"_s), jsonPath(place, u"id"_s), Text::tr("an id of its own"));
            return;
        }
        ids.insert(id);
    }
    std::ranges::stable_sort(run.samples, {}, [](const Sample &sample) { return sample.step.index; });
}

} // namespace

Result<RunData> readResults(const QByteArray &json, const QString &fileName)
{
    const Result<JsonValue> root = parseJson(json, fileName);
    if (!root)
        return root.error();
    JsonProblems problems(fileName);
    ObjectReader reader(*root, {}, problems);
    checkFormat(reader);
    RunData run;
    if (const JsonValue *info = reader.take(u"run"_s))
        run.info = readRun(*info, u"run"_s, problems);
    else
        problems.missing(*root, u"run"_s, Text::tr("an object"));
    if (const JsonValue *samples = reader.take(u"samples"_s); samples && !problems.first())
        readSamples(*samples, run, problems);
    else if (!samples)
        problems.missing(*root, u"samples"_s, Text::tr("a list of samples"));
    if (problems.first())
        return *problems.first();
    return run;
}

} // namespace assay
