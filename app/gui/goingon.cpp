// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/goingon.h"

#include "models/domain/text.h"
#include "models/items/catalogmodel.h"

#include <algorithm>

namespace assay {

namespace {

bool isPractice(const Endpoint &endpoint)
{
    return endpoint.kind == ServerKind::Practice;
}

/// By its name; the practice server by its kind, for there is one.
const Endpoint *endpointToday(const Catalog &catalog, const Endpoint &then)
{
    const auto found =
        std::find_if(catalog.endpoints.begin(), catalog.endpoints.end(), [&then](const Endpoint &endpoint) {
            return isPractice(then) ? isPractice(endpoint) : endpoint.id == then.id;
        });
    return found == catalog.endpoints.end() ? nullptr : &*found;
}

} // namespace

Plan planToday(Plan plan, const Catalog &catalog)
{
    for (PlannedModel &model : plan.models) {
        if (const Endpoint *today = endpointToday(catalog, model.endpoint)) {
            model.endpoint.url = today->url;
        }
    }
    return plan;
}

bool needsPractice(const Plan &plan, const Catalog &catalog)
{
    return std::any_of(plan.models.begin(), plan.models.end(), [&catalog](const PlannedModel &model) {
        return isPractice(model.endpoint) && endpointToday(catalog, model.endpoint) == nullptr;
    });
}

QString goneServer(const Plan &plan, const CatalogModel &catalog)
{
    for (const PlannedModel &model : plan.models) {
        const Endpoint *today = endpointToday(catalog.catalog(), model.endpoint);
        if (!today && !isPractice(model.endpoint)) {
            return Text::tr("The server \u201c%1\u201d of %2 is not among the models any more.")
                .arg(model.endpoint.id.value, model.model.alias.value);
        }
        if (today && catalog.endpointError(today->id)) {
            return Text::tr("The server \u201c%1\u201d of %2 does not answer.")
                .arg(today->id.value, model.model.alias.value);
        }
    }
    return {};
}

} // namespace assay
