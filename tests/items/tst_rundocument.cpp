// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/rundocument.h"

#include <QSignalSpy>
#include <QTest>

#include "models/items/runfigures.h"
#include "tests/support/examplerun.h"

using namespace assay;
using namespace Qt::Literals::StringLiterals;

class RunDocumentTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void growsWhileARunGoesOn();
    void findsSamplesByPlace();
    void ignoresSamplesOfAnotherRun();
    void aSampleSentAgainTakesItsPlace();
    void scoresStandReplaceAndGo();
    void scoresOfAnotherRunDoNotTouchThisOne();
    void countsWhatIsUnscored();
    void keepsPlanOrderForReports();
    void figuresFollowTheSamples();
};

void RunDocumentTest::growsWhileARunGoesOn()
{
    const RunData whole = test::exampleRun();
    RunDocument document;
    QSignalSpy replaced(&document, &RunDocument::replaced);
    QSignalSpy added(&document, &RunDocument::samplesAdded);
    document.addSamples(whole.samples); // no run yet: nowhere to put them
    QCOMPARE(added.count(), 0);
    document.setInfo(whole.info);
    QCOMPARE(replaced.count(), 1);
    document.addSamples({whole.samples[0], whole.samples[1]});
    document.addSamples({whole.samples[2]});
    QCOMPARE(added.count(), 2);
    QCOMPARE(added[0], (QVariantList{0, 1}));
    QCOMPARE(added[1], (QVariantList{2, 2}));
    QCOMPARE(document.sample(whole.samples[2].id)->output, whole.samples[2].output);
    QCOMPARE(document.sample(SampleId{u"99999"_s}), nullptr);
    QSignalSpy info(&document, &RunDocument::infoChanged);
    RunInfo done = whole.info;
    done.state = RunState::Completed;
    document.setInfo(done);
    QCOMPARE(info.count(), 1);
    QCOMPARE(document.run()->samples.size(), size_t(3));
    document.clear();
    QVERIFY(!document.hasRun());
    QCOMPARE(document.sample(whole.samples[0].id), nullptr);
}

void RunDocumentTest::findsSamplesByPlace()
{
    RunDocument document;
    document.setRun(test::exampleRun(3, 2));
    const auto found = document.samplesOf(2, 2);
    QCOMPARE(found.size(), size_t(3));
    for (int model = 0; model < 3; ++model) {
        QCOMPARE(found[size_t(model)]->step.model, model);
        QCOMPARE(found[size_t(model)]->step.prompt, 2);
        QCOMPARE(found[size_t(model)]->step.round, 2);
        QCOMPARE(found[size_t(model)]->step.phase, Phase::Measured); // never the warm-up of that prompt
    }
    QCOMPARE(document.sampleOf(0, 2, 3), nullptr);
}

void RunDocumentTest::ignoresSamplesOfAnotherRun()
{
    RunData run = test::exampleRun();
    Sample stranger = run.samples.back();
    run.samples.pop_back();
    stranger.run = RunId{u"another"_s};
    RunDocument document;
    document.setRun(run);
    document.addSamples({stranger});
    QCOMPARE(document.run()->samples.size(), run.samples.size());
}

void RunDocumentTest::aSampleSentAgainTakesItsPlace()
{
    RunData run = test::exampleRun();
    run.samples[3] = test::failedSample(run.info, run.samples[3].step);
    RunDocument document;
    document.setRun(run);
    const int before = document.answered();
    QSignalSpy added(&document, &RunDocument::samplesAdded);
    QSignalSpy changed(&document, &RunDocument::samplesChanged);
    document.addSamples({test::exampleSample(run.info, run.samples[3].step)});
    QCOMPARE(added.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0], (QVariantList{3, 3}));
    QCOMPARE(document.run()->samples[3].status, SampleStatus::Ok);
    QCOMPARE(document.answered(), before + 1);
}

void RunDocumentTest::scoresStandReplaceAndGo()
{
    const RunData run = test::exampleRun();
    const SampleId id = run.samples[1].id;
    RunDocument document;
    document.setRun(run);
    QSignalSpy spy(&document, &RunDocument::scoreChanged);
    document.setScore(test::exampleScore(run, id, 4));
    document.setScore(test::exampleScore(run, run.samples[2].id, 5));
    document.setScore(test::exampleScore(run, id, 2));
    QCOMPARE(spy.count(), 3);
    QCOMPARE(document.score(id)->value, std::optional(2));
    QCOMPARE(document.run()->scores.size(), size_t(2));
    Score judged = test::exampleScore(run, id, 1);
    judged.source = ScoreSource::Judge;
    judged.annotator = u"judge"_s;
    document.setScore(judged); // another annotator: beside, not instead
    QCOMPARE(document.score(id)->value, std::optional(2));
    Score none = test::exampleScore(run, id, 1);
    none.value.reset();
    document.setScore(none);
    QCOMPARE(document.score(id), nullptr);
    QCOMPARE(document.score(run.samples[2].id)->value, std::optional(5));
    QCOMPARE(document.run()->scores.size(), size_t(2));
}

void RunDocumentTest::scoresOfAnotherRunDoNotTouchThisOne()
{
    const RunData run = test::exampleRun();
    RunDocument document;
    document.setRun(run);
    Score other = test::exampleScore(run, run.samples[1].id, 4);
    other.run = RunId{u"another"_s};
    document.setScore(other); // sample ids are the same in every run
    QCOMPARE(document.score(run.samples[1].id), nullptr);
}

void RunDocumentTest::countsWhatIsUnscored()
{
    const RunData run = test::exampleRun(3, 3);
    RunDocument document;
    document.setRun(run);
    QCOMPARE(document.answered(), 33); // 36 measured, 3 failed; warm-ups are not asked about
    QCOMPARE(document.unscored(), 33);
    const SampleId id = document.sampleOf(0, 0, 1)->id;
    document.setScore(test::exampleScore(run, id, 4));
    document.setScore(test::exampleScore(run, id, 5));
    QCOMPARE(document.unscored(), 32);
    Score comment = test::exampleScore(run, document.sampleOf(1, 0, 1)->id, 1);
    comment.value.reset();
    comment.comment = u"hm"_s;
    document.setScore(comment); // a comment is no score
    QCOMPARE(document.unscored(), 32);
    Score none = test::exampleScore(run, id, 1);
    none.value.reset();
    document.setScore(none);
    QCOMPARE(document.unscored(), 33);
}

void RunDocumentTest::keepsPlanOrderForReports()
{
    RunData run = test::exampleRun();
    const RunData wanted = run;
    std::reverse(run.samples.begin(), run.samples.end());
    RunDocument document;
    document.setInfo(run.info);
    document.addSamples(run.samples);
    QCOMPARE(document.inPlanOrder().samples, wanted.samples);
}

void RunDocumentTest::figuresFollowTheSamples()
{
    const RunData run = test::exampleRun(3, 1);
    RunDocument document;
    RunFigures figures(&document);
    QSignalSpy changed(&figures, &RunFigures::changed);
    document.setInfo(run.info);
    document.addSamples(run.samples);
    QVERIFY(changed.count() > 0);
    QCOMPARE(figures.models().size(), size_t(3));
    QCOMPARE(figures.models()[0].total.size(), size_t(4)); // the warm-up is not among them
    QCOMPARE(figures.models()[2].total.size(), size_t(3)); // nor is the failure
    QCOMPARE(figures.models()[2].requests, 4); // which was a request all the same
    document.clear();
    QVERIFY(figures.models().empty());
}

QTEST_GUILESS_MAIN(RunDocumentTest)
#include "tst_rundocument.moc"
