// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/prompts.h"

#include <QSet>
#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

Prompt prompt(const QString &id, const QString &text)
{
    Prompt made;
    made.id.value = id;
    made.text = text;
    return made;
}

QStringList idsOf(const std::vector<Prompt> &prompts)
{
    QStringList ids;
    for (const Prompt &each : prompts) {
        ids.append(each.id.value);
    }
    return ids;
}

QStringList textsOf(const std::vector<Prompt> &prompts)
{
    QStringList texts;
    for (const Prompt &each : prompts) {
        texts.append(each.text);
    }
    return texts;
}

} // namespace

class TestPrompts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expandsEachCombinationInOrderOfNames();
    void leavesUnknownVariablesAlone();
    void fillsInOnce();
    void fillsSystemReferenceAndAspects();
    void setSystemStandsInOnlyWhereMissing();
    void expandedIdsAreUnique();
    void boundsTheExpansion();
    void freeIds();
    void fillsMissingIds();
    void starterSetIsReadyToRun();
};

void TestPrompts::expandsEachCombinationInOrderOfNames()
{
    PromptSet set;
    set.variables = {{u"city"_s, {u"Seoul"_s, u"Oslo"_s}}, {u"by"_s, {u"train"_s, u"car"_s}}, {u"other"_s, {u"x"_s}}};
    set.prompts = {prompt(u"a"_s, u"To {{city}} by {{by}}."_s), prompt(u"b"_s, u"Plain."_s),
                   prompt(u"c"_s, u"{{ city }}, {{city}}"_s)};
    const std::vector<Prompt> expanded = expandPrompts(set);
    QCOMPARE(textsOf(expanded),
             QStringList({u"To Seoul by train."_s, u"To Oslo by train."_s, u"To Seoul by car."_s, u"To Oslo by car."_s,
                          u"Plain."_s, u"Seoul, Seoul"_s, u"Oslo, Oslo"_s}));
    QCOMPARE(idsOf(expanded),
             QStringList({u"a[by=train,city=Seoul]"_s, u"a[by=train,city=Oslo]"_s, u"a[by=car,city=Seoul]"_s,
                          u"a[by=car,city=Oslo]"_s, u"b"_s, u"c[city=Seoul]"_s, u"c[city=Oslo]"_s}));
    QCOMPARE(expandedCount(set), 7);
}

void TestPrompts::leavesUnknownVariablesAlone()
{
    PromptSet set;
    set.variables = {{u"empty"_s, {}}, {u"known"_s, {u"1"_s}}};
    set.prompts = {prompt(u"a"_s, u"{{unknown}} {{empty}} {{known}} {{}} {known} {{{known}}}"_s)};
    const std::vector<Prompt> expanded = expandPrompts(set);
    QCOMPARE(textsOf(expanded), QStringList({u"{{unknown}} {{empty}} 1 {{}} {known} {1}"_s}));
}

void TestPrompts::fillsInOnce()
{
    PromptSet set;
    set.variables = {{u"a"_s, {u"{{b}}"_s}}, {u"b"_s, {u"{{a}}"_s}}};
    set.prompts = {prompt(u"p"_s, u"{{a}}-{{b}}"_s)};
    QCOMPARE(textsOf(expandPrompts(set)), QStringList({u"{{b}}-{{a}}"_s}));
}

void TestPrompts::fillsSystemReferenceAndAspects()
{
    PromptSet set;
    set.variables = {{u"city"_s, {u"Seoul"_s, u"Oslo"_s}}};
    set.system = u"You live in {{city}}."_s;
    Prompt each = prompt(u"p"_s, u"Where do you live?"_s);
    each.reference = u"In {{city}}."_s;
    each.expected = {u"names {{city}}"_s};
    set.prompts = {each};
    const std::vector<Prompt> expanded = expandPrompts(set);
    QCOMPARE(expanded.size(), size_t(2));
    QCOMPARE(expanded[1].system, u"You live in Oslo."_s);
    QCOMPARE(expanded[1].reference, u"In Oslo."_s);
    QCOMPARE(expanded[1].expected, QStringList({u"names Oslo"_s}));
}

void TestPrompts::setSystemStandsInOnlyWhereMissing()
{
    PromptSet set;
    set.system = u"Be brief."_s;
    set.prompts = {prompt(u"a"_s, u"x"_s), prompt(u"b"_s, u"y"_s)};
    set.prompts[1].system = u"Be long."_s;
    const std::vector<Prompt> expanded = expandPrompts(set);
    QCOMPARE(expanded[0].system, u"Be brief."_s);
    QCOMPARE(expanded[1].system, u"Be long."_s);
}

void TestPrompts::expandedIdsAreUnique()
{
    PromptSet set;
    set.variables = {{u"v"_s, {u"1"_s, u"1"_s}}};
    set.prompts = {prompt(u"p"_s, u"{{v}}"_s), prompt(u"p[v=1]"_s, u"x"_s)};
    const QStringList ids = idsOf(expandPrompts(set));
    QCOMPARE(ids.size(), 3);
    QCOMPARE(QSet<QString>(ids.cbegin(), ids.cend()).size(), 3);
}

void TestPrompts::boundsTheExpansion()
{
    PromptSet set;
    QString text;
    QStringList values;
    for (int i = 0; i < 100; ++i) {
        values.append(QString::number(i));
    }
    for (int i = 0; i < 20; ++i) {
        const QString name = u"v"_s + QString::number(i);
        set.variables.insert(name, values);
        text += u"{{"_s + name + u"}}"_s;
    }
    set.prompts = {prompt(u"p"_s, text)};
    QCOMPARE(expandedCount(set), maxExpandedPrompts + 1);
    QVERIFY(expandPrompts(set).empty());
}

void TestPrompts::freeIds()
{
    PromptSet set;
    QCOMPARE(set.freeId().value, u"p1"_s);
    set.prompts = {prompt(u"p1"_s, u"x"_s), prompt(u"p3"_s, u"x"_s), prompt(u"rag"_s, u"x"_s),
                   prompt(u"rag-2"_s, u"x"_s)};
    QCOMPARE(set.freeId().value, u"p2"_s);
    QCOMPARE(set.freeId(u"rag"_s).value, u"rag-3"_s);
    QCOMPARE(set.freeId(u"new"_s).value, u"new"_s);
}

void TestPrompts::fillsMissingIds()
{
    PromptSet set;
    set.prompts = {prompt({}, u"x"_s), prompt(u"p1"_s, u"x"_s), prompt({}, u"x"_s), prompt(u"p3"_s, u"x"_s),
                   prompt({}, u"x"_s)};
    set.fillMissingIds();
    QCOMPARE(idsOf(set.prompts), QStringList({u"p2"_s, u"p1"_s, u"p4"_s, u"p3"_s, u"p5"_s}));
}

void TestPrompts::starterSetIsReadyToRun()
{
    const PromptSet set = starterPromptSet();
    QVERIFY(!set.name.isEmpty());
    QCOMPARE(set.prompts.size(), size_t(4));
    QVERIFY(set.prompts[0].text.contains(u"retrieval augmented generation"_s));
    QSet<QString> ids;
    for (const Prompt &each : set.prompts) {
        QVERIFY(!each.text.isEmpty());
        QVERIFY(each.expected.size() >= 2 && each.expected.size() <= 3);
        QVERIFY(!each.tags.isEmpty());
        ids.insert(each.id.value);
    }
    QCOMPARE(ids.size(), 4);
    QCOMPARE(expandPrompts(set).size(), size_t(4));
}

QTEST_GUILESS_MAIN(TestPrompts)
#include "tst_prompts.moc"
