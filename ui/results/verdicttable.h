// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/compare/compare.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QTableView;

namespace assay {

class ComparisonsModel;

/// Verdicts in the metric that the person chose, one row a comparison; where there are none it says why. GUI thread.
class VerdictTable final : public QWidget
{
    Q_OBJECT
public:
    /// `prefix`: of the object names, so that a window can hold two. `against`: whether the second model is shown.
    VerdictTable(const QString &prefix, const QString &name, bool against, QWidget *parent = nullptr);

    /// `hint`: what to say where nothing can be shown in any metric.
    void setComparisons(std::vector<Comparison> comparisons, const QString &hint);
    CompareMetric metric() const;
    void setMetric(CompareMetric metric);
    /// The row of controls on top; what is added stands right of the choice of the metric.
    QHBoxLayout *head() const { return m_head; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    ComparisonsModel *m_model;
    QComboBox *m_metric;
    QHBoxLayout *m_head;
    QStackedWidget *m_pages; // table | hint
    QTableView *m_table;
    QLabel *m_hint;
    QString m_reason;
    bool m_any = false;
};

} // namespace assay
