// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jobspanel.h"

#include <QGridLayout>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "models/domain/numbertext.h"
#include "ui/common/elidedlabel.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

constexpr int barSteps = 1000;

QString bytesText(qint64 bytes)
{
    return sizeText(static_cast<double>(bytes) / bytesPerMb);
}

QString headingOf(const ServerOrder &order)
{
    const QString &model = order.model.serverId;
    const QString &server = order.endpoint.id.value;
    switch (order.task) {
    case ServerTask::Load:
        return JobsPanel::tr("Loading %1").arg(model);
    case ServerTask::Unload:
        return JobsPanel::tr("Unloading %1").arg(model);
    case ServerTask::Download:
        return JobsPanel::tr("Downloading %1").arg(model);
    case ServerTask::Remove:
        return JobsPanel::tr("Deleting %1").arg(model);
    case ServerTask::Start:
        return JobsPanel::tr("Starting %1").arg(server);
    }
    return {};
}

} // namespace

QString progressText(const TaskProgress &progress)
{
    QStringList parts;
    if (progress.doneBytes && progress.totalBytes) {
        parts << JobsPanel::tr("%1 of %2").arg(bytesText(*progress.doneBytes), bytesText(*progress.totalBytes));
    } else if (progress.doneBytes) {
        parts << bytesText(*progress.doneBytes);
    } else if (progress.fraction) {
        parts << JobsPanel::tr("%1 %").arg(qRound(*progress.fraction * 100));
    } else if (!progress.words.isEmpty()) {
        parts << progress.words;
    }
    if (progress.bytesPerSecond) {
        parts << JobsPanel::tr("%1/s").arg(bytesText(qRound64(*progress.bytesPerSecond)));
    }
    if (progress.timeLeft) {
        parts << JobsPanel::tr("%1 left").arg(aboutText(*progress.timeLeft));
    }
    return parts.join(u", "_s);
}

JobsPanel::JobsPanel(QWidget *parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    setObjectName(u"jobsPanel"_s);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(theme::gap(1));
    setVisible(false);
}

void JobsPanel::add(int id, const ServerOrder &order)
{
    Row row{new QWidget(this), new ElidedLabel, new QProgressBar, new QToolButton, headingOf(order)};
    row.text->setFullText(row.what);
    row.bar->setObjectName(u"jobProgress%1"_s.arg(id));
    row.bar->setAccessibleName(row.what);
    row.bar->setRange(0, 0); // until something is known
    row.bar->setTextVisible(false);
    row.cancel->setObjectName(u"cancelJob%1"_s.arg(id));
    row.cancel->setAccessibleName(tr("Cancel: %1").arg(row.what));
    row.cancel->setToolTip(row.cancel->accessibleName());
    row.cancel->setAutoRaise(true);
    theme::setIcon(row.cancel, u"x"_s);
    auto *layout = new QGridLayout(row.widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(0);
    layout->addWidget(row.text, 0, 0);
    layout->addWidget(row.bar, 1, 0);
    layout->addWidget(row.cancel, 0, 1, 2, 1);
    layout->setColumnStretch(0, 1);
    connect(row.cancel, &QToolButton::clicked, this, [this, id, button = row.cancel] {
        button->setEnabled(false); // it is on its way
        Q_EMIT cancelRequested(id);
    });
    m_column->addWidget(row.widget);
    m_rows.insert(id, row);
    setVisible(true);
}

void JobsPanel::setProgress(int id, const TaskProgress &progress)
{
    const auto row = m_rows.constFind(id);
    if (row == m_rows.constEnd()) {
        return;
    }
    const QString how = progressText(progress);
    row->text->setFullText(how.isEmpty() ? row->what : tr("%1: %2").arg(row->what, how));
    row->bar->setRange(0, progress.fraction ? barSteps : 0);
    if (progress.fraction) {
        row->bar->setValue(qRound(*progress.fraction * barSteps));
    }
}

void JobsPanel::remove(int id)
{
    if (m_rows.contains(id)) {
        m_rows.take(id).widget->deleteLater();
    }
    setVisible(!m_rows.isEmpty());
}

} // namespace assay
