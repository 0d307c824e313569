// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QObject>

namespace assay {

class CatalogModel;
class ResultsPane;
class RunDocument;

/// Goes on with the run shown for more rounds, when Results asks for it, and tells Results why that cannot be done
/// where it cannot. GUI thread.
class MoreRounds final : public QObject
{
    Q_OBJECT
public:
    /// All outlive it.
    MoreRounds(const CatalogModel *catalog, const RunDocument *document, ResultsPane *results, QObject *parent);
    /// Whether any run goes on.
    void setRunning(bool running);

Q_SIGNALS:
    /// The run with its longer plan; what was asked keeps its place in it.
    void wanted(const assay::RunData &run);

private:
    void refresh();
    void extend(int rounds);

    const CatalogModel *m_catalog;
    const RunDocument *m_document;
    ResultsPane *m_results;
    bool m_running = false;
};

} // namespace assay
