// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modeldialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "models/domain/sweep.h"
#include "models/items/promptsmodel.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

bool filled(const QLineEdit *edit)
{
    return !edit->text().trimmed().isEmpty();
}

} // namespace

ModelDialog::ModelDialog(const Catalog &catalog, const Model &known, QWidget *parent)
    : FormDialog(known.alias.isEmpty() ? tr("Add model") : tr("Edit model"),
                 known.alias.isEmpty() ? tr("Add") : tr("Save"), parent)
    , m_catalog(catalog)
    , m_known(known)
    , m_id(line(known.serverId))
    , m_alias(line(known.alias.value, tr("as the id")))
    , m_endpoint(new QComboBox(this))
    , m_system(new QPlainTextEdit(known.system, this))
    , m_temperature(line(typedParameter(known, u"temperature"_s), tr("the run decides")))
    , m_maxTokens(line(typedParameter(known, u"max_tokens"_s), tr("the run decides")))
    , m_seed(line(typedParameter(known, u"seed"_s), tr("the run decides")))
    , m_capabilities(line(tagsText(known.metadata.capabilities), tr("chat, tools")))
{
    setObjectName(u"modelDialog"_s);
    fillEndpoints();
    m_system->setFixedHeight(4 * fontMetrics().lineSpacing() + theme::gap(1));
    addField(tr("Server"), m_endpoint, u"modelEndpoint"_s);
    addField(tr("Id on the server"), m_id, u"modelId"_s);
    addField(tr("Alias"), m_alias, u"modelAlias"_s);
    addField(tr("System text"), m_system, u"modelSystem"_s);
    addField(tr("Temperature"), m_temperature, u"modelTemperature"_s);
    addField(tr("Max tokens"), m_maxTokens, u"modelMaxTokens"_s);
    addField(tr("Seed"), m_seed, u"modelSeed"_s);
    addHint(tr("Several values, such as 0; 0.7, make one model of each combination when a run starts."));
    addField(tr("Capabilities"), m_capabilities, u"modelCapabilities"_s);
    recheck();
    m_id->setFocus();
}

QLineEdit *ModelDialog::line(const QString &text, const QString &placeholder)
{
    auto *edit = new QLineEdit(text, this);
    edit->setPlaceholderText(placeholder);
    return edit;
}

void ModelDialog::fillEndpoints()
{
    for (const Endpoint &endpoint : m_catalog.endpoints) {
        m_endpoint->addItem(endpoint.id.value, endpoint.id.value);
    }
    const int current = m_endpoint->findData(m_known.endpoint.value);
    m_endpoint->setCurrentIndex(current < 0 && m_endpoint->count() > 0 ? 0 : current);
}

Model ModelDialog::model() const
{
    Model result = m_known;
    const QString id = m_id->text().trimmed();
    const QString alias = m_alias->text().trimmed();
    result.alias = alias.isEmpty() ? m_catalog.freeAlias(id) : ModelAlias{alias};
    result.serverId = id.isEmpty() ? result.alias.value : id;
    result.endpoint = {m_endpoint->currentData().toString()};
    result.system = m_system->toPlainText();
    setParameters(result);
    if (result.serverId != m_known.serverId || result.endpoint != m_known.endpoint) {
        result.metadata = partOf(result.metadata, ~result.metadata.fromServer); // that was told of another model
    }
    if (const QStringList tags = tagsFromText(m_capabilities->text()); tags != m_known.metadata.capabilities) {
        result.metadata.capabilities = tags;
        result.metadata.fromServer.setFlag(MetadataField::Capabilities, false);
    }
    return result;
}

QString ModelDialog::problem() const
{
    if (m_endpoint->currentIndex() < 0) {
        return tr("Add a server first: a model lives on one.");
    }
    if (!filled(m_id) && !filled(m_alias)) {
        return tr("Write the id under which the server knows the model.");
    }
    const ModelAlias alias{m_alias->text().trimmed()};
    if (!alias.isEmpty() && alias != m_known.alias && m_catalog.model(alias)) {
        return tr("There is a model named %1 already. Choose another alias.").arg(alias.value);
    }
    Model tried = m_known;
    return setParameters(tried);
}

/// Several values in a field make a sweep. Returns what is wrong with the first field that is.
QString ModelDialog::setParameters(Model &model) const
{
    for (const auto &[name, edit, words] : {std::tuple(u"temperature"_s, m_temperature, tr("Temperature: %1")),
                                            std::tuple(u"max_tokens"_s, m_maxTokens, tr("Max tokens: %1")),
                                            std::tuple(u"seed"_s, m_seed, tr("Seed: %1"))}) {
        if (const QString problem = setTypedParameter(model, name, edit->text()); !problem.isEmpty()) {
            return words.arg(problem);
        }
    }
    return {};
}

} // namespace assay
