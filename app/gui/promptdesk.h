// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/prompts.h"

#include <QObject>

class QTimer;

namespace assay {

class EngineHost;
class MainWindow;
class PromptDocument;

/// The workspace note that holds the id of the chosen prompt set.
inline const QString promptSetNote = QStringLiteral("prompts.current");

/// Connects the prompt sets on the screen with files and the workspace. GUI thread.
class PromptDesk final : public QObject
{
    Q_OBJECT
public:
    /// All outlive the desk.
    PromptDesk(EngineHost *host, PromptDocument *document, MainWindow *window, QObject *parent);

    /// The sets of a workspace just opened; the starter set where there is none. `chosen` may be empty.
    void load(const std::vector<PromptSet> &sets, const PromptSetId &chosen);
    void importPrompts(const QString &path);

    /// Another workspace is about to be opened: saves what is pending into the one that is open, then saves nothing
    /// until load(); or until `keep()`, when the other one could not be opened.
    void letGo();
    void keep() { m_loaded = m_hasLoaded; }

private:
    void exportPrompts(const QString &path, const PromptSet &set);
    void save();

    EngineHost *m_host;
    PromptDocument *m_document;
    MainWindow *m_window;
    QTimer *m_saveTimer;
    bool m_loaded = false; // what is on the screen is what the open file holds
    bool m_hasLoaded = false;
};

} // namespace assay
