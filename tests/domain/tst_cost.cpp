// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/costledger.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace assay;

namespace {

constexpr qint64 mb = 1'000'000;
const std::set<UnderWay> nothing;

Nanos at(double seconds)
{
    return Nanos(std::llround(seconds * 1e9));
}

std::set<UnderWay> runs(int model, bool measured = true)
{
    return {{model, measured}};
}

/// A counter that is to be trusted from 2 s on.
MachineReading counted(double second, double joules, const QString &domain = u"package-0"_s)
{
    MachineReading reading;
    reading.at = at(second);
    reading.meters = {{domain, joules, std::chrono::seconds(2), std::chrono::seconds(2)}};
    return reading;
}

ProcessReading process(qint64 pid, qint64 residentMb, qint64 ticks, bool listens = false)
{
    return {pid, residentMb * mb, residentMb * mb / 2, ticks, {}, listens};
}

MachineReading seen(double second, std::vector<std::vector<ProcessReading>> servers)
{
    MachineReading reading;
    reading.at = at(second);
    reading.hasProcesses = true;
    reading.servers = std::move(servers);
    return reading;
}

} // namespace

class TestCost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void energyAboveTheIdleDraw();
    void aShortBlockIsNotTrusted();
    void withoutIdleTimeNothingIsSubtracted();
    void besideAnotherModelNothingIsAttributed();
    void warmUpsAndShortGapsDoNotCount();
    void aCounterThatFailsSpoilsTheFigure();
    void aCounterThatIsSilentFromTheStartSpoilsIt();
    void whatDoesNotStandOutIsMissing();
    void memoryOfOneProcess();
    void memoryOfTheChildThatWorks();
    void whereNobodyCanTellMemoryIsMissing();
    void memoryOfModelsThatTakeTurns();
    void theEstimate();
    void timeIsCoveredOnce();
    void goingOnAddsUp();
    void graphicsMemoryAndWhoseFigureItIs();
};

void TestCost::energyAboveTheIdleDraw()
{
    CostLedger ledger({0, 0});
    ledger.add(counted(0, 1000), nothing);
    ledger.add(counted(4, 1040), nothing); // 10 W at rest
    ledger.add(counted(5, 1070), runs(0, false)); // warm-up
    ledger.add(counted(10, 1270), runs(0)); // 40 W for 5 s
    ledger.add(counted(20, 1870), runs(1)); // 60 W for 10 s
    ledger.addTokens(0, 100);
    ledger.addTokens(1, 50);
    ledger.addTokens(1, 50);
    const std::vector<ModelCost> costs = ledger.costs();
    QCOMPARE(costs[0].energy, (std::vector<EnergyUse>{{u"package-0"_s, 200, 5, 10.0}}));
    QCOMPARE(costs[1].energy, (std::vector<EnergyUse>{{u"package-0"_s, 600, 10, 10.0}}));
    // (200 J - 10 W * 5 s) / 3600 / 100 tokens * 1000
    QCOMPARE(measuredEnergy(costs[0])->whPer1kTokens, 150.0 / 360);
    QCOMPARE(measuredEnergy(costs[1])->whPer1kTokens, 500.0 / 360);
    QCOMPARE(measuredEnergy(costs[0])->idleWatts, std::optional(10.0));
    QCOMPARE(energySourceText(*measuredEnergy(costs[0])), u"measured: package-0, idle draw of 10.0 W subtracted"_s);
}

void TestCost::aShortBlockIsNotTrusted()
{
    CostLedger ledger({0});
    ledger.add(counted(0, 0), nothing);
    ledger.add(counted(1.9, 100), runs(0));
    ledger.addTokens(0, 10);
    QVERIFY(ledger.costs()[0].energy.empty());
    QCOMPARE(ledger.costs()[0].energyTokens, 0);
    ledger.add(counted(2, 101), runs(0));
    QCOMPARE(ledger.costs()[0].energy.size(), size_t(1));
}

void TestCost::withoutIdleTimeNothingIsSubtracted()
{
    CostLedger ledger({0});
    ledger.add(counted(0, 0), nothing);
    ledger.add(counted(1, 10), nothing); // too short
    ledger.add(counted(11, 370), runs(0));
    ledger.addTokens(0, 1000);
    const std::optional<EnergyFigure> figure = measuredEnergy(ledger.costs()[0]);
    QVERIFY(figure && !figure->idleWatts && !figure->isEstimate());
    QCOMPARE(figure->whPer1kTokens, 0.1);
    QCOMPARE(energySourceText(*figure), u"measured: package-0, idle draw included"_s);
}

void TestCost::besideAnotherModelNothingIsAttributed()
{
    CostLedger ledger({0, 1, 2});
    ledger.add(counted(0, 0), nothing);
    ledger.add(counted(5, 100), runs(0));
    ledger.add(counted(6, 200), {{0, true}, {1, false}}); // the other only warms up: the machine works for it, too
    ledger.add(counted(16, 300), runs(2));
    for (const int model : {0, 1, 2})
        ledger.addTokens(model, 10);
    const std::vector<ModelCost> costs = ledger.costs();
    QVERIFY(costs[0].energy.empty() && costs[1].energy.empty());
    QCOMPARE(costs[2].energy, (std::vector<EnergyUse>{{u"package-0"_s, 100, 10, {}}}));
}

void TestCost::warmUpsAndShortGapsDoNotCount()
{
    CostLedger ledger({0});
    ledger.add(counted(0, 0), nothing);
    ledger.add(counted(3, 30), nothing);
    for (int i = 0; i < 10; ++i) { // requests of 0.4 s, 0.1 s apart: the gap is neither the model's nor idle
        ledger.add(counted(3 + 0.5 * i + 0.4, 30 + 10 * i + 8), runs(0));
        ledger.add(counted(3 + 0.5 * i + 0.5, 30 + 10 * i + 10), nothing);
    }
    QCOMPARE(ledger.costs()[0].energy[0].joules, 80.0);
    QCOMPARE(ledger.costs()[0].energy[0].seconds, 4.0);
    QCOMPARE(ledger.costs()[0].energy[0].idleWatts, std::optional(10.0));
}

void TestCost::aCounterThatFailsSpoilsTheFigure()
{
    CostLedger ledger({0, 1});
    ledger.add(counted(0, 0), nothing);
    ledger.add(counted(3, 30), runs(0));
    MachineReading silent;
    silent.at = at(4);
    ledger.add(silent, runs(0));
    ledger.add(counted(5, 50), nothing);
    ledger.add(counted(9, 90), runs(1));
    QVERIFY(ledger.costs()[0].energy.empty());
    QCOMPARE(ledger.costs()[1].energy[0].joules, 40.0);
}

/// Beside the processor's counter there is one that should speak, and does not: a part would look like the whole.
void TestCost::aCounterThatIsSilentFromTheStartSpoilsIt()
{
    CostLedger ledger({0, 1, 2});
    const auto partly = [](double second, double joules) {
        MachineReading reading = counted(second, joules);
        reading.allMeters = false;
        return reading;
    };
    ledger.add(partly(0, 0), nothing);
    ledger.add(partly(5, 100), runs(0));
    ledger.add(counted(10, 200), runs(1)); // it speaks since, but not of what was before
    ledger.add(counted(15, 300), runs(2));
    for (const int model : {0, 1, 2})
        ledger.addTokens(model, 10);
    QVERIFY(ledger.costs()[0].energy.empty());
    QVERIFY(ledger.costs()[1].energy.empty());
    QCOMPARE(ledger.costs()[2].energy.size(), size_t(1));
}

void TestCost::whatDoesNotStandOutIsMissing()
{
    ModelCost cost;
    QVERIFY(!measuredEnergy(cost));
    cost.energy = {{u"package-0"_s, 100, 10, 10.0}}; // as much as at rest
    cost.energyTokens = 10;
    QVERIFY(!measuredEnergy(cost));
    cost.energy[0].joules = 136;
    QCOMPARE(measuredEnergy(cost)->whPer1kTokens, 1.0);
    cost.energy.push_back({u"GPU"_s, 36, 10, {}}); // with one idle draw unknown, none is subtracted
    QCOMPARE(measuredEnergy(cost)->whPer1kTokens, 172.0 / 36);
    QCOMPARE(measuredEnergy(cost)->domains, QStringList({u"package-0"_s, u"GPU"_s}));
    cost.energyTokens = 0;
    QVERIFY(!measuredEnergy(cost));
}

void TestCost::memoryOfOneProcess()
{
    CostLedger ledger({0});
    ledger.add(seen(0, {{process(7, 100, 10, true)}}), nothing);
    ledger.add(seen(1, {{process(7, 300, 90, true)}}), runs(0, false));
    ledger.add(seen(2, {{process(7, 250, 190, true)}}), runs(0));
    ledger.add(seen(3, {{process(7, 900, 190, true)}}), nothing); // not while it ran
    const ModelCost cost = ledger.costs()[0];
    QCOMPARE(cost.memoryMb, std::optional(300.0));
    QCOMPARE(cost.memoryFilesMb, std::optional(150.0));
    QCOMPARE(cost.memoryIdleMb, std::optional(100.0));
    QVERIFY(!cost.gpuMemoryMb);
}

/// A router (1) with a process for each model: what another model holds is not this one's.
void TestCost::memoryOfTheChildThatWorks()
{
    CostLedger ledger({0, 0});
    ledger.add(seen(0, {{process(1, 30, 5, true)}}), nothing);
    ledger.add(seen(1, {{process(1, 30, 6, true), process(2, 400, 80)}}), runs(0));
    ledger.add(seen(2, {{process(1, 30, 7, true), process(2, 500, 160)}}), runs(0));
    ledger.add(seen(3, {{process(1, 30, 8, true), process(2, 500, 162), process(3, 700, 90)}}),
               runs(1)); // the end of the one before
    // Back at the first one, whose memory was there before.
    ledger.add(seen(4, {{process(1, 30, 9, true), process(2, 510, 262), process(3, 700, 91)}}), runs(0));
    const std::vector<ModelCost> costs = ledger.costs();
    QCOMPARE(costs[0].memoryMb, std::optional(540.0));
    QCOMPARE(costs[0].memoryIdleMb, std::optional(30.0));
    QCOMPARE(costs[1].memoryMb, std::optional(730.0));
    QCOMPARE(costs[1].memoryIdleMb, std::optional(30.0));
}

void TestCost::whereNobodyCanTellMemoryIsMissing()
{
    CostLedger ledger({0, std::nullopt});
    ledger.add(seen(0, {{process(1, 30, 5, true), process(2, 400, 80)}}), nothing);
    ledger.add(seen(1, {{process(1, 30, 5, true), process(2, 400, 99)}}), runs(0)); // too little work to tell
    ledger.add(seen(2, {{process(1, 30, 5, true), process(2, 400, 99)}}), runs(1)); // a server nobody knows
    QCOMPARE(ledger.costs(), std::vector<ModelCost>(2));
    ledger.add(seen(3, {{process(1, 30, 5, true), process(2, 400, 99)}}), runs(0));
    ledger.add(seen(4, {{process(1, 30, 5, true), process(2, 400, 119)}}), runs(0));
    QCOMPARE(ledger.costs()[0].memoryMb, std::optional(430.0));
}

void TestCost::memoryOfModelsThatTakeTurns()
{
    CostLedger ledger({0, 0, 1});
    ledger.add(seen(0, {{process(1, 30, 0, true)}, {process(5, 60, 0, true)}}), nothing);
    MachineReading between;
    between.at = at(0.5);
    ledger.add(between, runs(0)); // the processes were not looked at
    ledger.add(seen(1, {{process(1, 90, 40, true)}, {process(5, 60, 0, true)}}), runs(1));
    QCOMPARE(ledger.costs(), std::vector<ModelCost>(3)); // both were under way meanwhile
    // Beside a model of another server memory can be told apart, each by its own processes.
    ledger.add(seen(2, {{process(1, 95, 80, true)}, {process(5, 66, 40, true)}}), {{1, true}, {2, true}});
    const std::vector<ModelCost> costs = ledger.costs();
    QCOMPARE(costs[0].memoryMb, std::nullopt);
    QCOMPARE(costs[1].memoryMb, std::optional(95.0));
    QCOMPARE(costs[1].memoryIdleMb, std::optional(90.0));
    QCOMPARE(costs[2].memoryMb, std::optional(66.0));
}

void TestCost::theEstimate()
{
    const std::optional<EnergyFigure> figure = estimatedEnergy(18, std::chrono::seconds(100), 500);
    QVERIFY(figure && figure->isEstimate());
    QCOMPARE(figure->whPer1kTokens, 1.0); // 1800 J = 0.5 Wh for 500 tokens
    QVERIFY(!estimatedEnergy(18, std::chrono::seconds(100), 0));
    QVERIFY(!estimatedEnergy(0, std::chrono::seconds(100), 500));
    QVERIFY(!estimatedEnergy(18, {}, 500));
}

void TestCost::timeIsCoveredOnce()
{
    QCOMPARE(coveredTime({}), Nanos(0));
    QCOMPARE(coveredTime({{at(5), at(6)}, {at(0), at(2)}, {at(1), at(3)}, {at(1), at(2)}}), at(4));
}

void TestCost::goingOnAddsUp()
{
    RunCosts earlier;
    earlier.price = EnergyPrice{0.3, u"EUR"_s};
    earlier.models = {{300, 200, 100, {}, 1500, {{u"package-0"_s, 100, 10, 5.0}}, 40}};
    RunCosts later;
    later.models = {{280, 250, 260, 90, {}, {{u"package-0"_s, 300, 30, 9.0}}, 60},
                    {500, 1, 2, {}, {}, {{u"psys"_s, 1, 2, {}}}, 3}};
    const RunCosts sum = addedCosts(earlier, later);
    QCOMPARE(sum.price, earlier.price);
    QCOMPARE(sum.models[0], (ModelCost{300, 200, 100, 90, 1500, {{u"package-0"_s, 400, 40, 8.0}}, 100}));
    QCOMPARE(sum.models[1], later.models[1]);
    QCOMPARE(addedCosts({}, later).models, later.models);
    QCOMPARE(addedCosts(earlier, {}).models, earlier.models);
}

void TestCost::graphicsMemoryAndWhoseFigureItIs()
{
    const auto costs = [](double mb, bool byServer) {
        RunCosts each;
        each.models.resize(1);
        each.models[0].gpuMemoryMb = mb;
        each.models[0].gpuByServer = byServer;
        return each;
    };
    const auto sum = [](const RunCosts &a, const RunCosts &b) { return gpuMemoryText(addedCosts(a, b).models[0]); };
    QCOMPARE(gpuMemoryText({}), u"–"_s);
    QCOMPARE(sum({}, costs(512, true)), u"512 MB by the server"_s);
    QCOMPARE(sum(costs(512, true), costs(256, true)), u"512 MB by the server"_s);
    QCOMPARE(sum(costs(512, true), costs(256, false)), u"256 MB"_s); // the driver's figure stands
    QCOMPARE(sum(costs(256, false), costs(512, true)), u"256 MB"_s);
    QCOMPARE(sum(costs(256, false), costs(512, false)), u"512 MB"_s);
}

QTEST_APPLESS_MAIN(TestCost)
#include "tst_cost.moc"
