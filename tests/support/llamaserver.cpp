// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/llamaserver.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QHostAddress>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>

namespace assay::test {

using namespace Qt::Literals::StringLiterals;

namespace {

QString serverFolder()
{
    const QString given = qEnvironmentVariable("ASSAY_LLAMA_DIR");
    return given.isEmpty() ? QStringLiteral(ASSAY_SOURCE_DIR "/build/llama") : given;
}

quint16 freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
}

QByteArray get(quint16 port, const QByteArray &path)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!socket.waitForConnected(500)) {
        return {};
    }
    socket.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QByteArray reply;
    while (socket.waitForReadyRead(1000)) {
        reply += socket.readAll();
    }
    return reply + socket.readAll();
}

bool answersHealth(quint16 port)
{
    return get(port, "/health").startsWith("HTTP/1.1 200");
}

bool hasGenerated(quint16 port, const QString &model)
{
    const QByteArray path =
        model.isEmpty() ? QByteArray("/slots") : QByteArray("/slots?autoload=false&model=" + model.toUtf8());
    static const QRegularExpression decoded(u"\"n_decoded\":\\s*[1-9]"_s);
    return decoded.match(QString::fromUtf8(get(port, path))).hasMatch();
}

} // namespace

QString LlamaServer::whyMissing()
{
    QProcess prepare;
    prepare.start(QStringLiteral(ASSAY_SOURCE_DIR "/tests/real_server/prepare.sh"), {serverFolder()});
    if (!prepare.waitForFinished(240'000)) {
        return u"preparing a real llama-server took over four minutes"_s;
    }
    if (prepare.exitCode() == 0) {
        return {};
    }
    return u"no real llama-server here: "_s + QString::fromUtf8(prepare.readAllStandardOutput()).trimmed();
}

LlamaServer::LlamaServer(const QString &model, const QStringList &arguments) : m_port(freePort())
{
    const QDir folder(serverFolder());
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.start(folder.filePath(u"bin/llama-server"_s),
                    (model.isEmpty()
                         ? QStringList{u"--models-dir"_s, folder.filePath(u"models"_s)}
                         : QStringList{u"-m"_s, folder.filePath(u"models/"_s + model + u".gguf"_s), u"-a"_s, model})
                        + QStringList{u"--host"_s, u"127.0.0.1"_s, u"--port"_s, QString::number(m_port)} + arguments);
}

LlamaServer::~LlamaServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool LlamaServer::poll(const std::function<bool(quint16 port)> &answered)
{
    QDeadlineTimer deadline(30'000);
    while (!deadline.hasExpired()) {
        if (m_process.state() == QProcess::NotRunning) {
            qWarning("llama-server ended by itself with %d", m_process.exitCode());
            return false;
        }
        if (answered(m_port)) {
            return true;
        }
        m_process.waitForFinished(50);
    }
    return false;
}

bool LlamaServer::waitUntilReady()
{
    return poll(answersHealth);
}

bool LlamaServer::waitUntilGenerating(const QString &model)
{
    return poll([&model](quint16 port) { return hasGenerated(port, model); });
}

void LlamaServer::killModels()
{
    const QString tasks = u"/proc/%1/task"_s.arg(m_process.processId());
    const QStringList threads = QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &thread : threads) {
        QFile children(tasks + u'/' + thread + u"/children"_s);
        const QByteArray pids = children.open(QIODevice::ReadOnly) ? children.readAll() : QByteArray();
        for (const QByteArray &pid : pids.simplified().split(' ')) {
            if (!pid.isEmpty()) {
                QProcess::execute(u"kill"_s, {u"-KILL"_s, QString::fromLatin1(pid)});
            }
        }
    }
}

QUrl LlamaServer::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

} // namespace assay::test
