// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"
#include "ui/common/formdialog.h"

class QLineEdit;

namespace assay {

/// Puts a key into the keychain under a name, or takes it out. What is typed is never shown and kept nowhere: it is
/// handed over once and the field emptied. Accepted when a key has been stored. GUI thread.
class KeychainDialog final : public FormDialog
{
    Q_OBJECT
public:
    KeychainDialog(const QString &name, QWidget *parent);
    QString name() const; // of the entry
    void accept() override; // asks to store; the dialog closes with changed()

public Q_SLOTS:
    /// What was asked for is done, or has failed.
    void changed(const QString &name);
    void failed(const assay::Error &error);

Q_SIGNALS:
    void storeRequested(const QString &name, const QByteArray &key);
    void removeRequested(const QString &name);

protected:
    QString problem() const override;

private:
    enum class Waiting { Nothing, Store, Remove };

    void wait(Waiting what);

    QLineEdit *m_name;
    QLineEdit *m_key;
    QPushButton *m_remove;
    Waiting m_waiting = Waiting::Nothing;
    QString m_said; // what came of the last wish, until something is typed
};

} // namespace assay
