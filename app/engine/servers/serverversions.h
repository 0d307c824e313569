// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/httpjob.h"
#include "models/domain/plan.h"

namespace assay {

/// Asks the servers of a plan for their versions, each once and all at the same time. Engine thread.
class ServerVersions final : public QObject
{
    Q_OBJECT
public:
    ServerVersions(TimeSource &time, KeyResolver keys, QObject *parent = nullptr);
    ~ServerVersions() override;
    /// False where no server of these can be asked; else exactly one finished(), never from inside ask().
    bool ask(const std::vector<PlannedModel> &models);

Q_SIGNALS:
    /// By the endpoint's id; who did not answer within a second is left out.
    void finished(const QMap<QString, QString> &versions);

private:
    void take(const Endpoint &endpoint, const Result<HttpReply> &result);

    TimeSource &m_time;
    KeyResolver m_keys;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QObject> m_jobs; // their parent: goes before the manager that their replies live on
    QMap<QString, QString> m_versions;
    int m_waiting = 0;
};

} // namespace assay
