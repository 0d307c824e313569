// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/samplesfilter.h"

#include "models/items/samplesmodel.h"

namespace assay {

SamplesFilter::SamplesFilter(QObject *parent) : ValueSort(parent)
{
}

void SamplesFilter::setText(const QString &text)
{
    if (m_text != text.trimmed()) {
        m_text = text.trimmed();
        invalidateFilter();
    }
}

void SamplesFilter::setModelPlace(std::optional<int> place)
{
    if (m_place != place) {
        m_place = place;
        invalidateFilter();
    }
}

void SamplesFilter::setStatus(std::optional<SampleStatus> status)
{
    if (m_status != status) {
        m_status = status;
        invalidateFilter();
    }
}

void SamplesFilter::setWarmupsShown(bool shown)
{
    if (m_warmups != shown) {
        m_warmups = shown;
        invalidateFilter();
    }
}

bool SamplesFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    const auto *source = qobject_cast<const SamplesModel *>(sourceModel());
    const Sample *sample = source ? source->sample(sourceRow) : nullptr;
    if (!sample || (m_place && sample->step.model != *m_place) || (m_status && sample->status != *m_status)
        || (!m_warmups && sample->step.phase == Phase::Warmup)) {
        return false;
    }
    const auto has = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return m_text.isEmpty() || has(sample->alias.value) || has(sample->prompt.value) || has(sample->output)
        || (sample->error && has(sample->error->message));
}

} // namespace assay
