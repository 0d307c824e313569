// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/serverstate.h"

#include <QHash>
#include <QWidget>

class QProgressBar;
class QToolButton;
class QVBoxLayout;

namespace assay {

class ElidedLabel;

/// The jobs that servers do, one row each: what, how far, and a button that cancels it. Hidden while there is none. GUI
/// thread.
class JobsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit JobsPanel(QWidget *parent);
    void add(int id, const ServerOrder &order);
    void setProgress(int id, const TaskProgress &progress);
    void remove(int id);
    bool isBusy() const { return !m_rows.isEmpty(); }

Q_SIGNALS:
    void cancelRequested(int id);

private:
    struct Row
    {
        QWidget *widget;
        ElidedLabel *text;
        QProgressBar *bar;
        QToolButton *cancel;
        QString what;
    };

    QVBoxLayout *m_column;
    QHash<int, Row> m_rows;
};

/// "120 MB of 1.2 GB, 35 MB/s, 30 s left", as far as it is known; the server's own words where nothing else is.
QString progressText(const TaskProgress &progress);

} // namespace assay
