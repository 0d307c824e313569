// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/keychaindialog.h"

#include <QLineEdit>
#include <QPushButton>

#include "models/domain/catalog.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

KeychainDialog::KeychainDialog(const QString &name, QWidget *parent)
    : FormDialog(tr("Keychain"), tr("Store"), parent)
    , m_name(new QLineEdit(name, this))
    , m_key(new QLineEdit(this))
    , m_remove(new QPushButton(tr("Remove from keychain"), this))
{
    setObjectName(u"keychainDialog"_s);
    for (const QLineEdit *field : {m_name, m_key}) { // before the form looks at it
        connect(field, &QLineEdit::textChanged, this, [this] { m_said.clear(); });
    }
    m_key->setEchoMode(QLineEdit::Password);
    m_remove->setAutoDefault(false);
    addField(tr("Name"), m_name, u"keychainName"_s);
    addField(tr("Key"), m_key, u"keychainKey"_s);
    addHint(tr("The key goes to the keychain of your session and nowhere else. Assay's files hold only its name."));
    addField(tr("Stored key"), m_remove, u"keychainRemove"_s);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        wait(Waiting::Remove);
        Q_EMIT removeRequested(this->name());
    });
    recheck();
    (name.isEmpty() ? m_name : m_key)->setFocus();
}

QString KeychainDialog::name() const
{
    return m_name->text().trimmed();
}

void KeychainDialog::accept()
{
    const QByteArray key = m_key->text().trimmed().toUtf8();
    m_key->clear();
    wait(Waiting::Store);
    Q_EMIT storeRequested(name(), key);
}

void KeychainDialog::wait(Waiting what)
{
    m_waiting = what;
    m_said.clear();
    m_name->setEnabled(what == Waiting::Nothing);
    m_key->setEnabled(what == Waiting::Nothing);
    recheck();
    m_remove->setEnabled(what == Waiting::Nothing);
}

void KeychainDialog::changed(const QString &name)
{
    const Waiting was = m_waiting;
    wait(Waiting::Nothing);
    if (was == Waiting::Store) {
        QDialog::accept();
    } else if (was == Waiting::Remove) {
        m_said = tr("The key %1 is no longer in the keychain.").arg(name);
        recheck();
    }
}

void KeychainDialog::failed(const Error &error)
{
    if (m_waiting != Waiting::Nothing) {
        wait(Waiting::Nothing);
        m_said = error.message;
        recheck();
    }
}

QString KeychainDialog::problem() const
{
    m_remove->setEnabled(m_waiting == Waiting::Nothing && !name().isEmpty());
    if (m_waiting != Waiting::Nothing) {
        return tr("Waiting for the keychain; it may ask for its password.");
    }
    if (!m_said.isEmpty()) {
        return m_said;
    }
    if (name().isEmpty()) {
        return tr("Give the key a name.");
    }
    if (m_key->text().isEmpty()) {
        return tr("Write the key to store it.");
    }
    return keyProblem(m_key->text().trimmed().toUtf8());
}

} // namespace assay
