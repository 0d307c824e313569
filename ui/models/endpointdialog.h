// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/plan.h"
#include "ui/common/formdialog.h"
#include "ui/models/trialpanel.h"
#include "ui/models/wrapperfields.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace assay {

/// Name, address, kind and key reference of an endpoint, new or known; of a program, or a server that a person
/// describes, also how it is asked and read. Asks before a key may go over the network unencrypted. GUI thread.
class EndpointDialog final : public FormDialog
{
    Q_OBJECT
public:
    /// `known` has an empty id for a new endpoint. `catalog` says which names are taken.
    EndpointDialog(const Catalog &catalog, const Endpoint &known, QWidget *parent);
    Endpoint endpoint() const;
    /// The key is the entry of that name in the keychain.
    void takeKeyFromKeychain(const QString &name);
    /// Shows what comes of trialRequested().
    TrialPanel *trial() const { return m_trial; }

Q_SIGNALS:
    /// The person wants to store or remove a key; `name`: of the entry it may be about.
    void keychainRequested(const QString &name);
    /// One question to what is described now, saved or not.
    void trialRequested(const assay::PlannedModel &asked, const QString &prompt);
    void cancelTrialRequested(); // also when the dialog is closed

protected:
    QString problem() const override;

private:
    QUrl url() const;
    QString name() const;
    std::optional<KeyReference> key() const;
    void fillKinds(ServerKind current);
    void addKeychain();
    void addConsent();
    void addTrial();
    void refreshTrial();
    void tryOut();
    Model triedModel() const;
    QString descriptionProblem() const;
    void refreshConsent();
    ServerKind kind() const;
    QString keyProblem() const;
    void arrange();

    Catalog m_catalog;
    Endpoint m_known;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QComboBox *m_kind;
    QLineEdit *m_key;
    QPushButton *m_keychain;
    QCheckBox *m_plainHttp; // agreed that the key goes unencrypted to m_agreedHost
    QString m_agreedHost;
    QWidget *m_keyHint = nullptr;
    QWidget *m_wrapperHint = nullptr;
    WrapperFields m_wrapper;
    TrialPanel *m_trial;
};

} // namespace assay
