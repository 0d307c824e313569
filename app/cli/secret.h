// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace assay {

class Console;

/// One line of standard input; where that is a terminal, asked for on `err` and not shown while it is typed. Waits.
QByteArray readSecret(Console &console);

} // namespace assay
