// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fullrun.h"

#include "models/domain/metrics.h"

namespace assay::test {

using namespace Qt::Literals::StringLiterals;

namespace {

Nanos ms(double value)
{
    return Nanos(static_cast<qint64>(value * 1e6));
}

QDateTime timeOfDay(int minute, int msec = 0)
{
    return QDateTime(QDate(2026, 3, 4), QTime(9, minute, 0, msec), Qt::UTC);
}

PlannedModel plannedModel(int place)
{
    PlannedModel planned;
    planned.model.alias.value = u"m%1"_s.arg(place);
    planned.model.serverId = u"server-m%1"_s.arg(place);
    planned.model.endpoint.value = u"local"_s;
    planned.endpoint.id.value = u"local"_s;
    planned.endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
    return planned;
}

Environment fullEnvironment()
{
    Environment here;
    here.assayVersion = u"0.1.0"_s;
    here.qtVersion = u"6.4.2"_s;
    here.os = u"Debian"_s;
    here.kernel = u"6.1"_s;
    here.cpu = u"A CPU"_s;
    here.hostArch = u"x86_64"_s;
    here.cpuThreads = 8;
    here.cpuCores = 4;
    here.memoryMb = 16000.5;
    here.governor = u"powersave"_s;
    here.onBattery = false;
    here.gpus = QStringList{u"A GPU"_s};
    here.serverVersions = {{u"local"_s, u"b4567-abc"_s}};
    here.loadBefore = 0.25;
    here.busyDuring = 0.875;
    here.clock = u"steady"_s;
    return here;
}

Sample endedSample(const RunInfo &info, int index, int model, int prompt, int round, SampleStatus status,
                   const std::optional<Error> &error)
{
    Sample sample = okSample(info, index, model, prompt, round, 1000.0 * index);
    sample.status = status;
    sample.error = error;
    sample.finishReason = std::nullopt;
    sample.flags.clear();
    return sample;
}

void makeRich(Plan &plan)
{
    PlannedModel &first = plan.models[0];
    first.model.system = u"Be brief."_s;
    first.model.metadata.sizeMb = 822.5;
    first.model.metadata.license = u"apache-2.0"_s;
    first.model.metadata.quantization = u"Q4_K_M"_s;
    first.model.metadata.parameterCount = 494'000'000;
    first.model.metadata.contextLength = 32768;
    first.model.metadata.capabilities = QStringList{u"chat"_s, u"tools"_s};
    first.model.parameters.temperature = 0.7;
    first.model.parameters.extra = R"({"top_p":0.9,"stop":["\n"]})";
    first.model.extra = R"({"note":"mine"})";
    first.endpoint.kind = ServerKind::LlamaCpp;
    first.endpoint.key = KeyReference{KeyReference::Place::Environment, u"LLAMA_API_KEY"_s};
    first.endpoint.extra = R"({"colour":"red"})";
    plan.prompts[0].expected = QStringList{u"names retrieval"_s, u"two sentences"_s};
    plan.prompts[0].tags = QStringList{u"rag"_s};
    plan.prompts[0].maxTokens = 150;
    plan.prompts[0].extra = R"({"source":"workshop"})";
    plan.promptSetName = u"Meeting notes"_s;
    plan.options.seed = 18'446'744'073'709'551'615ULL;
    plan.options.parameters.maxTokens = 200;
    plan.options.parameters.seed = 42;
}

Sample reasoningSample(const RunInfo &info)
{
    Sample sample = okSample(info, 2, 0, 0, 1, 2000);
    sample.timeline.chunks[0].kind = DeltaKind::Reasoning;
    sample.timeline.chunks[4].kind = DeltaKind::Tool;
    sample.timeline.firstAnswer = sample.timeline.chunks[1].at;
    sample.reasoning = u"Hm."_s;
    sample.tokens.reasoning = 2;
    sample.tokens.cachedPrompt = 5;
    sample.modelEchoed = u"server-m0"_s;
    sample.attempts = 2;
    ServerTimings timings;
    timings.promptMs = 95.5;
    timings.predictedMs = 201.25;
    timings.predictedTokens = 10;
    timings.raw = R"({"prompt_ms":95.5,"predicted_ms":201.25})";
    sample.serverTimings = timings;
    sample.request = R"({"model":"server-m0","messages":[{"role":"user","content":"Prompt 0"}],"stream":true})";
    sample.set(SampleFlag::Retried);
    deriveFlags(sample);
    return sample;
}

Score scoreOf(const Sample &sample, std::optional<int> value, const QString &comment)
{
    Score score;
    score.run = sample.run;
    score.sample = sample.id;
    score.criterion = QString::fromUtf16(overallCriterion);
    score.value = value;
    score.comment = comment;
    score.at = timeOfDay(30);
    return score;
}

} // namespace

Plan smallPlan(int models, int prompts, int rounds)
{
    Plan plan;
    for (int i = 0; i < models; ++i)
        plan.models.push_back(plannedModel(i));
    for (int i = 0; i < prompts; ++i) {
        Prompt prompt;
        prompt.id.value = u"p%1"_s.arg(i);
        prompt.text = u"Prompt %1"_s.arg(i);
        plan.prompts.push_back(prompt);
    }
    plan.options.rounds = rounds;
    return plan;
}

Sample okSample(const RunInfo &info, int index, int model, int prompt, int round, double sentMs)
{
    Sample sample;
    sample.id = sampleIdOf(index);
    sample.run = info.id;
    sample.step = {index, model, prompt, round, Phase::Measured, 0};
    sample.alias = info.plan.models[static_cast<size_t>(model)].model.alias;
    sample.prompt = info.plan.prompts[static_cast<size_t>(prompt)].id;
    sample.startedAt = timeOfDay(index % 60, 250);
    Timeline &timeline = sample.timeline;
    timeline.intended = ms(sentMs - 1);
    timeline.posted = ms(sentMs - 0.5);
    timeline.sent = ms(sentMs);
    timeline.headers = ms(sentMs + 20);
    timeline.firstEvent = ms(sentMs + 21);
    for (int i = 0; i < 5; ++i)
        timeline.chunks.push_back({ms(sentMs + 100 + 50 * i), 2, DeltaKind::Answer});
    timeline.firstToken = timeline.firstAnswer = timeline.chunks.front().at;
    timeline.lastToken = timeline.chunks.back().at;
    timeline.closed = ms(sentMs + 301.5);
    timeline.connectTook = ms(0.25);
    sample.tokens.prompt = 12;
    sample.tokens.output = 10;
    sample.tokens.source = TokensSource::Usage;
    sample.finishReason = u"stop"_s;
    sample.output = u"an answer."_s;
    sample.request = R"({"model":"server-m"})";
    return sample;
}

RunData fullRun()
{
    RunData run;
    run.info.id.value = u"8a7b6c5d-0000-4000-8000-000000000001"_s;
    run.info.name = u"Example"_s;
    run.info.state = RunState::Completed;
    run.info.startedAt = timeOfDay(0);
    run.info.finishedAt = timeOfDay(20);
    run.info.plan = smallPlan(2, 2, 2);
    makeRich(run.info.plan);
    run.info.environment = fullEnvironment();
    run.info.costs.price = EnergyPrice{0.25, u"EUR"_s};
    run.info.costs.models = {
        {1024.5, 800, 12.25, 512, 1500, {{u"package-0"_s, 460, 10, 10.0}, {u"package-0/dram"_s, 100, 10, 10.0}}, 100},
        {{}, {}, {}, 256, {}, {}, 0, true}};
    Sample warmup = okSample(run.info, 0, 0, 0, 1, 0.25);
    warmup.step.phase = Phase::Warmup;
    warmup.set(SampleFlag::FirstAfterLoad);
    run.samples = {warmup, okSample(run.info, 1, 0, 1, 1, 1000.000001), reasoningSample(run.info),
                   okSample(run.info, 3, 1, 0, 1, 3000)};
    run.samples[3].output = u"Hostile \u202Etxt\u0000 ```\n````\n# heading\n<script>alert(1)</script>"_s;
    const Error lost{ErrorCode::ConnectionLost, u"The server closed the connection | in mid-answer."_s, u"reset"_s};
    const Error idle{ErrorCode::IdleTimeout, u"Nothing came for 120 s."_s, {}};
    run.samples.push_back(endedSample(run.info, 4, 1, 1, 1, SampleStatus::Failed, lost));
    run.samples.push_back(endedSample(run.info, 5, 1, 0, 2, SampleStatus::TimedOut, idle));
    run.samples.push_back(endedSample(run.info, 6, 0, 0, 2, SampleStatus::Cancelled, std::nullopt));
    Sample skipped = endedSample(run.info, 7, 1, 1, 2, SampleStatus::Skipped, lost);
    skipped.timeline = {};
    skipped.tokens = {};
    skipped.output.clear();
    skipped.startedAt = {};
    run.samples.push_back(skipped);
    Score good = scoreOf(run.samples[1], 4, u"Good | but\nlong"_s);
    good.aspectsMet = QStringList{u"two sentences"_s};
    Score judged = scoreOf(run.samples[2], 2, u"=1+1"_s);
    judged.source = ScoreSource::Judge;
    judged.annotator = u"judge"_s;
    run.scores = {good, judged, scoreOf(run.samples[3], std::nullopt, u"only words"_s)};
    return run;
}

} // namespace assay::test
