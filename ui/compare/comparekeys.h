// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace assay {

/// Shows every key of the compare pane over `pane`; closes with Esc or a click elsewhere. GUI thread.
void showCompareKeys(QWidget *pane);

} // namespace assay
