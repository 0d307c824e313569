// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practicecompanion.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>
#endif

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

constexpr std::chrono::seconds patience(5);

} // namespace

QString practiceProgram()
{
#ifdef Q_OS_WIN
    const QString name = u"assay-cli.exe"_s;
#else
    const QString name = u"assay-cli"_s;
#endif
    return QDir(QCoreApplication::applicationDirPath()).filePath(name);
}

PracticeCompanion::PracticeCompanion(QString program, QObject *parent)
    : QObject(parent), m_program(std::move(program)), m_process(this), m_patience(this)
{
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.setStandardInputFile(QProcess::nullDevice());
#ifdef Q_OS_LINUX
    m_process.setChildProcessModifier([] {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::setpgid(0, 0); // Ctrl-C is for the program that measures; it ends this one
    });
#endif
    m_patience.setSingleShot(true);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &PracticeCompanion::readUrl);
    connect(&m_process, &QProcess::errorOccurred, this, &PracticeCompanion::startHost);
    connect(&m_process, &QProcess::finished, this, &PracticeCompanion::startHost);
    connect(&m_patience, &QTimer::timeout, this, &PracticeCompanion::startHost);
}

PracticeCompanion::~PracticeCompanion()
{
    m_process.disconnect(this);
    m_process.kill(); // it has nothing to save
    m_process.waitForFinished();
}

void PracticeCompanion::start()
{
    if (!QFileInfo(m_program).isExecutable()) {
        QMetaObject::invokeMethod(this, &PracticeCompanion::startHost, Qt::QueuedConnection);
        return;
    }
    m_patience.start(patience);
    m_process.start(m_program, {u"practice"_s, u"--port"_s, u"0"_s}); // the usual port is for people
}

/// The first line is the address.
void PracticeCompanion::readUrl()
{
    if (m_told || !m_process.canReadLine()) {
        return;
    }
    const QUrl url(QString::fromUtf8(m_process.readLine().trimmed()));
    if (url.scheme() != "http"_L1 || url.host().isEmpty()) {
        startHost();
        return;
    }
    m_told = true;
    m_patience.stop();
    Q_EMIT ready(url);
}

void PracticeCompanion::startHost()
{
    if (m_told) {
        return;
    }
    m_told = true;
    m_patience.stop();
    m_process.kill();
    m_host = std::make_unique<PracticeHost>();
    const Result<QUrl> url = m_host->start();
    if (url) {
        Q_EMIT ready(*url);
    } else {
        Q_EMIT failed(url.error());
    }
}

} // namespace assay
