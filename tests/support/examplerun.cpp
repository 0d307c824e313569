// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/examplerun.h"

namespace assay::test {
using namespace Qt::Literals::StringLiterals;
namespace {

Nanos ms(double value)
{
    return Nanos(qint64(value * 1e6));
}

Model exampleModel(int place)
{
    const QString names[] = {u"phi-4-mini"_s, u"qwen2.5-0.5b"_s, u"mistral-7b"_s, u"gemma-2-2b"_s};
    const double sizes[] = {3720, 822, 4370, 1600};
    Model model;
    model.alias = ModelAlias{names[place % 4]};
    model.serverId = names[place % 4];
    model.metadata.sizeMb = sizes[place % 4];
    model.metadata.license = place % 2 == 0 ? u"MIT"_s : u"Apache-2.0"_s;
    return model;
}

Prompt examplePrompt(const QString &id, const QString &text, const QStringList &expected)
{
    Prompt prompt;
    prompt.id = PromptId{id};
    prompt.text = text;
    prompt.expected = expected;
    return prompt;
}

QString exampleAnswer(const PlanStep &step)
{
    return uR"(**Retrieval augmented generation** (RAG) combines a search over your own documents with a language model. Answer %1.%2:

1. Documents are cut into passages and *indexed*.
2. A question finds the passages that fit best.
3. The model answers `from those passages`, and can name them.

| step | cost |
|------|------|
| search | low |
| answer | high |

See [the paper](https://example.org/rag) for more.)"_s.arg(step.prompt + 1)
        .arg(step.round);
}

} // namespace

RunInfo exampleInfo(int models, int rounds)
{
    RunInfo info;
    info.id = RunId{u"7f0c9a52-0000-4000-8000-000000000001"_s};
    info.name = u"Meeting notes"_s;
    info.state = RunState::Running;
    info.startedAt = QDateTime({2026, 3, 14}, {9, 26, 53}, Qt::UTC);
    Endpoint endpoint;
    endpoint.id = EndpointId{u"local"_s};
    endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
    for (int place = 0; place < models; ++place) {
        info.plan.models.push_back({exampleModel(place), endpoint});
    }
    info.plan.promptSetName = u"Starter"_s;
    info.plan.prompts = {
        examplePrompt(u"rag"_s, u"Explain retrieval augmented generation in 2 sentences."_s,
                      {u"names retrieval"_s, u"names generation"_s, u"two sentences"_s}),
        examplePrompt(u"privacy"_s, u"List 3 privacy benefits of local inference."_s, {u"three benefits"_s}),
        examplePrompt(u"size"_s, u"Why does model size impact latency on consumer hardware?"_s, {}),
        examplePrompt(u"slm"_s, u"Name two scenarios where an SLM is preferable to an LLM."_s, {u"two scenarios"_s}),
    };
    info.plan.options.rounds = rounds;
    info.plan.options.warmups = 1;
    return info;
}

Sample exampleSample(const RunInfo &info, const PlanStep &step)
{
    const double spread = double((step.index * 37 + step.round * 11) % 29) / 29.0;
    const double total = 400 + 700 * step.model + 500 * spread;
    const double first = 60 + 40 * step.model + 60 * spread;
    const Nanos sent = ms(1000.0 * step.index);
    Sample sample;
    sample.id = sampleIdOf(step.index);
    sample.run = info.id;
    sample.step = step;
    sample.alias = info.plan.models[size_t(step.model)].model.alias;
    sample.prompt = info.plan.prompts[size_t(step.prompt)].id;
    sample.startedAt = info.startedAt.addSecs(step.index);
    sample.timeline.posted = sample.timeline.intended = sent - ms(1);
    sample.timeline.sent = sent;
    sample.timeline.headers = sent + ms(12);
    sample.timeline.firstEvent = sent + ms(first - 20);
    sample.timeline.firstToken = sample.timeline.firstAnswer = sent + ms(first);
    for (int i = 0; i <= 20; ++i) {
        sample.timeline.chunks.push_back({sent + ms(first + (total - first) * i / 20), 24, DeltaKind::Answer});
    }
    sample.timeline.lastToken = sent + ms(total);
    sample.timeline.closed = sent + ms(total + 3);
    sample.tokens.prompt = 24;
    sample.tokens.output = 84 + step.index % 7;
    sample.tokens.source = step.model == 2 ? TokensSource::Estimate : TokensSource::Usage;
    if (step.model == 2) {
        sample.set(SampleFlag::EstimatedTokens);
    }
    sample.finishReason = u"stop"_s;
    sample.request = R"({"model":"m","messages":[{"role":"user","content":"..."}],"stream":true})";
    sample.output = exampleAnswer(step);
    if (step.model == 0) {
        sample.reasoning = u"The person wants two sentences. Name retrieval, then generation."_s;
    }
    return sample;
}

Sample failedSample(const RunInfo &info, const PlanStep &step)
{
    Sample sample = exampleSample(info, step);
    sample.status = SampleStatus::Failed;
    sample.error = Error{ErrorCode::Unavailable,
                         u"The server is out of memory for this model. Stop another model and run again."_s,
                         u"HTTP 503: {\"error\":{\"message\":\"failed to allocate 4.2 GB\"}}"_s};
    sample.output.clear();
    sample.reasoning.clear();
    sample.tokens = {};
    sample.finishReason.reset();
    sample.timeline.firstEvent = sample.timeline.firstToken = sample.timeline.firstAnswer = std::nullopt;
    sample.timeline.lastToken.reset();
    sample.timeline.chunks.clear();
    return sample;
}

RunData exampleRun(int models, int rounds)
{
    RunData run;
    run.info = exampleInfo(models, rounds);
    run.info.state = RunState::Completed;
    run.info.finishedAt = run.info.startedAt.addSecs(240);
    const int lastPrompt = int(run.info.plan.prompts.size()) - 1;
    for (const PlanStep &step : expandPlan(run.info.plan)) {
        const bool fails =
            step.phase == Phase::Measured && step.model == models - 1 && step.prompt == lastPrompt && models > 1;
        run.samples.push_back(fails ? failedSample(run.info, step) : exampleSample(run.info, step));
    }
    return run;
}

Score exampleScore(const RunData &run, const SampleId &sample, int value)
{
    Score score;
    score.run = run.info.id;
    score.sample = sample;
    score.criterion = QString::fromUtf16(overallCriterion);
    score.value = value;
    score.at = run.info.startedAt.addSecs(600);
    return score;
}

} // namespace assay::test
