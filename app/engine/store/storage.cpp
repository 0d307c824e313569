// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/storage.h"

#include "app/engine/store/storageworker.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

Storage::Storage(QObject *parent) : QObject(parent), m_worker(new StorageWorker)
{
    connect(m_worker, &StorageWorker::opened, this, &Storage::opened);
    connect(m_worker, &StorageWorker::openFailed, this, &Storage::openFailed);
    connect(m_worker, &StorageWorker::runsListed, this, &Storage::runsListed);
    connect(m_worker, &StorageWorker::totalsKnown, this, &Storage::totalsKnown);
    connect(m_worker, &StorageWorker::runLoaded, this, &Storage::runLoaded);
    connect(m_worker, &StorageWorker::sampleSaved, this, &Storage::sampleSaved);
    connect(m_worker, &StorageWorker::copied, this, &Storage::copied);
    connect(m_worker, &StorageWorker::failed, this, &Storage::failed);
    connect(m_worker, &StorageWorker::caughtUp, this, &Storage::caughtUp);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_worker->moveToThread(&m_thread);
    m_thread.setObjectName(u"storage"_s);
    m_thread.start();
}

Storage::~Storage()
{
    // Behind all that was asked for before; quit() alone would overtake it.
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker] { worker->close(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

template <class Work> void Storage::post(Work work)
{
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, task = std::move(work)]() mutable { task(*worker); }, Qt::QueuedConnection);
}

template <class Operation> void Storage::write(Operation operation)
{
    post([operation = std::move(operation)](StorageWorker &worker) { worker.write(operation); });
}

void Storage::open(const QString &path)
{
    post([path](StorageWorker &worker) { worker.open(path); });
}

void Storage::saveCatalog(const Catalog &catalog)
{
    write([catalog](WorkspaceStore &store) { return store.saveCatalog(catalog); });
}

void Storage::savePromptSets(const std::vector<PromptSet> &sets)
{
    write([sets](WorkspaceStore &store) { return store.savePromptSets(sets); });
}

void Storage::setNote(const QString &key, const QByteArray &value)
{
    write([key, value](WorkspaceStore &store) { return store.setNote(key, value); });
}

void Storage::beginRun(const RunInfo &info)
{
    write([info](WorkspaceStore &store) { return store.beginRun(info); });
}

void Storage::setRunState(const RunId &run, RunState state, const std::optional<QDateTime> &finishedAt)
{
    write([run, state, finishedAt](WorkspaceStore &store) { return store.setRunState(run, state, finishedAt); });
}

void Storage::endRun(const RunInfo &info)
{
    write([info](WorkspaceStore &store) { return store.endRun(info); });
}

void Storage::renameRun(const RunId &run, const QString &name)
{
    write([run, name](WorkspaceStore &store) { return store.renameRun(run, name); });
}

void Storage::removeRun(const RunId &run)
{
    write([run](WorkspaceStore &store) { return store.removeRun(run); });
}

void Storage::restoreRun(const RunId &run)
{
    write([run](WorkspaceStore &store) { return store.restoreRun(run); });
}

void Storage::saveSample(const Sample &sample)
{
    write([sample, worker = m_worker](WorkspaceStore &store) {
        Status saved = store.saveSample(sample);
        if (saved) {
            Q_EMIT worker->sampleSaved(sample.run, sample.id);
        }
        return saved;
    });
}

void Storage::saveScore(const Score &score)
{
    write([score](WorkspaceStore &store) { return store.saveScore(score); });
}

void Storage::loadRun(const RunId &run)
{
    post([run](StorageWorker &worker) { worker.loadRun(run); });
}

void Storage::loadRuns()
{
    post([](StorageWorker &worker) { worker.loadRuns(); });
}

void Storage::copyTo(const QString &path)
{
    post([path](StorageWorker &worker) { worker.copyTo(path); });
}

void Storage::flush()
{
    QMetaObject::invokeMethod(
        m_worker, [] {}, Qt::BlockingQueuedConnection);
}

} // namespace assay
