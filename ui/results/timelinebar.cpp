// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/timelinebar.h"

#include <QPainter>

#include "models/domain/numbertext.h"
#include "ui/theme/theme.h"

namespace assay {

TimelineBar::TimelineBar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TimelineBar::setSample(const ModelIdentity &identity, const Timeline &timeline)
{
    m_identity = identity;
    m_timeline = timeline;
    const QString words = timelineLines(timeline).join(QStringLiteral(", "));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(words);
    setToolTip(tr("Thin: waiting. Thick: tokens arrive, each a stroke"));
    update();
}

void TimelineBar::clear()
{
    m_timeline = {};
    update();
}

QSize TimelineBar::sizeHint() const
{
    return {theme::gap(20), theme::gap(3)};
}

/// From the moment it was sent to the last thing known.
double TimelineBar::x(Nanos at) const
{
    const Nanos sent = m_timeline.sent.value_or(Nanos{});
    Nanos end = sent;
    for (const auto &stamp : {m_timeline.headers, m_timeline.firstToken, m_timeline.lastToken, m_timeline.closed}) {
        end = std::max(end, stamp.value_or(sent));
    }
    const double span = std::max(1.0, double((end - sent).count()));
    return double((at - sent).count()) / span * (width() - 3) + 1;
}

void TimelineBar::paintEvent(QPaintEvent *)
{
    if (!m_timeline.sent) {
        return;
    }
    QPainter painter(this);
    const double middle = height() / 2.0;
    const QColor muted = theme::mutedColour(palette());
    painter.fillRect(QRectF(1, middle - 1, width() - 2, 2), theme::lineColour(palette()));
    const QColor colour = theme::identityColour(m_identity, palette());
    if (m_timeline.firstToken && m_timeline.lastToken) {
        QColor body = colour;
        body.setAlphaF(0.30F);
        const double from = x(*m_timeline.firstToken);
        painter.fillRect(QRectF(from, 2, std::max(2.0, x(*m_timeline.lastToken) - from), height() - 4), body);
    }
    // At most one stroke a pixel: an answer may have a hundred thousand chunks.
    double drawn = -1;
    for (const Chunk &chunk : m_timeline.chunks) {
        const double at = x(chunk.at);
        if (at - drawn >= 1) {
            painter.fillRect(QRectF(at, 2, 1, height() - 4), colour);
            drawn = at;
        }
    }
    for (const auto &stamp : {m_timeline.sent, m_timeline.headers, m_timeline.closed}) {
        if (stamp) {
            painter.fillRect(QRectF(x(*stamp), middle - 5, 1, 10), muted);
        }
    }
}

QStringList timelineLines(const Timeline &timeline)
{
    QStringList lines;
    if (!timeline.sent) {
        return lines;
    }
    const auto add = [&](const std::optional<Nanos> &stamp, const QString &what) {
        if (stamp) {
            lines += TimelineBar::tr("%1 %2", "stamp: time since sent")
                         .arg(what, durationText(toMs(*stamp - *timeline.sent)));
        }
    };
    add(timeline.headers, TimelineBar::tr("headers"));
    add(timeline.firstEvent, TimelineBar::tr("first event"));
    add(timeline.firstToken, TimelineBar::tr("first token"));
    if (timeline.firstAnswer != timeline.firstToken) {
        add(timeline.firstAnswer, TimelineBar::tr("first of the answer"));
    }
    add(timeline.lastToken, TimelineBar::tr("last token"));
    add(timeline.closed, TimelineBar::tr("closed"));
    return lines;
}

} // namespace assay
