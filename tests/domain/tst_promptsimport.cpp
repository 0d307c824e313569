// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include <QtTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString csvFile = u"mine.csv"_s;

QStringList textsOf(const PromptSet &set)
{
    QStringList texts;
    for (const Prompt &prompt : set.prompts) {
        texts.append(prompt.text);
    }
    return texts;
}

} // namespace

class TestPromptsImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsCsv_data();
    void splitsCsv();
    void countsLinesOfCsv();
    void refusesCsv_data();
    void refusesCsv();
    void readsJsonl();
    void refusesJsonl_data();
    void refusesJsonl();
    void guessesColumns_data();
    void guessesColumns();
    void makesPromptsOfCsv();
    void makesPromptsOfJsonl();
    void refusesTables_data();
    void refusesTables();
    void readsAnyForm_data();
    void readsAnyForm();
    void thousandsOfRows();
};

void TestPromptsImport::splitsCsv_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QStringList>("header");
    QTest::addColumn<QStringList>("cells"); // of all rows
    const QStringList ab{u"a"_s, u"b"_s};
    const QStringList cells{u"1"_s, u"2"_s, u"3"_s, u"4"_s};
    QTest::newRow("LF") << QByteArray("a,b\n1,2\n3,4\n") << ab << cells;
    QTest::newRow("CRLF, no last line break") << QByteArray("a,b\r\n1,2\r\n3,4") << ab << cells;
    QTest::newRow("CR") << QByteArray("a,b\r1,2\r3,4\r") << ab << cells;
    QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf\"a\",b\n1,2\n3,4\n") << ab << cells;
    QTest::newRow("empty lines") << QByteArray("\n\na,b\n\n1,2\n3,4\n\n") << ab << cells;
    QTest::newRow("semicolon") << QByteArray("a;b\n1;2\n3;4\n") << ab << cells;
    QTest::newRow("tab") << QByteArray("a\tb\n1\t2\n3\t4\n") << ab << cells;
    QTest::newRow("comma wins") << QByteArray("a;x,b\n1,2\n3,4\n") << QStringList({u"a;x"_s, u"b"_s}) << cells;
    QTest::newRow("quoted comma in header")
        << QByteArray("\"a,x\";b\n1;2\n3;4\n") << QStringList({u"a,x"_s, u"b"_s}) << cells;
    QTest::newRow("quotes") << QByteArray("a,b\n\"x, \"\"y\"\"\",\"\"\n\"\"\"\",\"line 1\r\nline 2\"") << ab
                            << QStringList({u"x, \"y\""_s, QString(), u"\""_s, u"line 1\nline 2"_s});
    QTest::newRow("quote inside") << QByteArray("a,b\nit's 5\" long, x \n") << ab
                                  << QStringList({u"it's 5\" long"_s, u" x "_s});
    QTest::newRow("one column") << QByteArray("a\nx\n\"\"\ny") << QStringList({u"a"_s})
                                << QStringList({u"x"_s, QString(), u"y"_s});
    QTest::newRow("unnamed column") << QByteArray("a,\n1,2\n") << QStringList({u"a"_s, u"column 2"_s})
                                    << QStringList({u"1"_s, u"2"_s});
    QTest::newRow("header only") << QByteArray("a,b") << ab << QStringList();
    QTest::newRow("not ASCII") << QByteArray("a\n\xec\x84\x9c\xec\x9a\xb8") << QStringList({u"a"_s})
                               << QStringList({u"\uC11C\uC6B8"_s});
}

void TestPromptsImport::splitsCsv()
{
    QFETCH(QByteArray, csv);
    QFETCH(QStringList, header);
    QFETCH(QStringList, cells);
    const Result<PromptTable> table = readPromptCsv(csv, csvFile);
    QVERIFY2(table, table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->header, header);
    QStringList found;
    for (const QStringList &row : table->rows) {
        QCOMPARE(row.size(), header.size());
        found += row;
    }
    QCOMPARE(found, cells);
    QCOMPARE(table->lines.size(), table->rows.size());
}

void TestPromptsImport::countsLinesOfCsv()
{
    const Result<PromptTable> table = readPromptCsv("a\r\n\"x\r\ny\"\r\n\r\nz\r\n", csvFile);
    QVERIFY(table);
    QVERIFY(table->lines == std::vector<int>({2, 5}));
}

void TestPromptsImport::refusesCsv_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QString>("message");
    const auto bad = [](const char *name, const QByteArray &csv, const QString &message) {
        QTest::newRow(name) << csv << u"mine.csv, line "_s + message;
    };
    bad("empty", "\r\n", u"1: the file is empty, expected a line with the names of the columns."_s);
    bad("short row", "a,b\n1,2\n3\n", u"3: the row has 1 cells, expected 2 as in the header."_s);
    bad("long row", "a,b\n\"1\n\",2\n3,4,5\n", u"4: the row has 3 cells, expected 2 as in the header."_s);
    const QString open = u": a cell starts with a quote that is never closed, expected a closing quote."_s;
    bad("open quote", "a,b\n1,\"2\n3,4\n", u"2"_s + open);
    bad("open at the end", "a\n\"", u"2"_s + open);
    bad("open escaped", "a\n\"x\"\"", u"2"_s + open);
    bad("open in the header", "\"a,b\n", u"1"_s + open);
    bad("text after quote", "a\n\"1\"2\n",
        u"2: there is text behind a closing quote, expected a separator; a quote inside a cell is written twice."_s);
    bad("same names", "\na,a\n", u"2: the header names the column \"a\" twice, expected each name once."_s);
    const QString encoding = u": the text is not UTF-8, expected a file that is saved as UTF-8."_s;
    bad("latin 1", "a\nb\n\xe4\n", u"3"_s + encoding);
    bad("utf-16",
        QByteArray("\xff\xfe"
                   "a\0",
                   4),
        u"1"_s + encoding);
    bad("zero byte", QByteArray("a\nb\0", 4), u"2"_s + encoding);
}

void TestPromptsImport::refusesCsv()
{
    QFETCH(QByteArray, csv);
    QFETCH(QString, message);
    const Result<PromptTable> table = readPromptCsv(csv, csvFile);
    QVERIFY(!table);
    QCOMPARE(table.error().code, ErrorCode::BadInput);
    QCOMPARE(table.error().message, message);
}

void TestPromptsImport::readsJsonl()
{
    const Result<PromptTable> table =
        readPromptJsonl("\xef\xbb\xbf{\"question\": \"A?\", \"n\": 1}\r\n\n{\"question\": "
                        "\"B?\", \"tags\": [\"x\", \"y\"], \"o\": {\"k\": [1]}, \"z\": null}\n",
                        u"q.jsonl"_s);
    QVERIFY2(table, table ? "" : qPrintable(table.error().message));
    QCOMPARE(table->header, QStringList({u"question"_s, u"n"_s, u"tags"_s, u"o"_s, u"z"_s}));
    QCOMPARE(table->rows.size(), size_t(2));
    QCOMPARE(table->rows[0], QStringList({u"A?"_s, u"1"_s, QString(), QString(), QString()}));
    QCOMPARE(table->rows[1], QStringList({u"B?"_s, QString(), u"x|y"_s, u"{\"k\":[1]}"_s, QString()}));
    QVERIFY(table->lines == std::vector<int>({1, 3}));
}

void TestPromptsImport::refusesJsonl_data()
{
    QTest::addColumn<QByteArray>("jsonl");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray("\n\n") << u"q.jsonl, line 1: the file is empty, expected an object a line."_s;
    QTest::newRow("text") << QByteArray("{\"text\": \"a\"}\n\"b\"\n")
                          << u"q.jsonl, line 2: the line holds \"b\", expected an object."_s;
    QTest::newRow("list") << QByteArray("[]") << u"q.jsonl, line 1: the line holds a list, expected an object."_s;
    QTest::newRow("cut off") << QByteArray("{\"text\": \"a\"}\n\n{\"text\": \n")
                             << u"q.jsonl, line 3, column 9: found the end of the text, expected a value."_s;
    QTest::newRow("twice") << QByteArray("{\"text\": \"a\"}\n{\"a\": 1, \"a\": 2}\n")
                           << u"q.jsonl, line 2: the key \"a\" is there twice, expected each key once in its object."_s;
}

void TestPromptsImport::refusesJsonl()
{
    QFETCH(QByteArray, jsonl);
    QFETCH(QString, message);
    const Result<PromptTable> table = readPromptJsonl(jsonl, u"q.jsonl"_s);
    QVERIFY(!table);
    QCOMPARE(table.error().message, message);
}

void TestPromptsImport::guessesColumns_data()
{
    QTest::addColumn<QStringList>("header");
    QTest::addColumn<QList<int>>("fields");
    const auto of = [](std::initializer_list<PromptField> fields) {
        QList<int> numbers;
        for (const PromptField field : fields) {
            numbers.append(static_cast<int>(field));
        }
        return numbers;
    };
    using enum PromptField;
    QTest::newRow("ours") << QStringList(
        {u"id"_s, u"text"_s, u"system"_s, u"expected"_s, u"reference"_s, u"tags"_s, u"max_tokens"_s, u"x"_s})
                          << of({Id, Text, System, Expected, Reference, Tags, MaxTokens, Ignore});
    QTest::newRow("one text only") << QStringList({u"input"_s, u"Question"_s, u"PROMPT"_s})
                                   << of({Ignore, Ignore, Text});
    QTest::newRow("instruction and input") << QStringList({u"instruction"_s, u"input"_s}) << of({Text, Ignore});
    QTest::newRow("written otherwise") << QStringList(
        {u"Prompt ID"_s, u" Question "_s, u"Max-Tokens"_s, u"System prompt"_s})
                                       << of({Id, Text, MaxTokens, System});
    QTest::newRow("nothing known") << QStringList({u"a"_s, u"b"_s}) << of({Ignore, Ignore});
}

void TestPromptsImport::guessesColumns()
{
    QFETCH(QStringList, header);
    QFETCH(QList<int>, fields);
    QList<int> guessed;
    for (const PromptField field : guessColumns(header)) {
        guessed.append(static_cast<int>(field));
    }
    QCOMPARE(guessed, fields);
}

void TestPromptsImport::makesPromptsOfCsv()
{
    const Result<PromptTable> table = readPromptCsv(
        "id,prompt,expected,tags,max tokens,level,note\nx,Hello,one| two ||,t,150.0,3,\n,Bye,,,,,n\n", csvFile);
    QVERIFY(table);
    const Result<PromptSet> set = promptsFromTable(*table, guessColumns(table->header), csvFile);
    QVERIFY2(set, set ? "" : qPrintable(set.error().message));
    QCOMPARE(set->name, u"mine"_s);
    QCOMPARE(textsOf(*set), QStringList({u"Hello"_s, u"Bye"_s}));
    QCOMPARE(set->prompts[0].id.value, u"x"_s);
    QCOMPARE(set->prompts[1].id.value, u"p1"_s);
    QCOMPARE(set->prompts[0].expected, QStringList({u"one"_s, u"two"_s}));
    QCOMPARE(set->prompts[0].maxTokens, std::optional<int>(150));
    QVERIFY(!set->prompts[1].maxTokens);
    QCOMPARE(set->prompts[0].extra, QByteArray(R"({"level":"3"})"));
    QCOMPARE(set->prompts[1].extra, QByteArray(R"({"note":"n"})"));
}

void TestPromptsImport::makesPromptsOfJsonl()
{
    const Result<PromptTable> table = readPromptJsonl(
        R"({"id": 7, "input": "Hello", "expected": ["a|b", "c"], "level": 3, "meta": {"k": 12345678901234567890123}})",
        u"q.jsonl"_s);
    QVERIFY(table);
    const Result<PromptSet> set = promptsFromTable(*table, guessColumns(table->header), u"q.jsonl"_s);
    QVERIFY2(set, set ? "" : qPrintable(set.error().message));
    QCOMPARE(set->prompts[0].id.value, u"7"_s);
    QCOMPARE(set->prompts[0].expected, QStringList({u"a|b"_s, u"c"_s}));
    QCOMPARE(set->prompts[0].extra, QByteArray(R"({"level":3,"meta":{"k":12345678901234567890123}})"));
}

void TestPromptsImport::refusesTables_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    QTest::newRow("no text column")
        << csvFile << QByteArray("a,b\n1,2\n")
        << u"mine.csv, line 1: no column holds the text of the prompts, expected one named prompt, text, question or input."_s;
    QTest::newRow("no text") << csvFile << QByteArray("text,b\nx,1\n ,2\n")
                             << u"mine.csv, line 3: the row has no text, expected the text of a prompt."_s;
    QTest::newRow("same id")
        << csvFile << QByteArray("id,text\na,x\nb,y\na,z\n")
        << u"mine.csv, line 4: the id \"a\" is there already in line 2, expected an id of its own."_s;
    const QString number = u", expected a whole number of at least 1."_s;
    QTest::newRow("tokens text") << csvFile << QByteArray("text,max_tokens\nx,many\n")
                                 << u"mine.csv, line 2: max_tokens is \"many\""_s + number;
    QTest::newRow("tokens zero") << csvFile << QByteArray("text,max_tokens\nx,0\n")
                                 << u"mine.csv, line 2: max_tokens is \"0\""_s + number;
    QTest::newRow("tokens part") << csvFile << QByteArray("text,max_tokens\nx,1.5\n")
                                 << u"mine.csv, line 2: max_tokens is \"1.5\""_s + number;
    QTest::newRow("text list") << u"q.jsonl"_s << QByteArray("{\"text\": [\"a\"]}")
                               << u"q.jsonl, line 1: text is a list, expected a text."_s;
    QTest::newRow("tags object") << u"q.jsonl"_s << QByteArray("{\"text\": \"a\", \"tags\": {}}")
                                 << u"q.jsonl, line 1: tags is an object, expected a text."_s;
}

void TestPromptsImport::refusesTables()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const Result<PromptSet> set = readAnyPrompts(bytes, name);
    QVERIFY(!set);
    QCOMPARE(set.error().message, message);

    const Result<PromptTable> table = readPromptCsv("a,b\n1,2\n", csvFile);
    const Result<PromptSet> twice = promptsFromTable(*table, {PromptField::Text, PromptField::Text}, csvFile);
    QVERIFY(!twice);
    QVERIFY(twice.error().message.contains(u"\"a\" and \"b\""_s));
}

void TestPromptsImport::readsAnyForm_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray jsonl = "{\"text\": \"One\"}\n{\"text\": \"Two\"}\n";
    const QByteArray csv = "prompt\nOne\nTwo\n";
    QTest::newRow("json list") << u"a.json"_s << QByteArray("[\"One\", \"Two\"]");
    QTest::newRow("json") << u"a.JSON"_s << QByteArray("{\"prompts\": [{\"text\": \"One\"},\n{\"text\": \"Two\"}]}");
    QTest::newRow("jsonl") << u"a.jsonl"_s << jsonl;
    QTest::newRow("jsonl as json") << u"a.json"_s << jsonl;
    QTest::newRow("jsonl, no suffix") << u"-"_s << jsonl;
    QTest::newRow("json list, no suffix") << u"-"_s << QByteArray("\xef\xbb\xbf [\"One\", \"Two\"]");
    QTest::newRow("csv") << u"a.csv"_s << csv;
    QTest::newRow("csv, no suffix") << u"-"_s << csv;
    QTest::newRow("tsv") << u"a.tsv"_s << QByteArray("n\ttext\n1\tOne\n2\tTwo\n");
}

void TestPromptsImport::readsAnyForm()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const Result<PromptSet> set = readAnyPrompts(bytes, name);
    QVERIFY2(set, set ? "" : qPrintable(set.error().message));
    QCOMPARE(textsOf(*set), QStringList({u"One"_s, u"Two"_s}));
    QVERIFY(!readAnyPrompts({}, name));
    QVERIFY(!readAnyPrompts("{\"text\": \"One\"", name));
}

void TestPromptsImport::thousandsOfRows()
{
    constexpr int rows = 5'000;
    QByteArray csv = "text,note\n";
    for (int i = 0; i < rows; ++i) {
        csv += "\"Say " + QByteArray::number(i) + "\",x\n";
    }
    const Result<PromptSet> set = readAnyPrompts(csv, csvFile);
    QVERIFY(set);
    QCOMPARE(set->prompts.size(), size_t(rows));
    QCOMPARE(set->prompts.back().id.value, u"p5000"_s);
    const Result<PromptSet> again = readAnyPrompts(writePromptSet(*set), u"mine.json"_s);
    QVERIFY(again);
    QVERIFY(*again == *set);
}

QTEST_GUILESS_MAIN(TestPromptsImport)
#include "tst_promptsimport.moc"
