// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>

class QProcess;

namespace assay {

// A program together with the programs that it starts. What differs between systems is here; nothing here waits.

/// Before its start: `process` will lead a group of its own, to which its children belong unless they leave it.
void makeGroup(QProcess &process);
/// Before its start: `line` will be read by the system's shell.
void useShell(QProcess &process, const QString &line);

enum class Ending { Asked, Forced };
/// Ends the group that the process `leader` leads or led. Asked: it may still put its house in order, or ignore it
/// (Windows: always forced).
void endGroup(qint64 leader, Ending how);
/// Gives up a process whose group has been forced to end: it goes when the system has reported that.
void abandon(std::unique_ptr<QProcess> process);

} // namespace assay
