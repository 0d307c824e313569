// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"
#include "ui/common/formdialog.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace assay {

/// Alias, server, id and request parameters of a model, new or known. GUI thread.
class ModelDialog final : public FormDialog
{
    Q_OBJECT
public:
    /// `known` has an empty alias for a new model.
    ModelDialog(const Catalog &catalog, const Model &known, QWidget *parent);
    Model model() const;

protected:
    QString problem() const override;

private:
    QLineEdit *line(const QString &text, const QString &placeholder = {});
    void fillEndpoints();
    QString setParameters(Model &model) const;

    Catalog m_catalog;
    Model m_known;
    QLineEdit *m_id;
    QLineEdit *m_alias;
    QComboBox *m_endpoint;
    QPlainTextEdit *m_system;
    QLineEdit *m_temperature;
    QLineEdit *m_maxTokens;
    QLineEdit *m_seed;
    QLineEdit *m_capabilities;
};

} // namespace assay
