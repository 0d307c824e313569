// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/storageworker.h"

#include "models/domain/text.h"

#include <QDir>
#include <QFileInfo>

namespace assay {

using namespace std::chrono_literals;

namespace {

constexpr auto retryInterval = 2s;
constexpr auto reportInterval = 5s;

Result<WorkspaceContent> contentOf(const WorkspaceStore &store)
{
    Result<Catalog> catalog = store.catalog();
    if (!catalog) {
        return catalog.error();
    }
    Result<std::vector<PromptSet>> sets = store.promptSets();
    if (!sets) {
        return sets.error();
    }
    Result<std::vector<RunBrief>> runs = store.runs();
    if (!runs) {
        return runs.error();
    }
    return WorkspaceContent{store.path(),  std::move(catalog).value(), std::move(sets).value(), std::move(runs).value(),
                            store.notes(), store.typicalTotals()};
}

} // namespace

StorageWorker::StorageWorker()
{
    m_retry.setParent(this); // goes along when this object moves to its thread
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { writeKept(); });
}

StorageWorker::~StorageWorker() = default;

void StorageWorker::open(const QString &path)
{
    if (m_store && QFileInfo(path).canonicalFilePath() == m_store->path()) {
        if (Result<WorkspaceContent> content = contentOf(*m_store)) {
            Q_EMIT opened(*content);
        } else {
            Q_EMIT openFailed(path, content.error());
        }
        return;
    }
    if (!writeKept()) {
        Q_EMIT openFailed(path,
                          Error{ErrorCode::StorageFailed,
                                Text::tr("%1 cannot be left yet: changes in it are not saved. Free some space or "
                                         "allow writing to it, and try again.")
                                    .arg(QDir::toNativeSeparators(m_store->path())),
                                {}});
        return;
    }
    Result<std::unique_ptr<WorkspaceStore>> store = WorkspaceStore::open(path);
    if (!store) {
        Q_EMIT openFailed(path, store.error());
        return;
    }
    Result<WorkspaceContent> content = contentOf(**store);
    if (!content) {
        Q_EMIT openFailed(path, content.error());
        return;
    }
    m_store = std::move(store).value();
    Q_EMIT opened(*content);
}

void StorageWorker::write(Operation operation)
{
    if (isOpen()) {
        m_kept.push_back(std::move(operation));
        writeKept();
    }
}

void StorageWorker::loadRun(const RunId &run)
{
    if (!isOpen()) {
        return;
    }
    writeKept();
    if (const Result<RunData> data = m_store->run(run)) {
        Q_EMIT runLoaded(*data);
    } else {
        Q_EMIT failed(data.error()); // each one: somebody waits for this very run
    }
}

void StorageWorker::loadRuns()
{
    if (!isOpen()) {
        return;
    }
    writeKept();
    const Result<std::vector<RunBrief>> runs = m_store->runs();
    if (!runs) {
        report(runs.error());
        return;
    }
    Q_EMIT runsListed(*runs);
    Q_EMIT totalsKnown(m_store->typicalTotals());
}

void StorageWorker::copyTo(const QString &path)
{
    if (!isOpen()) {
        return;
    }
    writeKept();
    if (const Status status = m_store->copyTo(path); status) {
        Q_EMIT copied(path);
    } else {
        Q_EMIT failed(status.error());
    }
}

void StorageWorker::close()
{
    m_retry.stop();
    if (!writeKept()) {
        qWarning("The workspace was closed with %zu changes that could not be saved.", m_kept.size());
    }
    m_retry.stop();
    m_kept.clear();
    m_store.reset();
}

bool StorageWorker::writeKept()
{
    while (!m_kept.empty()) {
        const Status status = m_kept.front()(*m_store);
        if (!status) {
            report(status.error());
            if (status.error().code == ErrorCode::StorageFailed) {
                m_behind = true;
                m_retry.start(retryInterval);
                return false;
            } // anything else would fail for ever, and hold up what comes behind it
        }
        m_kept.pop_front();
    }
    if (m_behind) {
        m_behind = false;
        m_lastReport.clear();
        Q_EMIT caughtUp();
    }
    return true;
}

bool StorageWorker::isOpen()
{
    if (!m_store) {
        report(
            Error{ErrorCode::StorageFailed, Text::tr("No workspace is open. Open one or make a new one first."), {}});
    }
    return m_store != nullptr;
}

void StorageWorker::report(const Error &error)
{
    const bool repeated = error.message == m_lastReport && m_sinceReport.isValid()
        && !m_sinceReport.hasExpired(std::chrono::milliseconds(reportInterval).count());
    if (repeated) {
        return;
    }
    m_lastReport = error.message;
    m_sinceReport.start();
    Q_EMIT failed(error);
}

} // namespace assay
