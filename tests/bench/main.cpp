// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How true our times are: one server that knows when it sent what, and several clients one after another in one run.
#include "tests/bench/bareclient.h"
#include "tests/bench/chartload.h"
#include "tests/bench/laneclient.h"
#include "tests/bench/truthserver.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace assay::bench {
namespace {

/// Of the absolute values; type 7, as in all our reports.
double percentile(std::vector<double> values, double share)
{
    std::ranges::transform(values, values.begin(), [](double value) { return std::abs(value); });
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    const double place = share * double(values.size() - 1);
    const auto low = size_t(place);
    const size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (place - double(low)) * (values[high] - values[low]);
}

struct Row
{
    QString client;
    Errors errors;
};

QString cell(const std::vector<double> &values)
{
    if (values.empty()) {
        return u"-"_s;
    }
    return u"%1 / %2 (%3)"_s.arg(percentile(values, 0.5), 0, 'f', 0)
        .arg(percentile(values, 0.99), 0, 'f', 0)
        .arg(values.size());
}

void print(const QString &title, const std::vector<Row> &rows, bool withTokens)
{
    std::printf("\n%s\n", qUtf8Printable(title));
    std::printf("  %-44s %-22s %-22s %-8s %s\n", "client", withTokens ? "token p50 / p99 (n)" : "", "first token (n)",
                "merged", "failed");
    for (const Row &row : rows) {
        std::printf("  %-44s %-22s %-22s %-8d %d\n", qUtf8Printable(row.client),
                    withTokens ? qUtf8Printable(cell(row.errors.token)) : "", qUtf8Printable(cell(row.errors.ttft)),
                    row.errors.merged, row.errors.failed);
    }
    std::fflush(stdout);
}

std::vector<double> numbers(const QJsonValue &list)
{
    std::vector<double> values;
    for (const QJsonValue &each : list.toArray()) {
        values.push_back(each.toDouble());
    }
    return values;
}

/// The event loop goes on while another program works.
QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    loop.exec();
    return process.readAllStandardOutput();
}

class Bench
{
public:
    Bench();
    /// All parts, or those that are named.
    int run(const QStringList &names);

private:
    Errors aiohttp(const Load &load) const;
    Errors curl(const Load &load) const;
    void streams();
    void together();
    void prompts();
    void burst();
    std::vector<Row> allClients(const Load &load, bool withPython);

    QProcess m_server;
    QUrl m_url;
    ChartLoad m_chart;
    QString m_python; // where it has aiohttp
};

Bench::Bench()
{
    m_server.start(QCoreApplication::applicationFilePath(), {u"--server"_s});
    m_server.waitForReadyRead();
    m_url = QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.readLine().trimmed().toInt()));
    for (const QString &python : {u"/usr/bin/python3"_s, u"python3"_s}) {
        if (m_python.isEmpty() && QProcess::execute(python, {u"-c"_s, u"import aiohttp"_s}) == 0) {
            m_python = python;
        }
    }
}

Errors Bench::aiohttp(const Load &load) const
{
    QJsonArray urls;
    for (int i = 0; i < load.streams; ++i) {
        urls.append(load.url(m_url, i).toString());
    }
    const QJsonObject task{{u"urls"_s, urls}, {u"body_bytes"_s, load.promptBytes}, {u"repeats"_s, load.repeats}};
    const QByteArray words = outputOf(m_python,
                                      {QStringLiteral(ASSAY_BENCH_FOLDER "/aiohttp_client.py"),
                                       QString::fromUtf8(QJsonDocument(task).toJson(QJsonDocument::Compact))});
    const QJsonObject json = QJsonDocument::fromJson(words).object();
    Errors errors;
    errors.token = numbers(json[u"token"_s]);
    errors.ttft = numbers(json[u"ttft"_s]);
    errors.cpuPerEvent = json[u"cpu"_s].toDouble();
    return errors;
}

/// One request at a time; curl says itself how long the first byte of the body took after it was ready to send. The
/// head comes at once here, so what it calls "start transfer" is not the token: its output is stamped as it comes
/// instead.
Errors Bench::curl(const Load &load) const
{
    Errors errors;
    for (int i = 0; i < load.repeats; ++i) {
        QProcess process;
        QEventLoop loop;
        QByteArray text;
        qint64 at = 0;
        SystemTime time;
        QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
        QObject::connect(&process, &QProcess::readyReadStandardOutput, &loop, [&] {
            const qint64 now = time.now().count();
            text += process.readAllStandardOutput();
            for (qsizetype end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
                const QByteArray event = text.first(end);
                text.remove(0, end + 2);
                const qsizetype from = event.indexOf(":\"r");
                if (from > 0) {
                    const Truth truth = truthsIn(event.mid(from + 2, event.indexOf(';', from) - from - 1)).at(0);
                    errors.token.push_back(double(now - truth.sent) / 1000);
                    at = now;
                }
            }
        });
        process.start(u"curl"_s,
                      {u"-sN"_s, u"-X"_s, u"POST"_s, u"--data-binary"_s, u"@-"_s, load.url(m_url, 0).toString()});
        process.write(load.body());
        process.closeWriteChannel();
        loop.exec();
        errors.failed += at == 0 ? 1 : 0;
    }
    return errors;
}

std::vector<Row> Bench::allClients(const Load &load, bool withPython)
{
    std::vector<Row> rows;
    rows.push_back({u"bare socket, kernel stamps, idle"_s, runBare(m_url, load)});
    rows.push_back({u"our lanes, relay, idle"_s, runLanes(m_url, load, true)});
    rows.push_back({u"our lanes, no relay, idle"_s, runLanes(m_url, load, false)});
    m_chart.start();
    rows.push_back({u"our lanes, relay, chart at 60 Hz"_s, runLanes(m_url, load, true)});
    rows.push_back({u"our lanes, no relay, chart at 60 Hz"_s, runLanes(m_url, load, false)});
    m_chart.stop();
    if (withPython && !m_python.isEmpty()) {
        rows.push_back({u"aiohttp, idle (first token from post)"_s, aiohttp(load)});
    }
    rows.push_back({u"bare socket, kernel stamps, idle, again"_s, runBare(m_url, load)});
    return rows;
}

void printRatios(const std::vector<Row> &rows, const std::function<std::vector<double>(const Errors &)> &values,
                 const char *what)
{
    const double floor =
        std::max(percentile(values(rows.front().errors), 0.99), percentile(values(rows.back().errors), 0.99));
    const double ours = percentile(values(rows[3].errors), 0.99);
    std::printf("  %s p99, relay with chart: %.1f times the bare socket's (target: at most 3)", what, ours / floor);
    if (rows.size() > 6) {
        std::printf(", %.3f of aiohttp's (target: at most 0.1)", ours / percentile(values(rows[5].errors), 0.99));
    }
    std::printf("\n");
}

const auto tokens = [](const Errors &errors) { return errors.token; };
const auto firsts = [](const Errors &errors) { return errors.ttft; };

void Bench::streams()
{
    Load load;
    load.streams = 32;
    load.events = 150;
    load.firstUs = 50'000;
    load.staggerUs = 625; // spread over the gap
    const std::vector<Row> rows = allClients(load, true);
    print(u"32 streams at 50 tokens a second, error in microseconds"_s, rows, true);
    printRatios(rows, tokens, "token");
    if (rows.size() > 6) {
        std::printf("  CPU per event at this rate: relay %.1f, no relay %.1f, aiohttp %.1f microseconds\n",
                    rows[1].errors.cpuPerEvent, rows[2].errors.cpuPerEvent, rows[5].errors.cpuPerEvent);
    }
    Load one;
    one.events = 100;
    one.repeats = 2;
    if (!QStandardPaths::findExecutable(u"curl"_s).isEmpty()) {
        print(u"1 stream at 50 tokens a second"_s,
              {{u"our lane, relay, idle"_s, runLanes(m_url, one, true)},
               {u"curl, its output read through a pipe"_s, curl(one)}},
              true);
    }
}

void Bench::together()
{
    Load load;
    load.streams = 32;
    load.events = 3;
    load.repeats = 10;
    const std::vector<Row> rows = allClients(load, true);
    print(u"32 requests started together, first token after 20 ms"_s, rows, true);
    printRatios(rows, firsts, "first token");
}

void Bench::prompts()
{
    for (const int bytes : {100, 100'000, 1'000'000}) {
        Load load;
        load.promptBytes = bytes;
        load.events = 3;
        load.repeats = 25;
        print(u"1 request at a time, prompt of %1 bytes"_s.arg(bytes), allClients(load, true), false);
    }
}

void Bench::burst()
{
    Load load;
    load.events = 100'000;
    load.gapUs = 0;
    Load drop = load;
    drop.drop = true;
    const Errors alone = runLanes(m_url, drop, false);
    const Errors relayed = runLanes(m_url, load, true);
    const Errors direct = runLanes(m_url, load, false);
    std::printf("\n100,000 tokens in one burst: CPU per event in microseconds; memory added at most in MB\n");
    std::printf("  %-44s %6.2f %8.0f\n", "QNetworkAccessManager alone, reading", alone.cpuPerEvent, alone.peakMb);
    std::printf("  %-44s %6.2f %8.0f   failed %d\n", "our lane, relay, parse and record", relayed.cpuPerEvent,
                relayed.peakMb, relayed.failed);
    std::printf("  %-44s %6.2f %8.0f   failed %d\n", "our lane, no relay, parse and record", direct.cpuPerEvent,
                direct.peakMb, direct.failed);
    std::printf("  relay: %.2f times the manager alone (target: at most 1.5)\n",
                relayed.cpuPerEvent / alone.cpuPerEvent);
    if (!m_python.isEmpty()) {
        const Errors python = aiohttp(load);
        std::printf("  %-44s %6.2f\n", "aiohttp, lines and json.loads", python.cpuPerEvent);
        std::printf("  relay: %.1f times cheaper than aiohttp (target: at least 5)\n",
                    python.cpuPerEvent / relayed.cpuPerEvent);
    }
    Load many = load;
    many.streams = 32;
    many.events = 5'000;
    const Errors at32 = runLanes(m_url, many, true);
    std::printf("  32 answers of 5,000 tokens at once, relay: %.2f us an event, %.0f MB, failed %d\n", at32.cpuPerEvent,
                at32.peakMb, at32.failed);
}

int Bench::run(const QStringList &names)
{
    std::printf(
        "All errors are the absolute difference of our time and the server's, in microseconds. Events that shared\n"
        "a read with a later one are counted as merged and are in no error. First tokens count from when the\n"
        "request was sent.\n");
    const std::pair<QString, void (Bench::*)()> parts[] = {{u"streams"_s, &Bench::streams},
                                                           {u"together"_s, &Bench::together},
                                                           {u"prompts"_s, &Bench::prompts},
                                                           {u"burst"_s, &Bench::burst}};
    for (const auto &[name, part] : parts) {
        if (names.isEmpty() || names.contains(name)) {
            (this->*part)();
        }
    }
    m_server.closeWriteChannel();
    m_server.waitForFinished();
    return 0;
}

} // namespace
} // namespace assay::bench

int main(int argc, char *argv[])
{
    if (argc > 1 && QByteArray(argv[1]) == "--server") {
        return assay::bench::runTruthServer();
    }
    QApplication application(argc, argv);
    return assay::bench::Bench().run(application.arguments().mid(1));
}
