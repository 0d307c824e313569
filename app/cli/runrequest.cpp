// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runrequest.h"

#include "app/cli/arguments.h"
#include "app/cli/inputfile.h"
#include "models/domain/promptsjson.h"
#include "models/domain/text.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr int maxRounds = 100'000;

Error wrongUse(const QString &sentence)
{
    return {ErrorCode::BadInput, sentence, {}};
}

/// An option that is one of the words that `fromKey` knows; `into` stays as it is where it is not given.
template <class T>
Status takeWord(const Arguments &arguments, const QString &name, std::optional<T> (*fromKey)(const QString &),
                const QString &expected, T &into)
{
    if (const auto text = arguments.value(name)) {
        const std::optional<T> word = fromKey(*text);
        if (!word) {
            return unexpected(u"--"_s + name, *text, expected);
        }
        into = *word;
    }
    return Done{};
}

Status readRate(const Arguments &arguments, RunOptions &options)
{
    if (arguments.has(u"arrival"_s) && !arguments.has(u"rate"_s)) {
        return wrongUse(Text::tr("--arrival needs --rate: without one, each request waits for the one before."));
    }
    if (arguments.has(u"concurrency"_s) && arguments.has(u"rate"_s)) {
        return wrongUse(Text::tr("--concurrency does not go with --rate, which sends requests whether or not earlier "
                                 "ones have been answered."));
    }
    if (Status arrival =
            takeWord(arguments, u"arrival"_s, arrivalFromKey, Text::tr("constant or poisson"), options.arrival);
        !arrival) {
        return arrival;
    }
    return arguments.takeReal(u"rate"_s, lowestRate, highestRate, options.rate);
}

Status readRounds(const Arguments &arguments, const Surroundings &surroundings, RunOptions &options)
{
    const QString fromEnvironment = surroundings.environment(u"BENCH_ROUNDS"_s);
    if (!arguments.has(u"rounds"_s) && !fromEnvironment.isEmpty()) {
        const Result<int> rounds = wholeNumber(u"BENCH_ROUNDS"_s, fromEnvironment, 1, maxRounds);
        if (!rounds) {
            return rounds.error();
        }
        options.rounds = *rounds;
    }
    return arguments.takeNumber(u"rounds"_s, 1, maxRounds, options.rounds);
}

Status readOptions(const Arguments &arguments, const Surroundings &surroundings, RunOptions &options)
{
    options.deterministic = arguments.has(u"deterministic"_s);
    options.nonce = arguments.has(u"nonce"_s);
    options.cachePrompt = arguments.has(u"cache-prompt"_s);
    options.keepWarm = arguments.has(u"keep-warm"_s);
    for (const Status &status :
         {readRounds(arguments, surroundings, options), arguments.takeNumber(u"warmup"_s, 0, 100, options.warmups),
          arguments.takeNumber(u"concurrency"_s, 1, 256, options.concurrency),
          takeWord(arguments, u"order"_s, runOrderFromKey, Text::tr("blocked, interleaved, by-server or shuffled"),
                   options.order),
          takeWord(arguments, u"loading"_s, modelLoadingFromKey, Text::tr("before, one or server"), options.loading),
          readRate(arguments, options), arguments.takeNumber(u"seed"_s, options.seed),
          arguments.takeReal(u"temperature"_s, 0, 10, options.parameters.temperature),
          arguments.takeNumber(u"max-tokens"_s, 1, 10'000'000, options.parameters.maxTokens),
          arguments.takeNumber(u"idle-timeout"_s, 1, 86'400, options.idleTimeoutSeconds)}) {
        if (!status) {
            return status.error();
        }
    }
    return Done{};
}

Result<PromptSet> readPrompts(const Arguments &arguments, const Surroundings &surroundings)
{
    if (const auto path = arguments.value(u"prompts"_s)) {
        const Result<QByteArray> bytes = readInputFile(*path);
        if (!bytes) {
            return bytes.error();
        }
        Result<PromptSet> set = readAnyPrompts(*bytes, QFileInfo(*path).fileName());
        if (set && set->prompts.empty()) {
            return wrongUse(Text::tr("%1 holds no prompt.").arg(*path));
        }
        return set;
    }
    const QString text = surroundings.environment(u"BENCH_PROMPT"_s);
    if (text.trimmed().isEmpty()) {
        return starterPromptSet();
    }
    PromptSet set;
    set.name = u"BENCH_PROMPT"_s;
    Prompt prompt;
    prompt.id = set.freeId();
    prompt.text = text;
    set.prompts.push_back(prompt);
    return set;
}

/// A resumed run has its plan already; it may only get more rounds.
Status readResume(const Arguments &arguments, RunRequest &request)
{
    if (request.workspace.isEmpty()) {
        return wrongUse(Text::tr("--resume needs --workspace FILE, where the run is stored."));
    }
    if (!QFileInfo(request.workspace).isFile()) {
        return wrongUse(Text::tr("There is no file %1.").arg(request.workspace));
    }
    for (const char16_t *name : {u"models", u"prompts", u"warmup", u"concurrency", u"rate", u"arrival", u"order",
                                 u"seed", u"temperature", u"max-tokens", u"idle-timeout", u"deterministic", u"nonce",
                                 u"cache-prompt", u"loading", u"keep-warm", u"endpoint"}) {
        if (arguments.has(QStringView(name).toString())) {
            return wrongUse(Text::tr("--%1 does not go with --resume: the run keeps its plan.").arg(QStringView(name)));
        }
    }
    return arguments.takeNumber(u"rounds"_s, 1, maxRounds, request.resumeRounds);
}

Status checkWorkspace(const QString &path)
{
    const QFileInfo file(path);
    if (file.isDir()) {
        return wrongUse(Text::tr("--workspace: %1 is a folder, expected a file.").arg(path));
    }
    if (!QFileInfo(file.absolutePath()).isDir()) {
        return wrongUse(Text::tr("--workspace: the folder of %1 does not exist.").arg(path));
    }
    return Done{};
}

void noteStreaming(const Surroundings &surroundings, RunRequest &request)
{
    const QString stream = surroundings.environment(u"BENCH_STREAM"_s).trimmed().toLower();
    if (stream == "0"_L1 || stream == "false"_L1 || stream == "no"_L1 || stream == "off"_L1) {
        request.notes.append(
            Text::tr("BENCH_STREAM=%1 is ignored: answers are always streamed, because the first token "
                     "is measured on the stream.")
                .arg(stream));
    }
}

Status readSources(const Arguments &arguments, const Surroundings &surroundings, RunRequest &request)
{
    const Result<ContestantWish> wish = readContestantWish(arguments, surroundings);
    if (!wish) {
        return wish.error();
    }
    const Result<PromptSet> prompts = readPrompts(arguments, surroundings);
    if (!prompts) {
        return prompts.error();
    }
    request.contestants = *wish;
    request.notes += wish->notes;
    request.prompts = *prompts;
    return Done{};
}

} // namespace

void addRunOptions(Arguments &arguments)
{
    const QString n = u"N"_s;
    const QString file = u"FILE"_s;
    arguments.addValue(u"models"_s, file,
                       Text::tr("The models.json to run (BENCH_MODELS); without it, what the servers of this machine "
                                "offer, or the practice server."));
    arguments.addValue(
        u"prompts"_s, file,
        Text::tr("Prompts as JSON, JSONL or CSV (BENCH_PROMPT: one text); without it, the starter set."));
    arguments.addValue(u"rounds"_s, n, Text::tr("How often each prompt is sent (BENCH_ROUNDS; default 3)."));
    arguments.addValue(u"warmup"_s, n, Text::tr("Requests before each block that do not count (default 1)."));
    arguments.addValue(u"concurrency"_s, n, Text::tr("Requests at the same time (default 1)."));
    arguments.addValue(u"order"_s, u"ORDER"_s, Text::tr("blocked (default), interleaved, by-server or shuffled."));
    arguments.addValue(
        u"rate"_s, u"R"_s,
        Text::tr("Send R requests a second to each model in turn (by-server: to each server), whether or "
                 "not earlier ones have been answered."));
    arguments.addValue(u"arrival"_s, u"KIND"_s,
                       Text::tr("With --rate: constant (default), or poisson, at random drawn by the seed."));
    arguments.addValue(u"seed"_s, n, Text::tr("The seed of the order and of random arrivals (default 1)."));
    arguments.addValue(u"temperature"_s, u"T"_s, Text::tr("Sent with each request; without it, the server decides."));
    arguments.addValue(u"max-tokens"_s, n, Text::tr("Sent with each request; without it, the server decides."));
    arguments.addValue(u"idle-timeout"_s, u"SECONDS"_s, Text::tr("Silence that ends a request (default 120)."));
    arguments.addValue(
        u"loading"_s, u"HOW"_s,
        Text::tr("before: load each model before its block, timed for itself (default); one: and unload the others "
                 "first, for models that do not fit in memory together; server: leave it to the server."));
    arguments.addFlag(u"keep-warm"_s,
                      Text::tr("Between blocks, send a request of one token that counts nowhere to each model that "
                               "waits for its next block, so that no server unloads it for being idle."));
    arguments.addFlag(u"deterministic"_s, Text::tr("Send temperature 0 and the seed."));
    arguments.addFlag(u"nonce"_s,
                      Text::tr("Begin each prompt with a unique line, so that no cache of the server helps."));
    arguments.addFlag(
        u"cache-prompt"_s,
        Text::tr("Let servers reuse a cached prompt; without it, those known to understand it (llama.cpp) "
                 "are told not to."));
    arguments.addValue(u"endpoint"_s, u"URL"_s,
                       Text::tr("The server of models that name none (FOUNDRY_LOCAL_ENDPOINT)."));
    arguments.addValue(u"workspace"_s, file, Text::tr("Store every sample in this workspace (*.assay) as it ends."));
    arguments.addValue(
        u"resume"_s, u"RUN"_s,
        Text::tr("Go on with a run of the workspace: its id, the beginning of it, or \u201clast\u201d. With --rounds, "
                 "until it has so many rounds in all."));
    ReportFiles::addOptions(arguments);
    arguments.addFlag(u"quiet"_s, Text::tr("No progress on the standard error."));
}

Result<RunRequest> readRunRequest(const Arguments &arguments, const Surroundings &surroundings)
{
    RunRequest request;
    request.quiet = arguments.has(u"quiet"_s);
    request.workspace = arguments.value(u"workspace"_s).value_or(QString());
    request.resume = arguments.value(u"resume"_s).value_or(QString());
    Result<ReportFiles> reports = ReportFiles::from(arguments);
    if (!reports) {
        return reports.error();
    }
    request.reports = std::move(reports).value();
    noteStreaming(surroundings, request);
    Status status = request.workspace.isEmpty() ? Status(Done{}) : checkWorkspace(request.workspace);
    if (status && !request.resume.isEmpty()) {
        status = readResume(arguments, request);
    } else if (status) {
        status = readOptions(arguments, surroundings, request.options);
        status = status ? readSources(arguments, surroundings, request) : status;
    }
    return status ? Result<RunRequest>(std::move(request)) : Result<RunRequest>(status.error());
}

} // namespace assay
