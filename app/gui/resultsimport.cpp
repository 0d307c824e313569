// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/resultsimport.h"

#include "app/engine/store/storage.h"
#include "app/gui/files.h"
#include "ui/common/messages.h"

#include <QFileInfo>
#include <QLocale>
#include <QtConcurrentRun>

namespace assay {

namespace {

constexpr size_t portion = 200; // samples: some tens of milliseconds of the storage thread

} // namespace

ResultsImport::ResultsImport(Storage &storage, MessageBar &messages, QObject *parent)
    : QObject(parent), m_storage(storage), m_messages(messages)
{
    connect(&m_reading, &QFutureWatcher<Result<RunData>>::finished, this, &ResultsImport::readingDone);
    connect(&m_storage, &Storage::sampleSaved, this, &ResultsImport::stored);
    connect(&m_messages, &MessageBar::actionTriggered, this, &ResultsImport::cancel);
}

ResultsImport::~ResultsImport()
{
    m_reading.waitForFinished();
}

void ResultsImport::take(const QString &path)
{
    m_waiting << path;
    if (m_path.isEmpty())
        next();
}

void ResultsImport::cancel()
{
    if (m_path.isEmpty())
        return;
    m_waiting.clear();
    m_cancelled = true;
    if (!m_run)
        return; // readingDone() sees to it
    m_storage.removeRun(m_run->info.id);
    m_run.reset();
    m_messages.clear();
    m_storage.loadRuns();
    next();
}

void ResultsImport::next()
{
    m_cancelled = false;
    m_path = m_waiting.isEmpty() ? QString() : m_waiting.takeFirst();
    if (m_path.isEmpty())
        return;
    m_messages.showNotice(tr("Reading %1 ...").arg(QFileInfo(m_path).fileName()), tr("Cancel"));
    m_reading.setFuture(QtConcurrent::run(readResultsFile, m_path));
}

void ResultsImport::readingDone()
{
    Result<RunData> read = m_reading.result();
    if (m_cancelled) {
        m_messages.clear();
        next();
    } else if (read) {
        begin(std::move(read).value());
    } else {
        m_messages.showError(read.error());
        Q_EMIT failed();
        next();
    }
}

void ResultsImport::begin(RunData run)
{
    run.info.id = newRunId(); // the same file may be imported twice
    for (Sample &sample : run.samples)
        sample.run = run.info.id;
    for (Score &score : run.scores)
        score.run = run.info.id;
    RunInfo unfinished = run.info;
    unfinished.state = RunState::Running; // found so after a crash, it is shown as interrupted
    m_storage.beginRun(unfinished);
    m_run = std::move(run);
    m_handedOver = 0;
    storePortion();
}

void ResultsImport::storePortion()
{
    const size_t end = std::min(m_handedOver + portion, m_run->samples.size());
    if (m_handedOver == end) {
        finish();
        return;
    }
    showProgress();
    for (; m_handedOver < end; ++m_handedOver)
        m_storage.saveSample(m_run->samples[m_handedOver]);
}

/// The next portion goes down when the last sample of this one is on the disk.
void ResultsImport::stored(const RunId &run, const SampleId &sample)
{
    if (m_run && run == m_run->info.id && sample == m_run->samples[m_handedOver - 1].id)
        storePortion();
}

void ResultsImport::finish()
{
    const RunInfo info = m_run->info;
    for (const Score &score : m_run->scores)
        m_storage.saveScore(score);
    m_storage.setRunState(info.id, info.state, info.finishedAt);
    m_run.reset();
    m_messages.clear();
    m_storage.loadRuns();
    Q_EMIT imported(info.id);
    next();
}

void ResultsImport::showProgress()
{
    const QLocale locale;
    m_messages.showNotice(tr("Importing %1: %2 of %3 samples ...")
                              .arg(QFileInfo(m_path).fileName(), locale.toString(qulonglong(m_handedOver)),
                                   locale.toString(qulonglong(m_run->samples.size()))),
                          tr("Cancel"));
}

} // namespace assay
