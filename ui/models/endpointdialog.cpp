// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpointdialog.h"

#include <QComboBox>
#include <QLayout>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace assay {

EndpointDialog::EndpointDialog(const Catalog &catalog, const Endpoint &known, QWidget *parent)
    : FormDialog(known.id.isEmpty() ? tr("Add server") : tr("Edit server"), known.id.isEmpty() ? tr("Add") : tr("Save"),
                 parent)
    , m_catalog(catalog)
    , m_known(known)
    , m_name(new QLineEdit(known.id.value, this))
    , m_url(new QLineEdit(known.url.toString(), this))
    , m_kind(new QComboBox(this))
    , m_key(new QLineEdit(known.key ? keyReferenceText(*known.key) : QString(), this))
    , m_wrapper(known, this)
{
    setObjectName(u"endpointDialog"_s);
    m_url->setPlaceholderText(tr("http://127.0.0.1:8080"));
    m_key->setPlaceholderText(tr("env:NAME, or empty"));
    addField(tr("Address"), m_url, u"endpointUrl"_s);
    addField(tr("Name"), m_name, u"endpointName"_s);
    fillKinds(known.kind);
    addField(tr("Kind"), m_kind, u"endpointKind"_s);
    addField(tr("Key"), m_key, u"endpointKey"_s);
    m_keyHint = addHint(tr("Where the key is found, never the key itself: env:NAME names an environment variable."));
    for (const WrapperFields::Field &field : m_wrapper.fields()) {
        addField(field.label, field.widget, field.objectName);
    }
    m_wrapperHint = addHint(
        tr("{prompt}, {model}, {system}, {max_tokens}, {temperature} and {seed} stand for what is asked. A "
           "program without {prompt} in its arguments gets it on its standard input. Help has a page on this."));
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_wrapper.useKind(kind());
        arrange();
    });
    connect(m_wrapper.framing(), &QComboBox::currentIndexChanged, this, &EndpointDialog::arrange);
    arrange();
    recheck();
    (kind() == ServerKind::Command ? m_wrapper.fields().front().widget : m_url)->setFocus();
}

/// The fields of the chosen kind, and no others.
void EndpointDialog::arrange()
{
    showField(m_url, kind() != ServerKind::Command);
    showField(m_key, kind() != ServerKind::Command);
    showField(m_keyHint, kind() != ServerKind::Command);
    showField(m_wrapperHint, !listsModels(kind()));
    for (const WrapperFields::Field &field : m_wrapper.fields()) {
        showField(field.widget, m_wrapper.belongs(field.widget, kind()));
    }
    m_name->setPlaceholderText(kind() == ServerKind::Command ? tr("from the program") : tr("from the address"));
    layout()->activate();
    resize(width(), layout()->totalHeightForWidth(width())); // adjustSize() stops at two thirds of the screen
}

ServerKind EndpointDialog::kind() const
{
    return serverKindFromKey(m_kind->currentData().toString()).value_or(ServerKind::Auto);
}

void EndpointDialog::fillKinds(ServerKind current)
{
    QList<ServerKind> kinds{ServerKind::Auto,   ServerKind::OpenAi,   ServerKind::FoundryLocal,
                            ServerKind::Ollama, ServerKind::LmStudio, ServerKind::LlamaCpp,
                            ServerKind::Vllm,   ServerKind::Http,     ServerKind::Command};
    if (!kinds.contains(current)) {
        kinds << current;
    }
    for (const ServerKind kind : std::as_const(kinds)) {
        m_kind->addItem(serverKindName(kind), serverKindKey(kind));
    }
    m_kind->setCurrentIndex(m_kind->findData(serverKindKey(current)));
}

QUrl EndpointDialog::url() const
{
    const QString text = m_url->text().trimmed();
    return QUrl(text.isEmpty() || text.contains(u"://"_s) ? text : QString(u"http://"_s + text), QUrl::StrictMode);
}

QString EndpointDialog::name() const
{
    const QString given = m_name->text().trimmed();
    if (!given.isEmpty() || !m_known.id.isEmpty()) {
        return given;
    }
    const QString from = kind() == ServerKind::Command ? m_wrapper.programName() : url().host();
    return from.isEmpty() ? QString() : m_catalog.freeEndpointId(from).value;
}

Endpoint EndpointDialog::endpoint() const
{
    Endpoint result = m_known;
    result.id = {name()};
    result.kind = kind();
    const bool isProgram = kind() == ServerKind::Command;
    result.url = isProgram ? QUrl() : url();
    result.key = isProgram ? std::nullopt : keyReferenceFromText(m_key->text().trimmed());
    m_wrapper.write(result);
    result.found = false; // by now it is the person's
    return result;
}

QString EndpointDialog::problem() const
{
    const bool isProgram = kind() == ServerKind::Command;
    if (!isProgram && m_url->text().trimmed().isEmpty()) {
        return tr("Write the address of the server, such as http://127.0.0.1:8080.");
    }
    if (const QString wrong = isProgram ? QString() : endpointUrlProblem(url()); !wrong.isEmpty()) {
        return wrong;
    }
    if (const QString wrong = keyProblem(); !wrong.isEmpty()) {
        return wrong;
    }
    if (const QString wrong = m_wrapper.problem(endpoint()); !wrong.isEmpty()) {
        return wrong;
    }
    if (name().isEmpty()) {
        return tr("Give the server a name.");
    }
    if (name() != m_known.id.value && m_catalog.endpoint(EndpointId{name()})) {
        return tr("There is a server named %1 already. Choose another name.").arg(name());
    }
    return {};
}

QString EndpointDialog::keyProblem() const
{
    const QString key = m_key->text().trimmed();
    if (kind() != ServerKind::Command && !key.isEmpty() && !keyReferenceFromText(key)) {
        return tr("Write env:NAME, where NAME is the environment variable that holds the key. A key itself is never "
                  "stored, so that it cannot leak into a file or a report.");
    }
    return {};
}

} // namespace assay
