// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/wiredesk.h"

#include "app/engine/run/wirearchive.h"
#include "app/gui/enginehost.h"
#include "app/gui/files.h"
#include "models/domain/identity.h"
#include "models/items/rundocument.h"
#include "ui/common/messages.h"
#include "ui/results/resultspane.h"
#include "ui/window/mainwindow.h"
#include "ui/wire/wirewindow.h"

#include <algorithm>

namespace assay {

WireDesk::WireDesk(EngineHost *host, const RunDocument *document, MainWindow *window, Dialogs *dialogs, QObject *parent)
    : QObject(parent), m_host(host), m_document(document), m_window(window), m_dialogs(dialogs)
{
    connect(window->resultsPane(), &ResultsPane::wireRequested, this, &WireDesk::show);
}

void WireDesk::show(const SampleId &id)
{
    const RunData *run = m_document->run();
    if (!run) {
        return;
    }
    const auto sample = std::ranges::find(run->samples, id, &Sample::id);
    if (sample == run->samples.end()) {
        return;
    }
    std::optional<WireExchange> exchange = m_host->wireOf(sample->run, sample->id);
    if (!exchange) {
        m_window->resultsPane()->messages()->showNotice(whyNot(*sample));
        return;
    }
    const QString title =
        tr("%1 %2, %3, round %4")
            .arg(ModelIdentity{sample->step.model}.letter(), sample->alias.value, sample->prompt.value)
            .arg(sample->step.round);
    auto *window = new WireWindow(title, std::move(*exchange), sample->timeline.sent, m_dialogs, m_window);
    connect(window, &WireWindow::saveRequested, this, [window](const QString &path, const QByteArray &bytes) {
        const Status written = writeFile(path, bytes);
        if (written) {
            window->showSaved(path);
        } else {
            window->showError(written.error());
        }
    });
    window->show();
}

QString WireDesk::whyNot(const Sample &sample) const
{
    if (!sample.timeline.posted) {
        return tr("This request was never sent.");
    }
    if (m_host->clock() != kernelClock) {
        return tr("Bytes are kept only where the kernel's clock stamps them, which it does not on this system.");
    }
    return tr("The bytes of this request are not kept any more: Assay keeps the last %1 of a session in memory, and "
              "none over https.")
        .arg(WireArchive::most);
}

} // namespace assay
