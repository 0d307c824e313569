// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "ui/common/formdialog.h"
#include "ui/models/wrapperfields.h"

class QComboBox;
class QLineEdit;

namespace assay {

/// Name, address, kind and key reference of an endpoint, new or known; of a program, or a server that a person
/// describes, also how it is asked and read. GUI thread.
class EndpointDialog final : public FormDialog
{
    Q_OBJECT
public:
    /// `known` has an empty id for a new endpoint. `catalog` says which names are taken.
    EndpointDialog(const Catalog &catalog, const Endpoint &known, QWidget *parent);
    Endpoint endpoint() const;

protected:
    QString problem() const override;

private:
    QUrl url() const;
    QString name() const;
    void fillKinds(ServerKind current);
    ServerKind kind() const;
    QString keyProblem() const;
    void arrange();

    Catalog m_catalog;
    Endpoint m_known;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QComboBox *m_kind;
    QLineEdit *m_key;
    QWidget *m_keyHint = nullptr;
    QWidget *m_wrapperHint = nullptr;
    WrapperFields m_wrapper;
};

} // namespace assay
