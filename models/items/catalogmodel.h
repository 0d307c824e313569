// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "models/domain/identity.h"
#include "models/domain/plan.h"
#include "models/domain/probe.h"
#include "models/domain/trouble.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QSet>

namespace assay {

enum class CatalogColumn { Name, Size, Quantisation, Context, Licence, Capabilities, State, Count };

/// Beside RawRole and IdentityRole of itemroles.h.
enum CatalogRole {
    CatalogIdRole =
        Qt::UserRole + 40, // QString: the alias of a model, the id of an endpoint; empty: the serverless group
    CatalogIsModelRole, // bool
    CatalogAddressRole, // QString: host and port of an endpoint
    CatalogStateRole, // int of CatalogState
    CatalogSearchRole, // QString: what a text filter looks at
    CatalogCapabilitiesRole // QStringList of a model
};

enum class CatalogState { Unknown, Busy, Good, Bad, Gone };

/// The catalog as a tree: endpoints, and below each its models with a check box. Owns the one Catalog of the window.
/// What servers said (listings, probes) lives here too but is not part of the catalog. GUI thread.
class CatalogModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit CatalogModel(QObject *parent = nullptr);

    const Catalog &catalog() const { return m_catalog; }
    void setCatalog(Catalog catalog); // rows that stay keep their place in views
    void forgetFindings(); // listings and probes: another workspace is opened
    void upsertEndpoint(const Endpoint &endpoint);
    void removeEndpoint(const EndpointId &id); // with its models
    /// `was`: the alias it had before, where it is renamed.
    void upsertModel(const Model &model, const ModelAlias &was = {});
    void removeModel(const ModelAlias &alias);

    /// What an endpoint offers: new models are added, known ones keep alias, tick and parameters, missing ones are
    /// marked. An endpoint that is known by its address keeps its id.
    void mergeListing(const EndpointListing &listing);
    void setBusy(const EndpointId &id, bool busy);
    void setAllBusy(bool busy);
    /// Models that wait for their probe; the empty list ends all waiting.
    void setProbing(const QList<ModelAlias> &aliases);
    void setProbeResult(const ProbeResult &result);

    /// In tree order: the order of the plan, and so of the letters.
    std::vector<Model> tickedModels() const;
    std::vector<PlannedModel> plannedModels() const; // ticked models that have an endpoint
    std::optional<ModelIdentity> identityOf(const ModelAlias &alias) const;
    void setTicked(const QList<ModelAlias> &aliases, bool ticked);
    /// The endpoint a model lives on: its own, or the only one there is where it names none.
    const Endpoint *endpointOf(const Model &model) const;

    std::optional<ProbeResult> probeResult(const ModelAlias &alias) const;
    std::optional<Error> endpointError(const EndpointId &id) const;
    /// What a server said of a model with its last listing; empty where it did not.
    ModelState stateOf(const Model &model) const;
    Abilities abilitiesOf(const EndpointId &id) const { return m_looks.value(id).abilities; }
    QString versionOf(const EndpointId &id) const { return m_looks.value(id).version; } // may be empty
    /// The server's own name; where it has none that is known, that of its kind.
    QString serverNameOf(const Endpoint &endpoint) const;
    /// A job on the server goes on: stands until the next listing.
    void setModelState(const EndpointId &id, const QString &serverId, const ModelState &state);
    QString modelFolderOf(const EndpointId &id) const { return m_looks.value(id).modelFolder; } // may be empty
    QStringList capabilities() const; // that any model has, sorted
    bool isGone(const ModelAlias &alias) const { return m_gone.contains(alias); }
    /// What helps to tell why a server or a model on it does not answer.
    TroubleClues cluesFor(const Endpoint &endpoint) const;
    TroubleClues cluesFor(const Model &model) const;
    QModelIndex indexOf(const ModelAlias &alias) const;
    QModelIndex indexOf(const EndpointId &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void catalogChanged(); // something that must be saved; ticks too
    void ticksChanged();

private:
    struct Group
    {
        quintptr serial = 0; // stable over insertions, so that indexes of models stay good; never 0
        EndpointId id; // empty: models without a server
        std::vector<ModelAlias> models;
    };
    struct Look
    {
        bool busy = false;
        bool reached = false;
        bool everReached = false;
        int offered = 0;
        std::optional<Error> error;
        QMap<QString, ModelState> states;
        Abilities abilities;
        QString serverName, version, modelFolder;
    };

    void become(Catalog next);
    std::vector<Group> groupsOf(const Catalog &catalog) const;
    void syncGroups(const std::vector<Group> &wanted);
    void syncModels(int group, const std::vector<ModelAlias> &wanted);
    void refresh();
    int groupOf(quintptr serial) const;
    const Endpoint *endpointAt(const QModelIndex &index) const;
    const Model *modelAt(const QModelIndex &index) const;

    QVariant endpointData(const QModelIndex &index, int role) const;
    QVariant modelData(const Model &model, CatalogColumn column, int role) const;
    QString modelText(const Model &model, CatalogColumn column) const;
    QVariant modelRaw(const Model &model, CatalogColumn column) const;
    QString probeText(const Model &model) const;
    QString modelStateText(const Model &model) const;
    QString endpointStateText(const Endpoint &endpoint) const;
    CatalogState modelState(const Model &model) const;
    CatalogState endpointState(const EndpointId &id) const;

    Catalog m_catalog;
    std::vector<Group> m_groups;
    quintptr m_lastSerial = 0;
    QHash<ModelAlias, int> m_places; // of the ticked ones
    QHash<EndpointId, Look> m_looks;
    QHash<ModelAlias, ProbeResult> m_probes;
    QSet<ModelAlias> m_probing;
    QSet<ModelAlias> m_gone;
};

/// `current` with the step from `from` to `to` done to it: what the step did not touch stays as it is now. For undo.
Catalog patchedCatalog(const Catalog &from, const Catalog &to, const Catalog &current);

/// `catalog` with the listing worked in; `gone` gets the models of that endpoint that are not offered now.
Catalog mergedCatalog(const Catalog &catalog, const EndpointListing &listing, QSet<ModelAlias> &gone, EndpointId &id);

} // namespace assay
