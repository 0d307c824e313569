// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run/prober.h"

#include "app/engine/run/steprequest.h"
#include "models/domain/text.h"

#include <QPointer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

using Listings = QHash<EndpointId, EndpointListing>;

Sample emptySample(const PlannedModel &planned)
{
    Sample sample;
    sample.alias = planned.model.alias;
    return sample;
}

ChatInput questionTo(const PlannedModel &planned)
{
    return oneTokenChat({{planned}, {}, {}, {}}, 0);
}

/// Until the first generated piece; until whatever came first where there was none.
std::optional<double> firstTokenMs(const Timeline &timeline)
{
    const std::optional<Nanos> from = timeline.sent ? timeline.sent : timeline.posted;
    for (const std::optional<Nanos> &to :
         {timeline.firstToken, timeline.firstEvent, timeline.headers, timeline.closed}) {
        if (from && to)
            return toMs(*to - *from);
    }
    return {};
}

ProbeEvidence evidenceOf(const PlannedModel &planned, const Sample &sample, const Listings &listings)
{
    ProbeEvidence evidence{planned.model.serverId, sample, {}, {}, checksBeyond(planned.endpoint)};
    const auto listing = listings.constFind(planned.endpoint.id);
    if (listing == listings.cend())
        return evidence;
    if (listing->error) {
        evidence.offered = *listing->error;
        return evidence;
    }
    QStringList ids;
    for (const Model &model : listing->models)
        ids << model.serverId;
    evidence.offered = ids;
    const ModelState state = listing->states.value(planned.model.serverId);
    if (state.presence == ModelPresence::Failed)
        evidence.loadProblem = state.problem;
    return evidence;
}

ProbeResult resultOf(const PlannedModel &planned, const Sample &sample, const Listings &listings)
{
    ProbeResult result;
    result.alias = planned.model.alias;
    result.ready = sample.status == SampleStatus::Ok;
    result.answer = sample.output;
    if (result.ready)
        result.ttftMs = firstTokenMs(sample.timeline);
    else
        result.error = sample.error.value_or(Error{ErrorCode::Cancelled, Text::tr("The probe was cancelled."), {}});
    result.checks = checklist(evidenceOf(planned, sample, listings));
    return result;
}

} // namespace

Prober::Prober(TimeSource &time, KeyResolver keys, QObject *parent)
    : QObject(parent), m_time(time), m_keys(std::move(keys))
{
}

Prober::~Prober() = default;

void Prober::probe(const std::vector<PlannedModel> &models, Nanos idleTimeout)
{
    drop();
    m_busy = true;
    m_idleTimeout = idleTimeout;
    m_waiting.assign(models.begin(), models.end());
    std::vector<KeyReference> keys;
    for (const PlannedModel &planned : models) {
        if (planned.endpoint.key)
            keys.push_back(*planned.endpoint.key);
    }
    m_asking = std::make_unique<QObject>();
    m_keys.fetchAll(keys, m_time, m_asking.get(), [this](const KeyResolver &ready) {
        m_lane = new Lane(m_time, ready, this, m_relay);
        askForLists(ready);
    });
}

void Prober::askForLists(const KeyResolver &keys)
{
    std::vector<Endpoint> endpoints;
    for (const PlannedModel &planned : m_waiting) {
        const bool isNew = std::ranges::find(endpoints, planned.endpoint.id, &Endpoint::id) == endpoints.end();
        if (isNew && listsModels(planned.endpoint.kind))
            endpoints.push_back(planned.endpoint);
    }
    m_lister = std::make_unique<EndpointLister>(m_time, keys);
    connect(m_lister.get(), &EndpointLister::listed, this,
            [this](const EndpointListing &listing) { m_lists.insert(listing.endpoint.id, listing); });
    connect(m_lister.get(), &EndpointLister::finished, this, &Prober::nextSoon);
    m_lister->list(endpoints);
}

void Prober::cancel()
{
    if (!m_busy)
        return;
    drop();
    m_busy = true; // until finished()
    nextSoon();
}

void Prober::drop()
{
    ++m_generation;
    m_busy = false;
    m_waiting.clear();
    m_asking.reset();
    m_lister.reset();
    m_lists.clear();
    if (m_lane)
        m_lane->deleteLater();
    m_lane = nullptr;
}

/// From the event loop: the lane is idle again by then, and no signal comes from inside probe() or cancel().
void Prober::nextSoon()
{
    const auto go = [this, generation = m_generation] {
        if (generation == m_generation)
            next();
    };
    QMetaObject::invokeMethod(this, go, Qt::QueuedConnection);
}

void Prober::next()
{
    if (m_waiting.empty()) {
        drop();
        Q_EMIT finished();
        return;
    }
    const PlannedModel planned = m_waiting.front();
    m_waiting.pop_front();
    const auto whenReady = [self = QPointer<Prober>(this), generation = m_generation, planned] {
        if (self && self->m_generation == generation)
            self->send(planned);
    };
    m_lane->prepare(adapterFor(planned.endpoint.kind).chatCall(questionTo(planned)), whenReady);
}

void Prober::send(const PlannedModel &planned)
{
    const ServerAdapter &adapter = adapterFor(planned.endpoint.kind);
    const ChatCall call = adapter.chatCall(questionTo(planned));
    auto recorder = std::make_unique<SampleRecorder>(emptySample(planned), adapter.chunkReader(planned.endpoint));
    ChatJob *job = m_lane->start(call, std::move(recorder), m_idleTimeout);
    connect(job, &ChatJob::finished, this, [this, planned, generation = m_generation](const ChatOutcome &outcome) {
        if (generation == m_generation)
            report(planned, outcome.sample);
    });
}

void Prober::report(const PlannedModel &planned, const Sample &sample)
{
    nextSoon();
    Q_EMIT probed(resultOf(planned, sample, m_lists));
}

} // namespace assay
