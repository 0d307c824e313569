// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QTextEdit>

namespace assay {

class CatalogModel;

/// All that is known about one endpoint or model, as text to select; a server's error with what to do about it. GUI
/// thread.
class CatalogDetails final : public QTextEdit
{
    Q_OBJECT
public:
    CatalogDetails(const CatalogModel *model, QWidget *parent);
    void showModel(const ModelAlias &alias);
    void showEndpoint(const EndpointId &id);
    void showNothing();

protected:
    void changeEvent(QEvent *event) override;

private:
    void put(const QString &heading, const QList<std::pair<QString, QString>> &rows);

    const CatalogModel *m_model;
    QString m_heading;
    QList<std::pair<QString, QString>> m_rows;
    QString m_shown; // as HTML
};

} // namespace assay
