// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/ids.h"

#include <QTextEdit>

class QPushButton;

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

Q_SIGNALS:
    void openFolderRequested(const QString &path); // of this machine; it is there

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void put(const QString &heading, const QList<std::pair<QString, QString>> &rows);

    void offerFolder(const QString &path);
    void placeButton();

    const CatalogModel *m_model;
    QPushButton *m_openFolder; // over the lower edge, where a folder can be opened
    QString m_folder;
    QString m_heading;
    QList<std::pair<QString, QString>> m_rows;
    QString m_shown; // as HTML
};

} // namespace assay
