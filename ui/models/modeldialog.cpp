// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modeldialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include "models/items/promptsmodel.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

std::optional<double> temperatureOf(QString text)
{
    bool isNumber = false;
    const double value = text.trimmed().replace(u',', u'.').toDouble(&isNumber);
    return isNumber && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<int> countOf(const QString &text)
{
    bool isNumber = false;
    const int value = text.trimmed().toInt(&isNumber);
    return isNumber && value >= 1 ? std::optional(value) : std::nullopt;
}

std::optional<qint64> seedOf(const QString &text)
{
    bool isNumber = false;
    const qint64 value = text.trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(value) : std::nullopt;
}

bool filled(const QLineEdit *edit)
{
    return !edit->text().trimmed().isEmpty();
}

template <class T> QString numberText(std::optional<T> value)
{
    return value ? QString::number(*value) : QString();
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
    , m_temperature(line(numberText(known.parameters.temperature), tr("the run decides")))
    , m_maxTokens(line(numberText(known.parameters.maxTokens), tr("the run decides")))
    , m_seed(line(numberText(known.parameters.seed), tr("the run decides")))
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
    result.parameters.temperature = temperatureOf(m_temperature->text());
    result.parameters.maxTokens = countOf(m_maxTokens->text());
    result.parameters.seed = seedOf(m_seed->text());
    result.metadata.capabilities = tagsFromText(m_capabilities->text());
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
    if (filled(m_temperature) && !temperatureOf(m_temperature->text())) {
        return tr("The temperature is a number from 0 on, or empty.");
    }
    if (filled(m_maxTokens) && !countOf(m_maxTokens->text())) {
        return tr("Max tokens is a whole number from 1 on, or empty.");
    }
    if (filled(m_seed) && !seedOf(m_seed->text())) {
        return tr("The seed is a whole number, or empty.");
    }
    return {};
}

} // namespace assay
