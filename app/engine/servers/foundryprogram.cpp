// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/servers/foundryprogram.h"

#include "models/domain/text.h"

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr Nanos shortPatience = std::chrono::seconds(15);
/// The first list after an installation fetches execution providers.
constexpr Nanos listPatience = std::chrono::minutes(10);
/// A download may be silent to its end where its output is no terminal.
constexpr Nanos downloadPatience = std::chrono::hours(2);
constexpr Nanos pauseBeforeAgain = std::chrono::seconds(2);
constexpr int downloadTries = 5;

using ProgramThen = std::function<ErrandStep(const Result<ProgramEnd> &end)>;
using StatusThen = std::function<ErrandStep(const Result<FoundryStatus> &status)>;
using CatalogThen = std::function<ErrandStep(const std::vector<FoundryEntry> &entries)>;
using IdsThen = std::function<ErrandStep(const std::optional<QStringList> &ids)>;

Launch foundry(const QStringList &arguments, ProgramThen then, Nanos patience = shortPatience)
{
    return Launch{u"foundry"_s, arguments, std::move(then), patience, {}};
}

QByteArray allOf(const ProgramEnd &end)
{
    return end.out + '\n' + end.err;
}

/// The new program first; "-o json" is seen, not documented.
const std::array<QStringList, 3> statusCommands{QStringList{u"server"_s, u"status"_s, u"-o"_s, u"json"_s},
                                                QStringList{u"server"_s, u"status"_s},
                                                QStringList{u"service"_s, u"status"_s}};

ErrandStep tryStatus(size_t attempt, const StatusThen &then)
{
    if (attempt == statusCommands.size()) {
        return then(Error{ErrorCode::Protocol,
                          Text::tr("The program foundry did not tell whether its server runs. Look at: foundry server "
                                   "status"),
                          {}});
    }
    return foundry(statusCommands[attempt], [attempt, then](const Result<ProgramEnd> &end) -> ErrandStep {
        if (!end)
            return then(end.error());
        std::optional<FoundryStatus> status = statusInOutput(allOf(*end));
        if (!status)
            return tryStatus(attempt + 1, then);
        status->group = statusCommands[attempt].front();
        return then(*status);
    });
}

/// Without "--variants" the new program may name one variant of each model only. The old one knows none of the options.
const std::array<QStringList, 3> listCommands{QStringList{u"model"_s, u"list"_s, u"--variants"_s, u"-o"_s, u"json"_s},
                                              QStringList{u"model"_s, u"list"_s, u"-o"_s, u"json"_s},
                                              QStringList{u"model"_s, u"list"_s}};

/// Which are on the disk; nothing where the program does not say.
ErrandStep askCached(const IdsThen &then)
{
    return foundry(
        {u"model"_s, u"list"_s, u"--cached"_s, u"-o"_s, u"json"_s},
        [then](const Result<ProgramEnd> &end) -> ErrandStep {
            if (end && end->exitCode == 0 && entriesInOutput(end->out))
                return then(modelIdsInOutput(end->out));
            return foundry({u"cache"_s, u"list"_s}, [then](const Result<ProgramEnd> &text) {
                return text && text->exitCode == 0 ? then(modelIdsInOutput(text->out)) : then(std::nullopt);
            });
        },
        listPatience);
}

ErrandStep addCached(std::vector<FoundryEntry> entries, const CatalogThen &then)
{
    const bool told =
        std::ranges::any_of(entries, [](const FoundryEntry &entry) { return entry.isCached.has_value(); });
    if (told || entries.empty())
        return then(entries);
    return askCached([entries = std::move(entries), then](const std::optional<QStringList> &ids) mutable {
        for (FoundryEntry &entry : entries) {
            if (ids) {
                entry.isCached = std::ranges::any_of(
                    *ids, [&entry](const QString &id) { return isSameFoundryModel(id, entry.model.serverId); });
            }
        }
        return then(entries);
    });
}

ErrandStep tryCatalog(size_t attempt, const CatalogThen &then)
{
    if (attempt == listCommands.size())
        return then({});
    return foundry(
        listCommands[attempt],
        [attempt, then](const Result<ProgramEnd> &end) -> ErrandStep {
            if (!end)
                return then({});
            auto entries = entriesInOutput(end->out);
            if (!entries || entries->empty())
                return tryCatalog(attempt + 1, then);
            return addCached(std::move(*entries), then);
        },
        listPatience);
}

Error failure(const ServerOrder &order, const QByteArray &output)
{
    return {ErrorCode::ServerError,
            Text::tr("The program foundry could not carry out \u201c%1\u201d for %2. It said: %3")
                .arg(serverTaskName(order.task), order.model.serverId, complaintIn(output)),
            QString::fromUtf8(output.right(4096))};
}

/// What will not be otherwise the next time.
bool isFinal(const QByteArray &output)
{
    const QByteArray words = output.toLower();
    return isUnknownCommand(output) || words.contains("not found") || words.contains(" space");
}

ErrandStep download(const ServerOrder &order, int triesLeft);

ErrandStep downloadAgain(const ServerOrder &order, int triesLeft, const Error &why)
{
    if (triesLeft <= 0)
        return endWith(why);
    TaskProgress progress;
    progress.words = Text::tr("The download broke off and goes on.");
    return Rest{pauseBeforeAgain, [order, triesLeft] { return download(order, triesLeft); }, progress};
}

/// The program may end well without having got all of it.
ErrandStep checkDownload(const ServerOrder &order, int triesLeft, const QByteArray &output)
{
    return askFoundryCatalog([order, triesLeft, output](const std::vector<FoundryEntry> &entries) -> ErrandStep {
        const bool isMissing = std::ranges::any_of(entries, [&order](const FoundryEntry &entry) {
            return isSameFoundryModel(entry.model.serverId, order.model.serverId) && entry.isCached == false;
        });
        return isMissing ? downloadAgain(order, triesLeft, failure(order, output)) : endWith(TaskDone{});
    });
}

ErrandStep download(const ServerOrder &order, int triesLeft)
{
    Launch step = foundry(
        {u"model"_s, u"download"_s, order.model.serverId},
        [order, left = triesLeft - 1](const Result<ProgramEnd> &end) -> ErrandStep {
            if (!end)
                return end.error().code == ErrorCode::NotFound ? endWith(end.error())
                                                               : downloadAgain(order, left, end.error());
            if (end->exitCode == 0)
                return checkDownload(order, left, allOf(*end));
            const Error why = failure(order, allOf(*end));
            return isFinal(allOf(*end)) ? endWith(why) : downloadAgain(order, left, why);
        },
        downloadPatience);
    step.eachLine = [size = order.model.metadata.sizeMb](const QByteArray &line) { return progressInLine(line, size); };
    return step;
}

/// It may ask whether one is sure, and has no documented way of being told so; it gets no input.
const std::array<QStringList, 3> removeOptions{QStringList{u"--yes"_s}, QStringList{u"-y"_s}, QStringList{}};

ErrandStep tryRemove(const ServerOrder &order, size_t attempt, const QByteArray &output)
{
    if (attempt == removeOptions.size())
        return endWith(failure(order, output));
    const QStringList arguments{u"cache"_s, u"remove"_s, order.model.serverId};
    return foundry(arguments + removeOptions[attempt], [order, attempt](const Result<ProgramEnd> &end) -> ErrandStep {
        if (!end)
            return endWith(end.error());
        if (end->exitCode != 0)
            return tryRemove(order, attempt + 1, allOf(*end));
        return askCached([order, attempt, output = allOf(*end)](const std::optional<QStringList> &ids) {
            const bool isThere = ids && std::ranges::any_of(*ids, [&order](const QString &id) {
                                     return isSameFoundryModel(id, order.model.serverId);
                                 });
            return isThere ? tryRemove(order, attempt + 1, output) : endWith(TaskDone{});
        });
    });
}

} // namespace

ErrandStep askFoundryStatus(const StatusThen &then)
{
    return tryStatus(0, then);
}

bool isProgramsServer(const Endpoint &endpoint, const Result<FoundryStatus> &status)
{
    return status && status->url && isLoopback(endpoint.url) && status->url->port() == endpoint.url.port();
}

ErrandStep askFoundryCatalog(const CatalogThen &then)
{
    return tryCatalog(0, then);
}

ErrandStep askFoundryVersion(std::function<ErrandStep(const QString &version)> then)
{
    // Not documented; the framework that the program is made with gives it to all of its programs.
    return foundry({u"--version"_s}, [then = std::move(then)](const Result<ProgramEnd> &end) {
        return then(end && end->exitCode == 0 ? versionInOutput(end->out) : QString());
    });
}

ErrandStep downloadByFoundry(const ServerOrder &order)
{
    return download(order, downloadTries);
}

ErrandStep removeByFoundry(const ServerOrder &order)
{
    return tryRemove(order, 0, {});
}

} // namespace assay
