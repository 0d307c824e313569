// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QObject>

namespace assay {

class Dialogs;
class EngineHost;
class MainWindow;
class RunDocument;

/// Shows what a sample of the run on the screen looked like on the wire, or says why that cannot be shown. GUI thread.
class WireDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive the desk.
    WireDesk(EngineHost *host, const RunDocument *document, MainWindow *window, Dialogs *dialogs, QObject *parent);

private:
    void show(const SampleId &id);
    QString whyNot(const Sample &sample) const;

    EngineHost *m_host;
    const RunDocument *m_document;
    MainWindow *m_window;
    Dialogs *m_dialogs;
};

} // namespace assay
