// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/steprequest.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr Nanos firstDelay = std::chrono::milliseconds(500);
constexpr Nanos longestDelay = std::chrono::seconds(60);

ChatInput inputOf(const RunInfo &run, const PlanStep &step)
{
    const PlannedModel &planned = run.plan.models[static_cast<size_t>(step.model)];
    ChatInput input;
    input.endpoint = planned.endpoint;
    input.model = planned.model;
    input.system = effectiveSystem(run.plan, step);
    input.text = run.plan.prompts[static_cast<size_t>(step.prompt)].text;
    input.parameters = effectiveParameters(run.plan, step);
    input.cachePrompt = run.plan.options.cachePrompt;
    if (run.plan.options.nonce) {
        // The system text is sent first: a nonce behind it would leave it cached.
        QString &first = input.system.isEmpty() ? input.text : input.system;
        first.prepend(nonceLine(run.id, step));
    }
    return input;
}

} // namespace

StepRequest requestOf(const RunInfo &run, const PlanStep &step)
{
    const PlannedModel &planned = run.plan.models[static_cast<size_t>(step.model)];
    StepRequest request;
    request.start.id = sampleIdOf(step.index);
    request.start.run = run.id;
    request.start.step = step;
    request.start.alias = planned.model.alias;
    request.start.prompt = run.plan.prompts[static_cast<size_t>(step.prompt)].id;
    request.endpoint = planned.endpoint;
    request.adapter = &adapterFor(planned.endpoint.kind);
    request.call = request.adapter->chatCall(inputOf(run, step));
    const auto *http = std::get_if<HttpCall>(&request.call);
    request.start.request = http ? http->body : requestJson(std::get<CommandCall>(request.call));
    return request;
}

ChatInput oneTokenChat(const Plan &plan, int model)
{
    const PlannedModel &planned = plan.models[static_cast<size_t>(model)];
    ChatInput input;
    input.endpoint = planned.endpoint;
    input.model = planned.model;
    input.text = u"Count from 1 to 20."_s; // not for translation; longer than one token, to see whether it stops
    input.parameters = effectiveParameters({plan.models, {Prompt()}, {}, plan.options}, {0, model});
    input.parameters.maxTokens = 1;
    return input;
}

QString nonceLine(const RunId &run, const PlanStep &step)
{
    // A warm-up with the nonce of a measured request would fill the very cache that the nonce is to defeat.
    const QString phase = step.phase == Phase::Warmup ? u"w"_s : u"m"_s;
    const QString key =
        u"%1/%2/%3/%4"_s.arg(run.value, phase, QString::number(step.prompt), QString::number(step.round));
    const QByteArray hash = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(12);
    return u"[%1]\n"_s.arg(QLatin1String(hash));
}

Nanos retryDelay(int attempts, std::optional<Nanos> asked)
{
    if (asked)
        return std::clamp(*asked, Nanos(0), longestDelay);
    const int doublings = std::clamp(attempts - 1, 0, 16);
    return std::min(firstDelay * (1 << doublings), longestDelay);
}

void startClockAt(Timeline &timeline, Nanos zero)
{
    for (std::optional<Nanos> *stamp :
         {&timeline.intended, &timeline.posted, &timeline.sent, &timeline.headers, &timeline.firstEvent,
          &timeline.firstToken, &timeline.firstAnswer, &timeline.lastToken, &timeline.closed}) {
        if (*stamp)
            **stamp -= zero;
    }
    for (Chunk &chunk : timeline.chunks)
        chunk.at -= zero;
}

} // namespace assay
