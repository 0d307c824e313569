// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/promptdesk.h"

#include "app/gui/enginehost.h"
#include "app/gui/files.h"
#include "models/domain/promptsjson.h"
#include "models/items/promptdocument.h"
#include "ui/prompts/promptspane.h"
#include "ui/window/mainwindow.h"

#include <QFileInfo>
#include <QTimer>
#include <QUuid>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto saveDelay = std::chrono::milliseconds(300); // typing becomes a few writes, not one a letter

} // namespace

PromptDesk::PromptDesk(EngineHost *host, PromptDocument *document, MainWindow *window, QObject *parent)
    : QObject(parent), m_host(host), m_document(document), m_window(window), m_saveTimer(new QTimer(this))
{
    m_saveTimer->setSingleShot(true);
    m_saveTimer->setInterval(saveDelay);
    connect(m_saveTimer, &QTimer::timeout, this, &PromptDesk::save);
    connect(m_document, &PromptDocument::changed, m_saveTimer, qOverload<>(&QTimer::start));
    connect(m_document, &PromptDocument::currentChanged, m_saveTimer, qOverload<>(&QTimer::start));
    connect(m_window, &MainWindow::closing, this, &PromptDesk::save);
    connect(m_window->promptsPane(), &PromptsPane::importRequested, this, &PromptDesk::importPrompts);
    connect(m_window->promptsPane(), &PromptsPane::exportRequested, this, &PromptDesk::exportPrompts);
}

void PromptDesk::load(const std::vector<PromptSet> &sets, const PromptSetId &chosen)
{
    std::vector<PromptSet> all = sets.empty() ? std::vector<PromptSet>{starterPromptSet()} : sets;
    for (PromptSet &set : all) {
        if (set.id.isEmpty()) {
            set.id = {QUuid::createUuid().toString(QUuid::WithoutBraces)};
        }
    }
    m_document->setSets(all);
    m_loaded = m_hasLoaded = true;
    m_document->setCurrentIndex(qMax(0, m_document->indexOf(chosen)));
}

void PromptDesk::importPrompts(const QString &path)
{
    const Result<QByteArray> bytes = readFile(path);
    if (!bytes) {
        m_window->promptsPane()->showError(bytes.error());
        return;
    }
    m_window->promptsPane()->showImport(QFileInfo(path).fileName(), *bytes);
}

void PromptDesk::exportPrompts(const QString &path, const PromptSet &set)
{
    const Status written = writeFile(path, writePromptSet(set));
    if (!written) {
        m_window->promptsPane()->showError(written.error());
        return;
    }
    m_window->notify(tr("Written: %1").arg(path));
}

void PromptDesk::letGo()
{
    save();
    m_loaded = false;
}

void PromptDesk::save()
{
    m_saveTimer->stop();
    if (!m_loaded) {
        return;
    }
    m_host->storage().savePromptSets(m_document->sets());
    if (const PromptSet *current = m_document->current()) {
        m_host->storage().setNote(promptSetNote, current->id.value.toUtf8());
    }
}

} // namespace assay
