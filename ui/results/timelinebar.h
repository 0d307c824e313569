// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"
#include "models/domain/sample.h"

#include <QWidget>

namespace assay {

/// One sample on a line of time: waiting for headers, for the first token, generating, closing. GUI thread.
class TimelineBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TimelineBar(QWidget *parent = nullptr);
    void setSample(const ModelIdentity &identity, const Timeline &timeline);
    void clear();
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double x(Nanos at) const;

    ModelIdentity m_identity;
    Timeline m_timeline;
};

/// The stamps of a sample that are there, in order, in milliseconds since it was sent: "headers 12.0 ms".
QStringList timelineLines(const Timeline &timeline);

} // namespace assay
