// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/results/samplefilters.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>

#include "models/domain/identity.h"
#include "models/items/samplesfilter.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

SampleFilters::SampleFilters(SamplesFilter *filter, QWidget *parent)
    : QWidget(parent)
    , m_filter(filter)
    , m_text(new QLineEdit(this))
    , m_model(new QComboBox(this))
    , m_status(new QComboBox(this))
    , m_warmups(new QCheckBox(tr("Warm-ups"), this))
    , m_count(new QLabel(this))
{
    m_text->setObjectName(u"samplesText"_s);
    m_text->setAccessibleName(tr("Filter samples"));
    m_text->setPlaceholderText(tr("Filter samples"));
    m_text->setToolTip(tr("In model, prompt, answer and error"));
    m_text->setClearButtonEnabled(true);
    m_model->setObjectName(u"samplesModel"_s);
    m_model->setAccessibleName(tr("Model"));
    m_status->setObjectName(u"samplesStatus"_s);
    m_status->setAccessibleName(tr("Status"));
    m_status->addItem(tr("Every status"));
    for (const SampleStatus status : {SampleStatus::Ok, SampleStatus::Failed, SampleStatus::TimedOut,
                                      SampleStatus::Cancelled, SampleStatus::Skipped}) {
        m_status->addItem(sampleStatusName(status), int(status));
    }
    m_warmups->setObjectName(u"samplesWarmups"_s);
    m_warmups->setAccessibleName(m_warmups->text());
    m_warmups->setToolTip(tr("Show warm-up requests too; they are in no figure"));
    setModels({});
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    row->addWidget(m_text, 1);
    row->addWidget(m_model);
    row->addWidget(m_status);
    row->addWidget(m_warmups);
    row->addWidget(m_count);
    connect(m_text, &QLineEdit::textChanged, this, &SampleFilters::apply);
    connect(m_model, &QComboBox::currentIndexChanged, this, &SampleFilters::apply);
    connect(m_status, &QComboBox::currentIndexChanged, this, &SampleFilters::apply);
    connect(m_warmups, &QCheckBox::toggled, this, &SampleFilters::apply);
    connect(m_warmups, &QCheckBox::toggled, this, &SampleFilters::warmupsShown);
    connect(filter, &QAbstractItemModel::rowsInserted, this, &SampleFilters::refreshCount);
    connect(filter, &QAbstractItemModel::rowsRemoved, this, &SampleFilters::refreshCount);
    connect(filter, &QAbstractItemModel::modelReset, this, &SampleFilters::refreshCount);
    apply();
}

void SampleFilters::setModels(const std::vector<PlannedModel> &models)
{
    const QSignalBlocker quiet(m_model);
    m_model->clear();
    m_model->addItem(tr("Every model"));
    for (int place = 0; place < int(models.size()); ++place) {
        m_model->addItem(ModelIdentity{place}.named(models[size_t(place)].model.alias.value), place);
    }
    m_filter->setModelPlace(std::nullopt);
}

void SampleFilters::apply()
{
    const QVariant place = m_model->currentData();
    const QVariant status = m_status->currentData();
    m_filter->setText(m_text->text());
    m_filter->setModelPlace(place.isValid() ? std::optional(place.toInt()) : std::nullopt);
    m_filter->setStatus(status.isValid() ? std::optional(SampleStatus(status.toInt())) : std::nullopt);
    m_filter->setWarmupsShown(m_warmups->isChecked());
    refreshCount();
}

void SampleFilters::refreshCount()
{
    const int all = m_filter->sourceModel() ? m_filter->sourceModel()->rowCount() : 0;
    m_count->setText(tr("%1 of %2").arg(m_filter->rowCount()).arg(all));
}

} // namespace assay
