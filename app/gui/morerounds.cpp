// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/morerounds.h"

#include "app/gui/goingon.h"
#include "models/items/catalogmodel.h"
#include "models/items/rundocument.h"
#include "ui/common/messages.h"
#include "ui/results/resultspane.h"

namespace assay {

MoreRounds::MoreRounds(const CatalogModel *catalog, const RunDocument *document, ResultsPane *results, QObject *parent)
    : QObject(parent), m_catalog(catalog), m_document(document), m_results(results)
{
    connect(results, &ResultsPane::moreRoundsRequested, this, &MoreRounds::extend);
    connect(document, &RunDocument::replaced, this, &MoreRounds::refresh);
    connect(catalog, &CatalogModel::catalogChanged, this, &MoreRounds::refresh);
    connect(catalog, &CatalogModel::dataChanged, this, &MoreRounds::refresh); // a server was asked whether it is there
    refresh();
}

void MoreRounds::setRunning(bool running)
{
    m_running = running;
    refresh();
}

void MoreRounds::refresh()
{
    m_results->setRoundsProblem(!m_document->hasRun() ? tr("There is no run to go on with.")
                                    : m_running       ? tr("A run is going on.")
                                                      : goneServer(m_document->run()->info.plan, *m_catalog));
}

void MoreRounds::extend(int rounds)
{
    if (!m_document->hasRun() || m_running) {
        return;
    }
    RunData run = m_document->inPlanOrder();
    run.info.plan = extendedPlan(run.info.plan, rounds);
    const QString problem = planProblem(run.info.plan);
    if (problem.isEmpty()) {
        Q_EMIT wanted(run);
    } else {
        m_results->messages()->showNotice(problem);
    }
}

} // namespace assay
