// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/catalogdesk.h"

#include "app/engine/servers/endpointlister.h"
#include "app/gui/enginehost.h"
#include "app/gui/files.h"
#include "models/domain/catalogjson.h"
#include "models/items/catalogmodel.h"
#include "ui/models/catalogcommand.h"
#include "ui/models/modelspane.h"
#include "ui/window/mainwindow.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QTimer>
#include <QUndoStack>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto practiceId = "practice"_L1;
constexpr auto saveDelay = std::chrono::milliseconds(150); // several changes of one action become one write

/// What an earlier start found on this machine and nobody uses is looked for anew, not remembered.
Catalog withoutUnusedFinds(Catalog catalog)
{
    const auto used = [&catalog](const Endpoint &endpoint) {
        const bool passing = endpoint.found || endpoint.kind == ServerKind::Practice;
        return !passing || std::any_of(catalog.models.begin(), catalog.models.end(), [&](const Model &model) {
            return model.endpoint == endpoint.id && model.ticked;
        });
    };
    Catalog kept = catalog;
    std::erase_if(kept.endpoints, [&](const Endpoint &endpoint) { return !used(endpoint); });
    std::erase_if(kept.models, [&](const Model &model) {
        return !model.endpoint.isEmpty() && kept.endpoint(model.endpoint) == nullptr;
    });
    return kept;
}

/// The models of a file added to those there are: a model or endpoint of the same name is replaced by the file's.
Catalog merged(Catalog catalog, const Catalog &file)
{
    for (const Endpoint &endpoint : file.endpoints) {
        if (Endpoint *known = catalog.endpoint(endpoint.id)) {
            *known = endpoint;
        } else {
            catalog.endpoints.push_back(endpoint);
        }
    }
    for (const Model &model : file.models) {
        if (Model *known = catalog.model(model.alias)) {
            const bool ticked = known->ticked;
            *known = model;
            known->ticked = ticked;
        } else {
            catalog.models.push_back(model);
        }
    }
    return catalog;
}

} // namespace

CatalogDesk::CatalogDesk(EngineHost *host, CatalogModel *model, QUndoStack *undo, MainWindow *window, QObject *parent)
    : QObject(parent), m_host(host), m_model(model), m_undo(undo), m_window(window), m_saveTimer(new QTimer(this))
{
    m_saveTimer->setSingleShot(true);
    m_saveTimer->setInterval(saveDelay);
    connect(m_saveTimer, &QTimer::timeout, this, &CatalogDesk::save);
    connect(m_model, &CatalogModel::catalogChanged, m_saveTimer, qOverload<>(&QTimer::start));
    connect(m_window, &MainWindow::closing, this, &CatalogDesk::save);
    connect(m_model, &CatalogModel::catalogChanged, this, &CatalogDesk::watch);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, &CatalogDesk::watch);
    connectHost();
    connectPane();
}

void CatalogDesk::setLooking(bool lookAround, const QUrl &named)
{
    m_lookAround = lookAround;
    m_namedServer = named;
}

void CatalogDesk::connectHost()
{
    connect(m_host, &EngineHost::listed, this, &CatalogDesk::takeListing);
    connect(m_host, &EngineHost::found, m_model, &CatalogModel::mergeListing);
    connect(m_host, &EngineHost::listingFinished, this, [this] {
        m_listing = false;
        refreshBusy();
    });
    connect(m_host, &EngineHost::lookedAround, this, [this] {
        m_looking = false;
        refreshBusy();
    });
    connect(m_host, &EngineHost::probed, this, [this](const ProbeResult &result) {
        m_model->setProbeResult(result);
        m_window->modelsPane()->setProbing(++m_probed, m_probing);
    });
    connect(m_host, &EngineHost::probeFinished, this, [this] {
        m_model->setProbing({});
        m_window->modelsPane()->setProbing(0, 0);
    });
    connect(m_host, &EngineHost::trialAnswered, this, [this](int number, const QString &text) {
        if (number == m_trial) { // else of a dialog that is closed
            m_window->modelsPane()->showTrialText(text);
        }
    });
    connect(m_host, &EngineHost::trialEnded, this, [this](int number, const Sample &sample) {
        if (number == m_trial) {
            m_window->modelsPane()->showTrialEnd(sample);
        }
    });
    connect(m_host, &EngineHost::practiceStarted, this, &CatalogDesk::addPractice);
    connect(m_host, &EngineHost::keychainChanged, m_window->modelsPane(), &ModelsPane::keychainChanged);
    connect(m_host, &EngineHost::keychainFailed, m_window->modelsPane(), &ModelsPane::keychainFailed);
    connect(m_host, &EngineHost::practiceFailed, m_window->modelsPane(), &ModelsPane::showError);
}

void CatalogDesk::connectPane()
{
    ModelsPane *pane = m_window->modelsPane();
    connect(pane, &ModelsPane::refreshRequested, this, &CatalogDesk::refresh);
    connect(pane, &ModelsPane::lookAgainRequested, this, &CatalogDesk::refresh);
    connect(m_window, &MainWindow::refreshRequested, this, &CatalogDesk::refresh);
    connect(pane, &ModelsPane::probeRequested, this, &CatalogDesk::probe);
    connect(m_window, &MainWindow::probeRequested, this, [this] { probe({}); });
    connect(pane, &ModelsPane::cancelProbeRequested, m_host, &EngineHost::cancelProbe);
    const auto practice = [this] {
        m_tickPractice = m_model->tickedModels().empty();
        startPractice();
    };
    connect(pane, &ModelsPane::startPracticeRequested, this, practice);
    connect(m_window, &MainWindow::practiceRequested, this, practice);
    connect(pane, &ModelsPane::storeKeyRequested, m_host, &EngineHost::storeKey);
    connect(pane, &ModelsPane::removeKeyRequested, m_host, &EngineHost::removeKey);
    connect(pane, &ModelsPane::openFolderRequested, this,
            [](const QString &path) { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
    connect(pane, &ModelsPane::trialRequested, this, &CatalogDesk::tryOut);
    connect(pane, &ModelsPane::cancelTrialRequested, m_host, &EngineHost::cancelTrial);
    connect(pane, &ModelsPane::importRequested, this, &CatalogDesk::importModels);
    connect(pane, &ModelsPane::exportRequested, this, &CatalogDesk::exportModels);
}

void CatalogDesk::load(const Catalog &catalog)
{
    m_model->forgetFindings();
    m_model->setCatalog(withoutUnusedFinds(catalog));
    m_loaded = m_hasLoaded = true;
    const Endpoint *practice = m_model->catalog().endpoint(EndpointId{practiceId});
    if (practice != nullptr && practice->kind == ServerKind::Practice) {
        startPractice(); // its port is another one each time
    }
    refresh();
}

void CatalogDesk::refresh()
{
    std::vector<Endpoint> known = m_model->catalog().endpoints;
    std::erase_if(known, [](const Endpoint &endpoint) {
        return !listsModels(endpoint.kind) || endpoint.id == EndpointId{practiceId};
    });
    m_listing = !known.empty();
    m_looking = m_lookAround;
    if (m_listing) {
        m_host->list(known);
    }
    if (m_looking) {
        m_host->lookAround(m_model->catalog().endpoints, m_namedServer);
    }
    refreshBusy();
    watch();
}

/// Only while somebody may be looking.
void CatalogDesk::watch()
{
    std::vector<Endpoint> wanted;
    if (m_lookAround && m_loaded && QGuiApplication::applicationState() == Qt::ApplicationActive) {
        wanted = EndpointLister::onThisMachine(m_model->catalog().endpoints);
        std::erase_if(wanted, [](const Endpoint &endpoint) {
            return endpoint.id == EndpointId{practiceId} || endpoint.url.isEmpty(); // no port to knock at
        });
    }
    if (wanted != m_watched) {
        m_watched = wanted;
        m_host->watch(wanted);
    }
}

void CatalogDesk::refreshBusy()
{
    m_window->modelsPane()->setBusy(m_listing || m_looking);
}

void CatalogDesk::startPractice()
{
    m_host->startPractice();
}

void CatalogDesk::addPractice(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.id = EndpointId{practiceId};
    endpoint.kind = ServerKind::Practice;
    endpoint.url = url;
    m_model->upsertEndpoint(endpoint);
    m_listing = true;
    refreshBusy();
    m_host->list({endpoint});
}

void CatalogDesk::takeListing(const EndpointListing &listing)
{
    if (m_model->catalog().endpoint(listing.endpoint.id) == nullptr) {
        return; // removed, or of another workspace, while the answer was under way
    }
    m_model->mergeListing(listing);
    if (listing.endpoint.id != EndpointId{practiceId} || !std::exchange(m_tickPractice, false)) {
        return;
    }
    QList<ModelAlias> aliases;
    for (const Model &model : m_model->catalog().models) {
        if (model.endpoint == listing.endpoint.id) {
            aliases << model.alias;
        }
    }
    m_model->setTicked(aliases, true);
}

void CatalogDesk::probe(QList<ModelAlias> aliases)
{
    std::vector<PlannedModel> models;
    for (const Model &model : m_model->catalog().models) {
        const Endpoint *endpoint = m_model->endpointOf(model);
        const bool wanted = aliases.isEmpty() ? model.ticked : aliases.contains(model.alias);
        if (wanted && endpoint != nullptr) {
            models.push_back({model, *endpoint});
        }
    }
    if (models.empty()) {
        m_window->notify(tr("Tick or select the models to probe first."));
        return;
    }
    aliases.clear();
    for (const PlannedModel &model : models) {
        aliases << model.model.alias;
    }
    m_probing = int(models.size());
    m_probed = 0;
    m_model->setProbing(aliases);
    m_window->modelsPane()->setProbing(0, m_probing);
    m_host->probe(models);
}

void CatalogDesk::tryOut(const PlannedModel &asked, const QString &prompt)
{
    m_trial = m_host->tryOut(asked, prompt);
}

void CatalogDesk::importModels(const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    const Result<QByteArray> bytes = readFile(path);
    QStringList notes;
    const Result<Catalog> file = bytes ? readCatalog(*bytes, name, &notes) : Result<Catalog>(bytes.error());
    if (!file) {
        m_window->modelsPane()->showError(file.error());
        return;
    }
    m_undo->push(new CatalogCommand(m_model, merged(m_model->catalog(), *file), tr("Import %1").arg(name)));
    m_window->notify(tr("Models read from %1: %2").arg(name).arg(file->models.size()));
    if (!notes.isEmpty()) {
        m_window->modelsPane()->showNotice(notes.join(u'\n'));
    }
    refresh();
}

void CatalogDesk::exportModels(const QString &path)
{
    const Status written = writeFile(path, writeCatalog(m_model->catalog()));
    if (!written) {
        m_window->modelsPane()->showError(written.error());
        return;
    }
    m_window->notify(tr("Written: %1").arg(path));
}

void CatalogDesk::letGo()
{
    save();
    m_loaded = false;
}

void CatalogDesk::save()
{
    m_saveTimer->stop();
    if (!m_loaded) {
        return;
    }
    m_host->storage().saveCatalog(m_model->catalog());
}

} // namespace assay
