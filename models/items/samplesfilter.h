// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"
#include "models/items/valuesort.h"

namespace assay {

/// The samples a person wants to see, sorted by value. Its source is a SamplesModel. GUI thread.
class SamplesFilter final : public ValueSort
{
    Q_OBJECT
public:
    explicit SamplesFilter(QObject *parent = nullptr);

    void setText(const QString &text); // in alias, prompt, error, answer; empty: all
    void setModelPlace(std::optional<int> place); // index in the plan; nullopt: all
    void setStatus(std::optional<SampleStatus> status);
    void setWarmupsShown(bool shown);

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    QString m_text;
    std::optional<int> m_place;
    std::optional<SampleStatus> m_status;
    bool m_warmups = true;
};

} // namespace assay
