// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundrydiscovery.h"

#include "app/engine/servers/foundryprogram.h"
#include "models/domain/text.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos lookPatience = std::chrono::milliseconds(800);
constexpr Nanos startPatience = std::chrono::minutes(2);
constexpr Nanos pollEvery = std::chrono::milliseconds(500);
constexpr int polls = 60;

using UrlThen = std::function<ErrandStep(const std::optional<QUrl> &url)>;

Endpoint placeAt(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.url = url;
    endpoint.kind = ServerKind::FoundryLocal;
    return endpoint;
}

/// The first of `urls` that Foundry Local answers at.
ErrandStep lookAt(const QList<QUrl> &urls, const UrlThen &then)
{
    if (urls.isEmpty())
        return then(std::nullopt);
    return identifyFoundry(
        placeAt(urls.front()),
        [urls, then](const Result<FoundryIdentity> &identity) {
            return identity ? then(urls.front()) : lookAt(urls.mid(1), then);
        },
        lookPatience);
}

ErrandStep doesNotRun(const Endpoint &as)
{
    EndpointListing listing = listingOf(as, ServerKind::FoundryLocal);
    listing.abilities = Ability::Start;
    listing.error = Error{ErrorCode::Refused, Text::tr("Foundry Local is installed, but its server does not run."), {}};
    return endWith(listing);
}

ErrandStep awaitAnswer(int pollsLeft, const QString &complaint)
{
    return askFoundryStatus([pollsLeft, complaint](const Result<FoundryStatus> &status) -> ErrandStep {
        if (!status)
            return endWith(status.error());
        const QList<QUrl> urls = status->url ? QList<QUrl>{*status->url} : QList<QUrl>();
        return lookAt(urls, [pollsLeft, complaint](const std::optional<QUrl> &url) -> ErrandStep {
            if (url)
                return endWith(TaskDone{{}, url});
            if (pollsLeft <= 0)
                return endWith(Error{ErrorCode::Unavailable,
                                     Text::tr("Foundry Local was started, but does not answer. Look at: foundry server "
                                              "status"),
                                     complaint});
            return Rest{pollEvery, [pollsLeft, complaint] { return awaitAnswer(pollsLeft - 1, complaint); }};
        });
    });
}

/// A server that is said to run and does not answer is started anew.
ErrandStep launchServer(const FoundryStatus &status)
{
    return Launch{u"foundry"_s,
                  {status.group, status.url ? u"restart"_s : u"start"_s},
                  [](const Result<ProgramEnd> &end) -> ErrandStep {
                      if (!end)
                          return endWith(end.error());
                      return awaitAnswer(polls, complaintIn(end->out + '\n' + end->err));
                  },
                  startPatience};
}

} // namespace

ErrandStep findFoundry(const Endpoint &as, std::function<ErrandStep(const QUrl &url)> found)
{
    const QList<QUrl> known = as.url.isEmpty() ? QList<QUrl>() : QList<QUrl>{as.url};
    return lookAt(known, [as, found = std::move(found)](const std::optional<QUrl> &url) -> ErrandStep {
        if (url)
            return found(*url);
        return askFoundryStatus([as, found](const Result<FoundryStatus> &status) {
            QList<QUrl> urls{QUrl(u"http://127.0.0.1:5273"_s), QUrl(u"http://127.0.0.1:5272"_s)};
            if (status && status->url)
                urls.prepend(*status->url);
            return lookAt(urls, [as, found, status](const std::optional<QUrl> &place) -> ErrandStep {
                if (place)
                    return found(*place);
                return status ? doesNotRun(as) : endWith(status.error());
            });
        });
    });
}

ErrandStep startFoundry()
{
    return askFoundryStatus([](const Result<FoundryStatus> &status) -> ErrandStep {
        if (!status)
            return endWith(status.error());
        const QList<QUrl> urls = status->url ? QList<QUrl>{*status->url} : QList<QUrl>();
        return lookAt(urls, [status = *status](const std::optional<QUrl> &url) {
            return url ? endWith(TaskDone{{}, url}) : launchServer(status);
        });
    });
}

} // namespace assay
