// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QToolBar>

class QLabel;

namespace assay {

/// What is always there above the panes: Start, Pause, Cancel, and the plan in words. GUI thread.
class RunBar final : public QToolBar
{
    Q_OBJECT
public:
    RunBar(QAction *start, QAction *pause, QAction *cancel, QWidget *parent = nullptr);
    /// "3 models x 4 prompts ... = 39 requests, about 4 min", or what is missing before Start can be pressed.
    void setPlanText(const QString &text);
    QString planText() const;

private:
    QLabel *m_plan;
};

} // namespace assay
