// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QObject>
#include <QPointF>

namespace assay {

class RunDocument;

/// What charts draw of one model; of measured samples with status Ok only.
struct ModelFigures
{
    ModelAlias alias;
    std::vector<double> total, first; // ms
    std::vector<QPointF> speed; // request of this model (from 1), tokens/s
    int requests = 0; // failed ones too
};

/// The figures of the run shown, worked out once for each sample as it comes. GUI thread.
class RunFigures final : public QObject
{
    Q_OBJECT
public:
    /// `document` outlives the figures.
    explicit RunFigures(const RunDocument *document, QObject *parent = nullptr);
    /// In plan order.
    const std::vector<ModelFigures> &models() const { return m_models; }

Q_SIGNALS:
    void changed();

private:
    void collectAll();
    void collect(int first, int last);
    void collect(const Sample &sample);

    const RunDocument *m_document;
    std::vector<ModelFigures> m_models;
};

} // namespace assay
