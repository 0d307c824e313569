// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/catalogmodel.h"

#include "models/domain/catalogjson.h"
#include "models/items/catalogfilter.h"
#include "models/items/itemroles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

Endpoint endpoint(const QString &id, const QString &url)
{
    Endpoint result;
    result.id = {id};
    result.url = QUrl(url);
    return result;
}

Model model(const QString &alias, const QString &endpointId, const QString &serverId = {})
{
    Model result;
    result.alias = {alias};
    result.endpoint = {endpointId};
    result.serverId = serverId.isEmpty() ? alias : serverId;
    return result;
}

Catalog sample()
{
    Catalog catalog;
    catalog.endpoints = {endpoint(u"one"_s, u"http://127.0.0.1:8080"_s),
                         endpoint(u"two"_s, u"http://127.0.0.1:8081"_s)};
    catalog.models = {model(u"a"_s, u"one"_s), model(u"b"_s, u"two"_s), model(u"c"_s, u"one"_s)};
    return catalog;
}

QString cell(const CatalogModel &catalog, const QString &alias, CatalogColumn column)
{
    return catalog.indexOf(ModelAlias{alias}).siblingAtColumn(static_cast<int>(column)).data().toString();
}

} // namespace

class TestCatalogModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void treeFollowsTheCatalog()
    {
        CatalogModel catalog;
        QAbstractItemModelTester tester(&catalog, QAbstractItemModelTester::FailureReportingMode::Fatal);
        catalog.setCatalog(sample());
        QCOMPARE(catalog.rowCount(), 2);
        QCOMPARE(catalog.rowCount(catalog.index(0, 0)), 2);
        catalog.upsertModel(model(u"d"_s, u"two"_s));
        QCOMPARE(catalog.rowCount(catalog.index(1, 0)), 2);
        catalog.upsertModel(model(u"a"_s, u"two"_s)); // moves to the other server
        QCOMPARE(catalog.rowCount(catalog.index(0, 0)), 1);
        catalog.upsertModel(model(u"e"_s, u"two"_s), {u"d"_s}); // renamed
        QVERIFY(!catalog.indexOf(ModelAlias{u"d"_s}).isValid());
        catalog.removeModel({u"b"_s});
        catalog.removeEndpoint({u"one"_s});
        QCOMPARE(catalog.rowCount(), 1);
        catalog.upsertEndpoint(endpoint(u"three"_s, u"http://127.0.0.1:8082"_s));
        catalog.setCatalog(sample());
        catalog.setCatalog({});
        QCOMPARE(catalog.rowCount(), 0);
    }

    void modelsWithoutServerAreStillSeen()
    {
        CatalogModel catalog;
        QAbstractItemModelTester tester(&catalog, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Catalog with = sample();
        with.models.push_back(model(u"stray"_s, {}));
        with.models.back().ticked = true;
        catalog.setCatalog(with);
        QCOMPARE(catalog.rowCount(), 3);
        QCOMPARE(catalog.index(2, 0).data().toString(), u"Without a server"_s);
        QVERIFY(catalog.plannedModels().empty());
        with.endpoints.resize(1); // now there is only one it can be
        with.models = {with.models.back()};
        catalog.setCatalog(with);
        QCOMPARE(catalog.rowCount(), 1);
        QCOMPARE(catalog.plannedModels().size(), size_t(1));
    }

    void persistentIndexesOutliveOtherServers()
    {
        CatalogModel catalog;
        QAbstractItemModelTester tester(&catalog, QAbstractItemModelTester::FailureReportingMode::Fatal);
        catalog.setCatalog(sample());
        const QPersistentModelIndex kept = catalog.indexOf(ModelAlias{u"b"_s});
        catalog.removeEndpoint({u"one"_s});
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), u"b"_s);
        QCOMPARE(kept.parent().row(), 0);
    }

    void lettersFollowTheTree()
    {
        CatalogModel catalog;
        catalog.setCatalog(sample());
        QSignalSpy ticks(&catalog, &CatalogModel::ticksChanged);
        QSignalSpy changed(&catalog, &CatalogModel::catalogChanged);
        catalog.setTicked({{u"b"_s}}, true);
        QCOMPARE(catalog.identityOf({u"b"_s})->letter(), u"A"_s);
        QVERIFY(catalog.setData(catalog.indexOf(ModelAlias{u"c"_s}), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(catalog.identityOf({u"c"_s})->letter(), u"A"_s); // above it in the tree
        QCOMPARE(catalog.identityOf({u"b"_s})->letter(), u"B"_s);
        QCOMPARE(catalog.indexOf(ModelAlias{u"b"_s}).data(IdentityRole).toInt(), 1);
        QVERIFY(!catalog.indexOf(ModelAlias{u"a"_s}).data(IdentityRole).isValid());
        QCOMPARE(ticks.size(), 2);
        QCOMPARE(changed.size(), 2);
        catalog.setTicked({{u"b"_s}}, true); // nothing new
        QCOMPARE(ticks.size(), 2);
    }

    void listingAddsKeepsAndMarks()
    {
        CatalogModel catalog;
        QAbstractItemModelTester tester(&catalog, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Catalog start = sample();
        start.models[0].ticked = true;
        start.models[0].parameters.temperature = 0.5;
        start.models[0].metadata.license = u"mine"_s;
        catalog.setCatalog(start);
        Model known = model(u"proposed"_s, u"one"_s, u"a"_s);
        known.metadata.sizeMb = 800;
        known.metadata.license = u"theirs"_s;
        // Another id, but the same address: the endpoint keeps its name.
        catalog.mergeListing(
            {endpoint(u"found"_s, u"http://127.0.0.1:8080/v1"_s), {known, model(u"b"_s, {}, u"new"_s)}, std::nullopt});
        QCOMPARE(catalog.catalog().endpoints.size(), size_t(2));
        const Model *a = catalog.catalog().model(ModelAlias{u"a"_s});
        QVERIFY(a->ticked);
        QCOMPARE(a->parameters.temperature, std::optional(0.5));
        QCOMPARE(a->metadata.sizeMb, std::optional(800.0));
        QCOMPARE(a->metadata.license, std::optional(u"mine"_s));
        QCOMPARE(a->metadata.fromServer, MetadataFields(MetadataField::Size));
        const Model *added = catalog.catalog().model(ModelAlias{u"b-2"_s}); // b is taken
        QVERIFY(added && !added->ticked);
        QCOMPARE(added->endpoint.value, u"one"_s);
        QCOMPARE(cell(catalog, u"c"_s, CatalogColumn::State), u"not offered now"_s);
        catalog.mergeListing(
            {endpoint(u"one"_s, u"http://127.0.0.1:8080"_s), {model(u"c"_s, {}, u"c"_s)}, std::nullopt});
        QCOMPARE(cell(catalog, u"c"_s, CatalogColumn::State), u"not probed"_s);
        QVERIFY(catalog.isGone({u"a"_s}));
    }

    void whatAServerToldIsRenewedAndAPersonsWordsStay()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.models[0].metadata.license = u"mine"_s;
        catalog.setCatalog(start);
        Model told = model(u"proposed"_s, u"one"_s, u"a"_s);
        told.metadata.contextLength = 4096;
        told.metadata.license = u"theirs"_s;
        Model fresh = model(u"fresh"_s, u"one"_s);
        fresh.metadata.capabilities = QStringList{u"chat"_s};
        catalog.mergeListing({endpoint(u"one"_s, u"http://127.0.0.1:8080"_s), {told, fresh}, std::nullopt});
        told.metadata.contextLength = 8192; // it was loaded with more
        catalog.mergeListing({endpoint(u"one"_s, u"http://127.0.0.1:8080"_s), {told, fresh}, std::nullopt});
        const ModelMetadata a = catalog.catalog().model(ModelAlias{u"a"_s})->metadata;
        QCOMPARE(a.contextLength, std::optional(8192));
        QCOMPARE(a.license, std::optional(u"mine"_s));
        QCOMPARE(a.fromServer, MetadataFields(MetadataField::ContextLength));
        const ModelMetadata added = catalog.catalog().model(ModelAlias{u"fresh"_s})->metadata;
        QCOMPARE(added.fromServer, MetadataFields(MetadataField::Capabilities));
    }

    void aServerThatDoesNotAnswerSaysWhy()
    {
        CatalogModel catalog;
        catalog.setCatalog(sample());
        QSignalSpy changed(&catalog, &CatalogModel::catalogChanged);
        const Error refused{ErrorCode::Refused, u"Nobody listens at 127.0.0.1:8080."_s, {}};
        catalog.mergeListing({endpoint(u"one"_s, u"http://127.0.0.1:8080"_s), {}, refused});
        const QModelIndex state = catalog.index(0, static_cast<int>(CatalogColumn::State));
        QCOMPARE(state.data().toString(), refused.message);
        QCOMPARE(state.data(CatalogStateRole).toInt(), static_cast<int>(CatalogState::Bad));
        QVERIFY(!catalog.isGone({u"a"_s})); // unknown is not gone
        QCOMPARE(changed.size(), 0);
        // A port where nobody was found is no endpoint.
        catalog.mergeListing({endpoint(u"guess"_s, u"http://127.0.0.1:9999"_s), {}, refused});
        QCOMPARE(catalog.rowCount(), 2);
    }

    void foundryLocalMayHaveMoved()
    {
        CatalogModel catalog;
        Endpoint place = endpoint(u"foundry-local"_s, u"http://127.0.0.1:50001"_s);
        place.kind = ServerKind::FoundryLocal;
        catalog.mergeListing({place, {model(u"phi"_s, {}, u"phi"_s)}, std::nullopt});
        place.url = QUrl(u"http://127.0.0.1:50002"_s);
        catalog.mergeListing({place, {model(u"phi"_s, {}, u"phi"_s)}, std::nullopt});
        QCOMPARE(catalog.catalog().endpoints.size(), size_t(1));
        QCOMPARE(catalog.catalog().endpoints[0].url, place.url);
        QCOMPARE(catalog.catalog().models.size(), size_t(1));
        // One on another machine is another one.
        place.url = QUrl(u"http://192.0.2.1:50002"_s);
        catalog.mergeListing({place, {}, std::nullopt});
        QCOMPARE(catalog.catalog().endpoints.size(), size_t(2));
        QCOMPARE(catalog.catalog().endpoints[0].url, QUrl(u"http://127.0.0.1:50002"_s));
    }

    void aServerThatCanBeStartedIsShown()
    {
        CatalogModel catalog;
        EndpointListing stopped{endpoint(u"foundry-local"_s, {}), {}, Error{ErrorCode::Refused, u"It is off."_s, {}}};
        stopped.endpoint.kind = ServerKind::FoundryLocal;
        stopped.abilities = Ability::Start;
        catalog.mergeListing(stopped);
        QCOMPARE(catalog.catalog().endpoints.size(), size_t(1));
        EndpointListing runs{endpoint(u"foundry-local"_s, u"http://127.0.0.1:50001"_s), {}, std::nullopt};
        runs.endpoint.kind = ServerKind::FoundryLocal;
        catalog.mergeListing(runs);
        QCOMPARE(catalog.catalog().endpoints.size(), size_t(1));
        QCOMPARE(catalog.catalog().endpoints[0].url, runs.endpoint.url);
    }

    void whatAServerTurnsOutToBe()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.endpoints[1].kind = ServerKind::LlamaCpp; // said by the person
        catalog.setCatalog(start);
        EndpointListing listing;
        listing.endpoint = endpoint(u"one"_s, u"http://127.0.0.1:8080/engines/v1"_s);
        listing.endpoint.kind = ServerKind::OpenAi;
        listing.endpoint.recognized = true;
        catalog.mergeListing(listing);
        const auto known = [&catalog](const QString &id) { return *catalog.catalog().endpoint(EndpointId{id}); };
        QCOMPARE(catalog.rowCount(), 2);
        QCOMPARE(known(u"one"_s), listing.endpoint); // where its API is, too
        listing.endpoint.kind = ServerKind::Ollama; // another one has taken its place
        listing.endpoint.url = QUrl(u"http://127.0.0.1:8080"_s);
        catalog.mergeListing(listing);
        QCOMPARE(known(u"one"_s), listing.endpoint);
        listing.endpoint.id = EndpointId{u"two"_s};
        listing.endpoint.url = QUrl(u"http://127.0.0.1:8081"_s);
        catalog.mergeListing(listing);
        QCOMPARE(known(u"two"_s).kind, ServerKind::LlamaCpp);
        // One that wants a key is there, though nobody knows it yet.
        listing.endpoint.id = EndpointId{u"three"_s};
        listing.endpoint.url = QUrl(u"http://127.0.0.1:8082"_s);
        listing.error = Error{ErrorCode::Unauthorized, u"It wants a key."_s, {}};
        catalog.mergeListing(listing);
        QCOMPARE(catalog.rowCount(), 3);
        QCOMPARE(catalog.endpointError(EndpointId{u"three"_s})->code, ErrorCode::Unauthorized);
        QVERIFY(writeCatalog(catalog.catalog()).contains(R"("kind": "auto")"));
        QVERIFY(!writeCatalog(catalog.catalog()).contains("ollama"));
    }

    /// A practice server says so of its models, also where somebody took it for another kind.
    void practiceIsRecognized()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.endpoints[1].kind = ServerKind::OpenAi;
        catalog.setCatalog(start);
        QCOMPARE(cell(catalog, u"b"_s, CatalogColumn::State), u"not probed"_s);
        EndpointListing listing;
        listing.endpoint = start.endpoints[1];
        listing.models = {*start.model(ModelAlias{u"b"_s})};
        listing.models[0].metadata.ownedBy = practiceOwner;
        catalog.mergeListing(listing);
        QCOMPARE(cell(catalog, u"b"_s, CatalogColumn::State), u"simulated"_s);
        const QModelIndex server = catalog.indexOf(listing.endpoint.id).siblingAtColumn(int(CatalogColumn::State));
        QCOMPARE(server.data().toString(), u"simulated, 1 model offered"_s);
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::State), u"not probed"_s);
    }

    void probesShowInTheState()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.endpoints[1].kind = ServerKind::Practice;
        catalog.setCatalog(start);
        QCOMPARE(cell(catalog, u"b"_s, CatalogColumn::State), u"simulated"_s);
        catalog.setProbing({{u"a"_s}, {u"b"_s}});
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::State), u"being probed"_s);
        catalog.setProbeResult({{u"a"_s}, true, std::nullopt, 123, u"Hi"_s});
        catalog.setProbeResult(
            {{u"b"_s}, false, Error{ErrorCode::NotFound, u"No such model."_s, {}}, std::nullopt, {}});
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::State), u"ready, 123 ms"_s);
        QCOMPARE(cell(catalog, u"b"_s, CatalogColumn::State), u"simulated, failed: No such model."_s);
        ProbeResult partly{{u"a"_s}, true, std::nullopt, 123, u"Hi"_s};
        partly.checks = {{ProbeCheck::Listed, CheckState::NotApplicable, {}},
                         {ProbeCheck::Answers, CheckState::Passed, {}},
                         {ProbeCheck::Usage, CheckState::Failed, u"It does not count."_s}};
        catalog.setProbeResult(partly);
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::State), u"ready, 123 ms, 1 of 2 checks failed"_s);
        catalog.upsertModel(model(u"a"_s, u"one"_s, u"another"_s)); // what was probed is another model now
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::State), u"not probed"_s);
    }

    void missingIsADash()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.models[0].metadata.sizeMb = 822;
        catalog.setCatalog(start);
        QCOMPARE(cell(catalog, u"a"_s, CatalogColumn::Size), u"822 MB"_s);
        QCOMPARE(cell(catalog, u"c"_s, CatalogColumn::Size), QStringView(u"\u2013").toString());
        QVERIFY(!catalog.indexOf(ModelAlias{u"c"_s}).siblingAtColumn(1).data(RawRole).isValid());
    }

    void filterFindsByEveryWord()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.models[0].metadata.sizeMb = 900;
        start.models[2].metadata.license = u"mit"_s;
        catalog.setCatalog(start);
        CatalogFilter filter;
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        filter.setSourceModel(&catalog);
        filter.setFilter(u"MIT c"_s);
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.rowCount(filter.index(0, 0)), 1);
        filter.setFilter(u"two"_s); // the server's name: all its models
        QCOMPARE(filter.rowCount(), 1);
        QCOMPARE(filter.index(0, 0, filter.index(0, 0)).data().toString(), u"b"_s);
        filter.setFilter({});
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            filter.sort(static_cast<int>(CatalogColumn::Size), order);
            const QModelIndex server = filter.mapFromSource(catalog.indexOf(EndpointId{u"one"_s}));
            QCOMPARE(filter.index(1, 0, server).data().toString(), u"c"_s); // the missing one is last
        }
    }

    void filterWantsEveryCapability()
    {
        CatalogModel catalog;
        Catalog start = sample();
        start.models[0].metadata.capabilities = QStringList{u"chat"_s, u"tools"_s};
        start.models[1].metadata.capabilities = QStringList{u"chat"_s, u"vision"_s};
        start.models[2].metadata.capabilities = QStringList{u"Chat"_s};
        catalog.setCatalog(start);
        QCOMPARE(catalog.capabilities(), (QStringList{u"chat"_s, u"Chat"_s, u"tools"_s, u"vision"_s}));
        CatalogFilter filter;
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        filter.setSourceModel(&catalog);
        const auto shown = [&] {
            QStringList names;
            for (int i = 0; i < filter.rowCount(); ++i) {
                const QModelIndex server = filter.index(i, 0);
                for (int row = 0; row < filter.rowCount(server); ++row) {
                    names << filter.index(row, 0, server).data().toString();
                }
            }
            return names;
        };
        filter.setFilter({}, {u"chat"_s});
        QCOMPARE(shown(), (QStringList{u"a"_s, u"c"_s, u"b"_s}));
        filter.setFilter({}, {u"chat"_s, u"tools"_s});
        QCOMPARE(shown(), QStringList{u"a"_s});
        QCOMPARE(filter.rowCount(), 1); // not the other server, which has none
        filter.setFilter(u"one"_s, {u"chat"_s}); // a server's name beside them
        QCOMPARE(shown(), (QStringList{u"a"_s, u"c"_s}));
        filter.setFilter(u"two"_s, {u"tools"_s});
        QCOMPARE(filter.rowCount(), 0);
        filter.setFilter({});
        QCOMPARE(shown().size(), 3);
    }

    void undoLeavesLaterChangesAlone()
    {
        const Catalog before = sample();
        Catalog after = before;
        after.models.erase(after.models.begin());
        Catalog current = after;
        current.models[0].ticked = true;
        current.models.push_back(model(u"later"_s, u"two"_s));
        const Catalog back = patchedCatalog(after, before, current);
        QCOMPARE(back.models.size(), size_t(4));
        QCOMPARE(back.models[0].alias.value, u"a"_s);
        QVERIFY(back.model(ModelAlias{u"b"_s})->ticked);
        QCOMPARE(back.models[3].alias.value, u"later"_s);
    }
};

QTEST_GUILESS_MAIN(TestCatalogModel)
#include "tst_catalogmodel.moc"
