// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace assay {

/// Asks what a dialog describes one short question and shows the answer as it comes, or what went wrong and what to do
/// about it. GUI thread.
class TrialPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit TrialPanel(QWidget *parent);
    QString prompt() const;
    QString modelName() const;
    /// Whether a request names a model; `proposed` where the person says none.
    void setModelNeeded(bool needed, const QString &proposed);
    bool isWaiting() const { return m_isWaiting; }
    bool isOpen() const; // something was tried: there is a place for answers

    void refuse(const QString &sentence); // it cannot be asked as it is
    void begin(); // it is on its way
    void addText(const QString &text);
    void end(const Sample &sample);

Q_SIGNALS:
    void wanted();
    void cancelled();
    void grown(); // the answer has got its place

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void press();
    void say(const QString &sentence);

    QLineEdit *m_prompt;
    QLineEdit *m_model;
    QPushButton *m_button;
    QPlainTextEdit *m_answer;
    QLabel *m_status;
    bool m_isWaiting = false;
};

} // namespace assay
