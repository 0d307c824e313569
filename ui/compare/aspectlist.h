// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QCheckBox;
class QVBoxLayout;

namespace assay {

/// The aspects that a good answer has, as check boxes whose text wraps. GUI thread.
class AspectList final : public QWidget
{
    Q_OBJECT
public:
    explicit AspectList(QWidget *parent = nullptr);
    void setAspects(const QStringList &aspects);
    QStringList met() const; // in the order of the aspects
    void setMet(const QStringList &met); // without changed()

Q_SIGNALS:
    void changed(const QStringList &met);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QStringList m_aspects;
    QVBoxLayout *m_column;
    QList<QWidget *> m_rows;
    QList<QCheckBox *> m_boxes;
};

} // namespace assay
