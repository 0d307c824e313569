// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceserver.h"

#include <nlohmann/json.hpp>

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace assay;
using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::json;

namespace {

PracticeProfile fast(const QString &id)
{
    PracticeProfile p;
    p.id = id;
    p.firstTokenMs = 0;
    p.tokenMs = 0;
    return p;
}

QByteArray chatBody(const char *model, bool stream, const char *more = "")
{
    return QByteArray("{\"model\":\"") + model
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":" + (stream ? "true" : "false") + more
        + '}';
}

Json parsed(const QByteArray &bytes)
{
    return Json::parse(bytes.begin(), bytes.end(), nullptr, false);
}

std::vector<QByteArray> eventsOf(const QByteArray &body)
{
    std::vector<QByteArray> events;
    for (const QByteArray &line : body.split('\n')) {
        if (line.startsWith("data: ")) {
            events.push_back(line.mid(6));
        }
    }
    return events;
}

QString answerIn(const QByteArray &body)
{
    std::string text;
    for (const QByteArray &event : eventsOf(body)) {
        const Json chunk = parsed(event);
        if (chunk.is_object() && chunk.contains("choices") && !chunk["choices"].empty()) {
            const Json &delta = chunk["choices"][0]["delta"];
            if (delta.contains("content") && delta["content"].is_string()) {
                text += delta["content"].get<std::string>();
            }
        }
    }
    return QString::fromStdString(text);
}

} // namespace

class TestPracticeServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsItsModelsAsSimulated();
    void streamsInOrder();
    void usageOnlyWhereAsked();
    void wholeAnswer();
    void maxTokensOne();
    void refusals_data();
    void refusals();
    void failuresInTurns();
    void repeatsBySeed();
    void keepsConnectionsAlive();
    void pipelinedRequestsAreAnsweredInOrder();
    void servesTwoAtOnce();
    void stopsWhenTheClientGoes();
    void sendsNothingBeforeItsTime();
    void longAnswers();
    void portTaken();
    void closes();

private:
    QNetworkReply *post(const QByteArray &body, const QString &path = u"/v1/chat/completions"_s);
    QNetworkReply *get(const QString &path);
    QByteArray bodyOf(QNetworkReply *reply);

    std::unique_ptr<PracticeServer> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;
    QUrl m_url;
};

void TestPracticeServer::init()
{
    PracticeProfile slow = fast(u"slow"_s);
    slow.tokenMs = 60'000;
    PracticeProfile broken = fast(u"broken"_s);
    broken.failureShare = 1;
    PracticeProfile thinker = fast(u"thinker"_s);
    thinker.reasoning = true;
    PracticeProfile longWinded = fast(u"long"_s);
    longWinded.exactTokens = true;
    longWinded.answerTokens = 5'000;
    PracticeProfile timed = fast(u"timed"_s);
    timed.firstTokenMs = 30;
    timed.tokenMs = 3;
    m_server = std::make_unique<PracticeServer>(std::vector{fast(u"fast"_s), slow, broken, thinker, longWinded, timed},
                                                1, nullptr);
    const Result<QUrl> url = m_server->listen();
    QVERIFY(static_cast<bool>(url));
    m_url = url.value();
    m_network = std::make_unique<QNetworkAccessManager>();
}

QNetworkReply *TestPracticeServer::post(const QByteArray &body, const QString &path)
{
    QUrl url = m_url;
    url.setPath(path);
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return m_network->post(request, body);
}

QNetworkReply *TestPracticeServer::get(const QString &path)
{
    QUrl url = m_url;
    url.setPath(path);
    return m_network->get(QNetworkRequest(url));
}

QByteArray TestPracticeServer::bodyOf(QNetworkReply *reply)
{
    reply->setParent(m_network.get());
    if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 10'000)) {
        return "no reply";
    }
    return reply->readAll();
}

void TestPracticeServer::listsItsModelsAsSimulated()
{
    QCOMPARE(m_url.host(), u"127.0.0.1"_s);
    const Json list = parsed(bodyOf(get(u"/v1/models"_s)));
    QCOMPARE(list["data"].size(), size_t(6));
    for (const Json &model : list["data"]) {
        QCOMPARE(model["owned_by"].get<std::string>(), std::string("assay-practice"));
        QVERIFY(model["simulated"].get<bool>());
        QCOMPARE(model["meta"]["size"].get<qint64>(), qint64(500'000'000));
        QVERIFY(model["meta"]["n_params"].get<qint64>() > 0);
    }
    QCOMPARE(parsed(bodyOf(get(u"/health"_s)))["status"].get<std::string>(), std::string("ok"));
}

void TestPracticeServer::streamsInOrder()
{
    QNetworkReply *reply = post(chatBody("thinker", true));
    const QByteArray body = bodyOf(reply);
    QCOMPARE(reply->header(QNetworkRequest::ContentTypeHeader).toString(), u"text/event-stream"_s);
    const auto events = eventsOf(body);
    QVERIFY(events.size() > 10);
    const Json first = parsed(events.front());
    QCOMPARE(first["choices"][0]["delta"]["role"].get<std::string>(), std::string("assistant"));
    QVERIFY(first["choices"][0]["delta"]["content"].is_null());
    QVERIFY(first["simulated"].get<bool>());
    QVERIFY(parsed(events.at(1))["choices"][0]["delta"].contains("reasoning_content"));
    QVERIFY(answerIn(body).startsWith(u"(simulated answer)"_s));
    const Json last = parsed(events.at(events.size() - 2));
    QCOMPARE(last["choices"][0]["finish_reason"].get<std::string>(), std::string("stop"));
    QCOMPARE(last["timings"]["predicted_n"].get<size_t>(), events.size() - 3);
    QCOMPARE(last["practice"]["schedule_ms"].size(), events.size() - 3);
    QCOMPARE(events.back(), QByteArray("[DONE]"));
}

void TestPracticeServer::usageOnlyWhereAsked()
{
    QVERIFY(!bodyOf(post(chatBody("fast", true))).contains("\"usage\""));
    const auto events = eventsOf(bodyOf(post(chatBody("fast", true, ",\"stream_options\":{\"include_usage\":true}"))));
    const Json usage = parsed(events.at(events.size() - 2));
    QVERIFY(usage["choices"].empty());
    QCOMPARE(usage["usage"]["completion_tokens"].get<size_t>(), events.size() - 4);
}

void TestPracticeServer::wholeAnswer()
{
    const Json body = parsed(bodyOf(post(chatBody("thinker", false))));
    QCOMPARE(body["object"].get<std::string>(), std::string("chat.completion"));
    const Json &message = body["choices"][0]["message"];
    QVERIFY(QString::fromStdString(message["content"].get<std::string>()).startsWith(u"(simulated answer)"_s));
    QVERIFY(message.contains("reasoning_content"));
    QVERIFY(body["usage"]["completion_tokens"].get<int>() > 0);
    QCOMPARE(body["choices"][0]["finish_reason"].get<std::string>(), std::string("stop"));
}

void TestPracticeServer::maxTokensOne()
{
    const QByteArray body = bodyOf(post(chatBody("fast", true, ",\"max_tokens\":1")));
    QVERIFY(!answerIn(body).isEmpty() && u"(simulated"_s.startsWith(answerIn(body)));
    QCOMPARE(eventsOf(body).size(), size_t(4)); // role, token, finish, [DONE]
    QVERIFY(body.contains("\"length\""));
}

void TestPracticeServer::refusals_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    const QString chat = u"/v1/chat/completions"_s;
    QTest::newRow("unknown model") << chatBody("nobody", true) << chat << 404;
    QTest::newRow("no JSON") << QByteArray("{nonsense") << chat << 400;
    QTest::newRow("no model") << QByteArray("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}") << chat << 400;
    QTest::newRow("no messages") << QByteArray("{\"model\":\"fast\"}") << chat << 400;
    QTest::newRow("message is a text") << QByteArray("{\"model\":\"fast\",\"messages\":[\"a\"]}") << chat << 400;
    QTest::newRow("max_tokens 0") << chatBody("fast", true, ",\"max_tokens\":0") << chat << 400;
    QTest::newRow("unknown path") << chatBody("fast", true) << u"/v1/embeddings"_s << 404;
    QTest::newRow("wrong verb") << chatBody("fast", true) << u"/v1/models"_s << 405;
}

void TestPracticeServer::refusals()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, path);
    QFETCH(int, status);
    QNetworkReply *reply = post(body, path);
    const Json error = parsed(bodyOf(reply));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
    QVERIFY(!error["error"]["message"].get<std::string>().empty());
    QCOMPARE(error["error"]["code"].get<int>(), status);
}

void TestPracticeServer::failuresInTurns()
{
    QVERIFY(bodyOf(post(chatBody("broken", true))).contains("[DONE]"));
    int status500 = 0;
    int inStream = 0;
    for (int i = 0; i < 4; ++i) {
        QNetworkReply *reply = post(chatBody("broken", true));
        const QByteArray body = bodyOf(reply);
        QVERIFY(!body.contains("[DONE]"));
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 500) {
            ++status500;
        } else {
            QVERIFY(!answerIn(body).isEmpty());
            QVERIFY(parsed(eventsOf(body).back()).contains("error"));
            ++inStream;
        }
    }
    QCOMPARE(status500, 2);
    QCOMPARE(inStream, 2);
}

void TestPracticeServer::repeatsBySeed()
{
    const auto schedules = [this](quint64 seed) {
        PracticeServer server({[] {
                                  PracticeProfile p = fast(u"timed"_s);
                                  p.tokenMs = 0.1;
                                  return p;
                              }()},
                              seed);
        m_url = server.listen().value();
        std::vector<Json> seen;
        for (int i = 0; i < 2; ++i) {
            const auto events = eventsOf(bodyOf(post(chatBody("timed", true))));
            seen.push_back(parsed(events.at(events.size() - 2))["practice"]["schedule_ms"]);
        }
        return seen;
    };
    const auto first = schedules(5);
    QVERIFY(first.at(0) != first.at(1));
    QCOMPARE(first, schedules(5));
    QVERIFY(first != schedules(6));
}

void TestPracticeServer::keepsConnectionsAlive()
{
    QTcpSocket socket;
    socket.connectToHost(m_url.host(), static_cast<quint16>(m_url.port()));
    for (int i = 0; i < 3; ++i) {
        socket.write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        QByteArray all;
        QTRY_VERIFY((all += socket.readAll()).endsWith("\"simulated\":true}"));
        QVERIFY(all.startsWith("HTTP/1.1 200 OK\r\n"));
    }
    QCOMPARE(socket.state(), QAbstractSocket::ConnectedState);
    socket.write("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
}

void TestPracticeServer::pipelinedRequestsAreAnsweredInOrder()
{
    const QByteArray body = chatBody("fast", true);
    QTcpSocket socket;
    socket.connectToHost(m_url.host(), static_cast<quint16>(m_url.port()));
    socket.write("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: " + QByteArray::number(body.size())
                 + "\r\n\r\n" + body + "GET /v1/models HTTP/1.1\r\nHost: a\r\n\r\n");
    QByteArray all;
    QTRY_VERIFY((all += socket.readAll()).contains("\"object\":\"list\""));
    QVERIFY(all.indexOf("0\r\n\r\nHTTP/1.1 200") > all.indexOf("[DONE]"));
}

void TestPracticeServer::servesTwoAtOnce()
{
    QNetworkReply *slow = post(chatBody("slow", true));
    QTRY_VERIFY(slow->bytesAvailable() > 0);
    QVERIFY(bodyOf(post(chatBody("fast", true))).contains("[DONE]"));
    QVERIFY(!slow->isFinished());
    slow->abort();
    slow->deleteLater();
}

void TestPracticeServer::stopsWhenTheClientGoes()
{
    const auto alive = [this] {
        int chats = 0;
        for (const QObject *object : m_server->findChildren<QObject *>()) {
            chats += QByteArrayView(object->metaObject()->className()).endsWith("PracticeChat") ? 1 : 0;
        }
        return chats;
    };
    QNetworkReply *reply = post(chatBody("slow", true));
    QTRY_VERIFY(reply->bytesAvailable() > 0);
    QCOMPARE(alive(), 1);
    reply->abort();
    reply->deleteLater();
    QTRY_COMPARE(alive(), 0);
}

void TestPracticeServer::sendsNothingBeforeItsTime()
{
    const auto events = eventsOf(bodyOf(post(chatBody("timed", true))));
    const Json last = parsed(events.at(events.size() - 2));
    const Json &planned = last["practice"]["schedule_ms"];
    QVERIFY(planned.size() > 3);
    const qint64 origin = parsed(events.at(1))["sent_ns"].get<qint64>();
    QVERIFY(last["timings"]["prompt_ms"].get<double>() >= planned[0].get<double>());
    for (size_t i = 1; i < planned.size(); ++i) {
        const qint64 before = parsed(events.at(i))["sent_ns"].get<qint64>();
        const qint64 at = parsed(events.at(i + 1))["sent_ns"].get<qint64>();
        QVERIFY(at > before);
        // Never early: measured from the first token, which itself was sent no earlier than planned.
        const double sinceRequest = last["timings"]["prompt_ms"].get<double>() + static_cast<double>(at - origin) / 1e6;
        QVERIFY(sinceRequest >= planned[i].get<double>() - 0.5);
    }
}

void TestPracticeServer::longAnswers()
{
    QCOMPARE(eventsOf(bodyOf(post(chatBody("long", true)))).size(), size_t(5'003));
}

void TestPracticeServer::portTaken()
{
    PracticeServer other;
    const Result<QUrl> url = other.listen(static_cast<quint16>(m_url.port()));
    QVERIFY(!url);
    QCOMPARE(url.error().code, ErrorCode::Refused);
    QVERIFY(url.error().message.contains(QString::number(m_url.port())));
}

void TestPracticeServer::closes()
{
    QNetworkReply *slow = post(chatBody("slow", true));
    QTRY_VERIFY(slow->bytesAvailable() > 0);
    m_server->close();
    bodyOf(slow);
    QCOMPARE(slow->error(), QNetworkReply::RemoteHostClosedError);
    QNetworkReply *refused = get(u"/health"_s);
    bodyOf(refused);
    QCOMPARE(refused->error(), QNetworkReply::ConnectionRefusedError);
}

QTEST_GUILESS_MAIN(TestPracticeServer)
#include "tst_practiceserver.moc"
