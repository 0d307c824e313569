// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QScrollArea>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace assay {

class TimelineBar;

/// Everything about one sample: its timeline, what to know about its figures, its error, what was sent. GUI thread.
class SampleDetail final : public QScrollArea
{
    Q_OBJECT
public:
    explicit SampleDetail(QWidget *parent = nullptr);
    /// nullptr: none is chosen; says so. `remarks`: what else is known of it, one line each.
    void setSample(const Sample *sample, const QStringList &remarks = {});

Q_SIGNALS:
    void compareRequested();
    void wireRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void build(QWidget *inner);
    void showSample(const Sample &sample, const QStringList &remarks);
    void refreshColours();

    QLabel *m_title;
    QLabel *m_error;
    QLabel *m_errorDetail;
    TimelineBar *m_bar;
    QLabel *m_stamps;
    QLabel *m_server;
    QLabel *m_flags;
    QPushButton *m_compare;
    QPushButton *m_wire;
    QLabel *m_requestTitle;
    QPlainTextEdit *m_request;
};

} // namespace assay
