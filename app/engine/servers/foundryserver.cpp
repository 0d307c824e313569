// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryserver.h"

#include "app/engine/servers/foundrymodel.h"
#include "models/domain/text.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos loadPatience = std::chrono::minutes(15); // it answers when it is done
constexpr Nanos pauseBeforeAgain = std::chrono::seconds(1);
constexpr int unloadTries = 30;
const QString loadedPath = u"/models/loaded"_s;

using ReplyThen = std::function<ErrandStep(const Result<HttpReply> &reply)>;

/// What a model may be called on the wire, the likeliest first: its id, the same with its colon encoded for releases
/// that decode their paths and those that do not, its alias.
QStringList namesOf(const Model &model)
{
    QStringList names{model.serverId, QString::fromLatin1(QUrl::toPercentEncoding(model.serverId))};
    if (model.metadata.family)
        names << *model.metadata.family;
    names.removeDuplicates();
    return names;
}

ErrandStep send(const ServerOrder &order, const QString &route, const QStringList &names, const ReplyThen &then)
{
    const QUrl url = besideApiUrl(order.endpoint.url, route + names.front());
    return Ask{requestTo(order.endpoint, "GET", url), // yes: a GET that changes the server
               [order, route, names, then](const Result<HttpReply> &reply) -> ErrandStep {
                   const bool isUnknown = reply && reply->status == 404;
                   return isUnknown && names.size() > 1 ? send(order, route, names.mid(1), then) : then(reply);
               },
               loadPatience};
}

/// Whether the model is called by its alias ("phi-4-mini"): then any variant will do.
bool isAlias(const QString &id)
{
    return !foundryModel(id).metadata.device && !id.contains(u':');
}

/// The only one of `after` that is new, or else the only one that bears the alias.
QString variantOf(const QString &alias, const QStringList &before, const QStringList &after)
{
    QStringList fresh;
    QStringList alike;
    for (const QString &id : after) {
        if (!before.contains(id))
            fresh << id;
        if (id.startsWith(alias + u'-', Qt::CaseInsensitive))
            alike << id;
    }
    if (fresh.size() == 1)
        return fresh.front();
    return alike.size() == 1 ? alike.front() : QString();
}

/// "name-generic-gpu:4" and "name-generic-gpu:5": the server has a newer version than the listing knew.
bool isOtherVersion(const QString &a, const QString &b)
{
    return a != b && isSameFoundryModel(a.section(u':', 0, 0), b);
}

Error wrongVariant(const ServerOrder &order, const QString &loaded)
{
    return {ErrorCode::Unsupported,
            Text::tr("Foundry Local loads %1 by its alias only, and then chooses %2. Use that variant, or load the "
                     "other one with: foundry model load %1")
                .arg(order.model.serverId, loaded.isEmpty() ? Text::tr("another variant") : loaded),
            {}};
}

/// What came with the alias goes again.
ErrandStep putBack(const ServerOrder &order, const QString &loaded)
{
    Model wrong = foundryModel(loaded);
    wrong.metadata.family = order.model.metadata.family;
    return send(order, u"/models/unload/"_s, namesOf(wrong),
                [order, loaded](const Result<HttpReply> &) { return endWith(wrongVariant(order, loaded)); });
}

ErrandStep judgeLoaded(const ServerOrder &order, const QStringList &before, const QStringList &after)
{
    const QString &id = order.model.serverId;
    if (holdsFoundryModel(after, id))
        return endWith(TaskDone{});
    const QString variant = variantOf(id, before, after);
    if (!variant.isEmpty() && (isAlias(id) || isOtherVersion(id, variant)))
        return endWith(TaskDone{variant, {}});
    const bool isNew = !variant.isEmpty() && !before.contains(variant);
    return isNew ? putBack(order, variant) : endWith(wrongVariant(order, variant));
}

ErrandStep load(const ServerOrder &order, const QStringList &before)
{
    if (holdsFoundryModel(before, order.model.serverId))
        return endWith(TaskDone{});
    const ReplyThen then = [order, before](const Result<HttpReply> &reply) -> ErrandStep {
        if (const auto refusal = refusalIn(reply))
            return endWith(*refusal);
        return askFoundryIds(order.endpoint, loadedPath, [order, before](const Result<QStringList> &after) {
            return after ? judgeLoaded(order, before, *after) : endWith(after.error());
        });
    };
    return send(order, u"/models/load/"_s, namesOf(order.model), then);
}

ErrandStep unload(const ServerOrder &order, int triesLeft);

ErrandStep judgeUnloaded(const ServerOrder &order, int triesLeft, const Result<HttpReply> &reply)
{
    const auto refusal = refusalIn(reply);
    // A cancelled answer is generated to its end, and keeps its model until then.
    if (refusal && reply && reply->status >= 500 && triesLeft > 0)
        return Rest{pauseBeforeAgain, [order, triesLeft] { return unload(order, triesLeft); }};
    if (refusal)
        return endWith(*refusal);
    return askFoundryIds(order.endpoint, loadedPath, [order](const Result<QStringList> &ids) -> ErrandStep {
        if (ids && holdsFoundryModel(*ids, order.model.serverId))
            return endWith(Error{ErrorCode::ServerError,
                                 Text::tr("Foundry Local still has %1 in memory. Something may still be using it.")
                                     .arg(order.model.serverId),
                                 {}});
        return ids ? endWith(TaskDone{}) : endWith(ids.error());
    });
}

ErrandStep unload(const ServerOrder &order, int triesLeft)
{
    return send(
        order, u"/models/unload/"_s, namesOf(order.model),
        [order, left = triesLeft - 1](const Result<HttpReply> &reply) { return judgeUnloaded(order, left, reply); });
}

/// Entries of GET /v1/models; "parent" was seen to be the alias, nobody documents it.
void addNamed(EndpointListing &listing, const QJsonArray &entries)
{
    for (const QJsonValue &entry : entries) {
        Model model = foundryModel(entry["id"_L1].toString());
        if (model.serverId.isEmpty())
            continue;
        if (const QString owner = entry["owned_by"_L1].toString(); !owner.isEmpty())
            model.metadata.ownedBy = owner;
        if (const QString alias = entry["parent"_L1].toString(); !alias.isEmpty())
            model.metadata.family = alias;
        addFoundryModel(listing, model, {});
    }
}

} // namespace

ErrandStep listFoundryServer(const EndpointListing &known, const ListingThen &then)
{
    return askFoundryIds(known.endpoint, loadedPath, [known, then](const Result<QStringList> &loaded) -> ErrandStep {
        if (!loaded)
            return endWith(loaded.error());
        const HttpCall call = requestTo(known.endpoint, "GET", apiUrl(known.endpoint.url, u"models"_s));
        return Ask{call, [known, then, ids = *loaded](const Result<HttpReply> &reply) -> ErrandStep {
                       const Result<QJsonDocument> named = jsonOf(reply, known.endpoint);
                       if (!named)
                           return endWith(named.error());
                       EndpointListing listing = known;
                       listing.abilities = Ability::Load | Ability::Unload;
                       addNamed(listing, (*named)["data"_L1].toArray());
                       for (const QString &id : ids)
                           addFoundryModel(listing, foundryModel(id), ModelPresence::Loaded);
                       return then(listing);
                   }};
    });
}

ErrandStep performOnServer(const ServerOrder &order)
{
    return askFoundryIds(order.endpoint, loadedPath, [order](const Result<QStringList> &ids) -> ErrandStep {
        if (!ids)
            return endWith(ids.error());
        if (order.task == ServerTask::Load)
            return load(order, *ids);
        const bool isOut = !isAlias(order.model.serverId) && !holdsFoundryModel(*ids, order.model.serverId);
        return isOut ? endWith(TaskDone{}) : unload(order, unloadTries);
    });
}

} // namespace assay
