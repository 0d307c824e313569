// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/sampledetail.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/domain/identity.h"
#include "models/domain/numbertext.h"
#include "models/domain/timingstext.h"
#include "models/domain/trouble.h"
#include "ui/results/tables.h"
#include "ui/results/timelinebar.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QString notesOf(const Sample &sample, const QStringList &remarks)
{
    QStringList lines;
    for (const QString &remark : remarks) {
        lines += u"\u2022 "_s + remark;
    }
    for (const SampleFlag flag : sample.flags) {
        lines += u"\u2022 "_s + sampleFlagReason(flag);
    }
    if (sample.attempts > 1) {
        lines += SampleDetail::tr("\u2022 Sent %1 times; the figures are the last one's.").arg(sample.attempts);
    }
    if (sample.finishReason) {
        lines += SampleDetail::tr("\u2022 Finish reason: %1.").arg(*sample.finishReason);
    }
    return lines.join(u'\n');
}

/// Indented for reading; as it is where it is no JSON.
QString readable(const RawJson &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    return QString::fromUtf8(document.isNull() ? json : document.toJson(QJsonDocument::Indented)).trimmed();
}

} // namespace

SampleDetail::SampleDetail(QWidget *parent) : QScrollArea(parent)
{
    setObjectName(u"sampleDetail"_s);
    setAccessibleName(tr("Details of the sample"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inner = new QWidget;
    build(inner);
    setWidget(inner);
    refreshColours();
    setSample(nullptr);
}

void SampleDetail::build(QWidget *inner)
{
    m_title = makeSentence(u"detailTitle"_s, inner);
    m_error = makeSentence(u"detailError"_s, inner);
    m_errorDetail = makeSentence(u"detailErrorDetail"_s, inner);
    m_bar = new TimelineBar(inner);
    m_bar->setObjectName(u"detailTimeline"_s);
    m_stamps = makeSentence(u"detailStamps"_s, inner);
    m_server = makeSentence(u"detailServer"_s, inner);
    m_flags = makeSentence(u"detailFlags"_s, inner);
    m_compare = new QPushButton(tr("Show in Compare"), inner);
    m_compare->setObjectName(u"detailCompare"_s);
    m_compare->setAccessibleName(m_compare->text());
    m_wire = new QPushButton(tr("On the wire"), inner);
    m_wire->setObjectName(u"detailWire"_s);
    m_wire->setAccessibleName(m_wire->text());
    m_wire->setToolTip(tr("Request and reply byte by byte, with the time of each piece"));
    m_requestTitle = new QLabel(tr("Sent"), inner);
    m_request = new QPlainTextEdit(inner);
    m_request->setObjectName(u"detailRequest"_s);
    m_request->setAccessibleName(tr("Request as sent"));
    m_request->setReadOnly(true);
    m_request->setTabChangesFocus(true);
    m_request->setMinimumHeight(theme::gap(12));
    m_requestTitle->setBuddy(m_request);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(theme::gap(1), 0, theme::gap(1), 0);
    column->setSpacing(theme::gap(1));
    for (QWidget *part :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_errorDetail),
          static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_stamps), static_cast<QWidget *>(m_server),
          static_cast<QWidget *>(m_flags)}) {
        column->addWidget(part);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::gap(1));
    buttons->addWidget(m_compare);
    buttons->addWidget(m_wire);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addWidget(m_requestTitle);
    column->addWidget(m_request, 1);
    column->addStretch(0);
    connect(m_compare, &QPushButton::clicked, this, &SampleDetail::compareRequested);
    connect(m_wire, &QPushButton::clicked, this, &SampleDetail::wireRequested);
}

void SampleDetail::setSample(const Sample *sample, const QStringList &remarks)
{
    for (QWidget *part :
         {static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_errorDetail), static_cast<QWidget *>(m_bar),
          static_cast<QWidget *>(m_stamps), static_cast<QWidget *>(m_server), static_cast<QWidget *>(m_flags),
          static_cast<QWidget *>(m_compare), static_cast<QWidget *>(m_wire), static_cast<QWidget *>(m_requestTitle),
          static_cast<QWidget *>(m_request)}) {
        part->setVisible(sample != nullptr);
    }
    if (sample) {
        showSample(*sample, remarks);
    } else {
        m_title->setText(tr("Choose a sample to see its timeline, its error and what was sent."));
    }
}

void SampleDetail::showSample(const Sample &sample, const QStringList &remarks)
{
    m_title->setText(tr("%1 %2, %3, round %4: %5")
                         .arg(ModelIdentity{sample.step.model}.letter(), sample.alias.value, sample.prompt.value)
                         .arg(sample.step.round)
                         .arg(sampleStatusName(sample.status)));
    m_error->setText(sample.error ? errorWithAdvice(*sample.error) : QString());
    m_error->setVisible(sample.error.has_value());
    m_errorDetail->setText(sample.error ? sample.error->detail : QString());
    m_errorDetail->setVisible(sample.error && !sample.error->detail.isEmpty());
    m_bar->setSample(ModelIdentity{sample.step.model}, sample.timeline);
    m_bar->setVisible(sample.timeline.sent.has_value());
    const QStringList stamps = timelineLines(sample.timeline);
    m_stamps->setText(stamps.isEmpty() ? tr("It was never sent.") : tr("Since sent: %1").arg(stamps.join(u", "_s)));
    const QString server = serverTimingsText(sample);
    m_server->setText(server);
    m_server->setVisible(!server.isEmpty());
    const QString notes = notesOf(sample, remarks);
    m_flags->setText(notes);
    m_flags->setVisible(!notes.isEmpty());
    m_compare->setVisible(sample.step.phase == Phase::Measured);
    m_request->setPlainText(readable(sample.request));
    m_request->setVisible(!sample.request.isEmpty());
    m_requestTitle->setVisible(!sample.request.isEmpty());
}

void SampleDetail::refreshColours()
{
    theme::setTextColour(m_error, theme::errorColour(palette()));
    theme::setTextColour(m_errorDetail, theme::mutedColour(palette()));
    theme::setTextColour(m_requestTitle, theme::mutedColour(palette()));
}

void SampleDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        refreshColours();
    }
    QScrollArea::changeEvent(event);
}

} // namespace assay
