// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpointdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

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
    , m_keychain(new QPushButton(tr("Keychain..."), this))
    , m_plainHttp(new QCheckBox(tr("Send the key unencrypted"), this))
    , m_wrapper(known, this)
    , m_trial(new TrialPanel(this))
{
    setObjectName(u"endpointDialog"_s);
    m_url->setPlaceholderText(tr("http://127.0.0.1:8080"));
    m_key->setPlaceholderText(tr("env:NAME or keychain:NAME, or empty"));
    addField(tr("Address"), m_url, u"endpointUrl"_s);
    addField(tr("Name"), m_name, u"endpointName"_s);
    m_name->setPlaceholderText(tr("from the address"));
    fillKinds(known.recognized ? ServerKind::Auto : known.kind);
    addField(tr("Kind"), m_kind, u"endpointKind"_s);
    addField(tr("Key"), m_key, u"endpointKey"_s);
    m_keyHint = addHint(tr("Where the key is found, never the key itself: env:NAME names an environment variable, "
                           "keychain:NAME an entry of the keychain."));
    addKeychain();
    addConsent();
    for (const WrapperFields::Field &field : m_wrapper.fields()) {
        addField(field.label, field.widget, field.objectName);
    }
    m_wrapperHint = addHint(
        tr("{prompt}, {model}, {system}, {max_tokens}, {temperature} and {seed} stand for what is asked. A "
           "program without {prompt} in its arguments gets it on its standard input. Help has a page on this."));
    addTrial();
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
    refreshTrial();
    showField(m_url, kind() != ServerKind::Command);
    showField(m_key, kind() != ServerKind::Command);
    const bool isExplained = m_trial->isOpen(); // who tries has read the hints, and small screens are full
    showField(m_keyHint, kind() != ServerKind::Command && !isExplained);
    showField(m_keychain, kind() != ServerKind::Command);
    showField(m_plainHttp, kind() != ServerKind::Command);
    showField(m_wrapperHint, !listsModels(kind()) && !isExplained);
    showField(m_trial, !listsModels(kind()));
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

void EndpointDialog::addKeychain()
{
    addField(tr("Keychain"), m_keychain, u"endpointKeychain"_s);
    m_keychain->setToolTip(tr("Store a key in the keychain, or remove it"));
    m_keychain->setAutoDefault(false);
    connect(m_keychain, &QPushButton::clicked, this, [this] {
        const auto known = key();
        Q_EMIT keychainRequested(known && known->place == KeyReference::Place::Keychain ? known->name : name());
    });
}

void EndpointDialog::addConsent()
{
    addField(tr("Plain HTTP"), m_plainHttp, u"endpointPlainHttp"_s);
    m_plainHttp->setToolTip(tr("Others on the network could read the key. Better give an https address."));
    m_plainHttp->setChecked(m_known.key && m_known.key->plainHttp);
    m_agreedHost = m_known.url.host();
    connect(m_plainHttp, &QCheckBox::toggled, this, [this] {
        m_agreedHost = url().host();
        recheck();
    });
    connect(m_url, &QLineEdit::textChanged, this, &EndpointDialog::refreshConsent);
    connect(m_key, &QLineEdit::textChanged, this, &EndpointDialog::refreshConsent);
    refreshConsent();
}

void EndpointDialog::addTrial()
{
    for (const WrapperFields::Field &field : m_wrapper.fields()) {
        if (auto *text = qobject_cast<QPlainTextEdit *>(field.widget)) {
            connect(text, &QPlainTextEdit::textChanged, this, &EndpointDialog::refreshTrial);
        } else if (auto *line = qobject_cast<QLineEdit *>(field.widget)) {
            connect(line, &QLineEdit::textChanged, this, &EndpointDialog::refreshTrial);
        }
    }
    addField(tr("Try it"), m_trial, u"endpointTrial"_s);
    connect(m_trial, &TrialPanel::wanted, this, &EndpointDialog::tryOut);
    connect(m_trial, &TrialPanel::cancelled, this, &EndpointDialog::cancelTrialRequested);
    connect(m_trial, &TrialPanel::grown, this, &EndpointDialog::arrange,
            Qt::QueuedConnection); // it is laid out by then
    connect(this, &QDialog::finished, this, [this] {
        if (m_trial->isWaiting()) {
            Q_EMIT cancelTrialRequested();
        }
    });
}

/// The model that is asked for: the first that is known there; where none is, one with the server's name.
Model EndpointDialog::triedModel() const
{
    for (const Model &model : m_catalog.models) {
        if (!m_known.id.isEmpty() && model.endpoint == m_known.id) {
            return model;
        }
    }
    Model only;
    only.alias = {name()};
    only.serverId = name();
    return only;
}

void EndpointDialog::refreshTrial()
{
    m_trial->setModelNeeded(takesModelName(endpoint()), triedModel().serverId);
}

void EndpointDialog::tryOut()
{
    if (QString wrong = descriptionProblem(); !wrong.isEmpty()) {
        m_trial->refuse(wrong);
        return;
    }
    m_trial->begin();
    PlannedModel asked{triedModel(), endpoint()};
    if (takesModelName(asked.endpoint) && !m_trial->modelName().isEmpty()) {
        asked.model.serverId = m_trial->modelName();
    }
    asked.model.endpoint = asked.endpoint.id;
    Q_EMIT trialRequested(asked, m_trial->prompt());
}

/// What was agreed to for one host is not agreed to for another.
void EndpointDialog::refreshConsent()
{
    const bool matters = key() && exposesKey(url());
    m_plainHttp->setEnabled(matters);
    if (!matters || url().host() != m_agreedHost) {
        m_plainHttp->setChecked(false);
    }
}

void EndpointDialog::takeKeyFromKeychain(const QString &name)
{
    m_key->setText(keyReferenceText({KeyReference::Place::Keychain, name}));
}

std::optional<KeyReference> EndpointDialog::key() const
{
    std::optional<KeyReference> key = keyReferenceFromText(m_key->text().trimmed());
    if (key) {
        key->plainHttp = m_plainHttp->isChecked();
    }
    return key;
}

QUrl EndpointDialog::url() const
{
    const QString text = m_url->text().trimmed();
    return QUrl(text.isEmpty() || text.contains(u"://"_s) ? text : QString(u"http://"_s + text), QUrl::StrictMode);
}

QString EndpointDialog::name() const
{
    QString given = m_name->text().trimmed();
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
    result.key = isProgram ? std::nullopt : key();
    m_wrapper.write(result);
    result.recognized = false;
    result.found = false; // by now it is the person's
    return result;
}

/// What keeps it from being asked.
QString EndpointDialog::descriptionProblem() const
{
    const bool isProgram = kind() == ServerKind::Command;
    if (!isProgram && m_url->text().trimmed().isEmpty()) {
        return tr("Write the address of the server, such as http://127.0.0.1:8080.");
    }
    if (QString wrong = isProgram ? QString() : endpointUrlProblem(url()); !wrong.isEmpty()) {
        return wrong;
    }
    if (QString wrong = keyProblem(); !wrong.isEmpty()) {
        return wrong;
    }
    return m_wrapper.problem(endpoint());
}

QString EndpointDialog::problem() const
{
    if (QString wrong = descriptionProblem(); !wrong.isEmpty()) {
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
    if (kind() == ServerKind::Command) {
        return {};
    }
    if (!m_key->text().trimmed().isEmpty() && !key()) {
        return tr("Write env:NAME, where NAME is the environment variable that holds the key, or keychain:NAME. A key "
                  "itself is never stored here, so that it cannot leak into a file or a report.");
    }
    if (key() && exposesKey(url()) && !m_plainHttp->isChecked()) {
        return tr("The key would go to %1 unencrypted, for others on the network to read. Write an https address, or "
                  "tick Send the key unencrypted where that is meant.")
            .arg(url().host());
    }
    return {};
}

} // namespace assay
