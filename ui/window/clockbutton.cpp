// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/clockbutton.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

ClockButton::ClockButton(QWidget *parent) : QToolButton(parent)
{
    setObjectName(u"clockButton"_s);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setClock({}, {});
}

void ClockButton::setClock(const QString &clock, const std::optional<Calibration> &calibration)
{
    const QString words = calibration ? calibrationBrief(*calibration) : tr("clock: %1, error not measured").arg(clock);
    setVisible(!clock.isEmpty());
    setText(words);
    setAccessibleName(words);
    setToolTip(calibration ? calibrationMeaning(*calibration)
                           : tr("How exactly Assay takes times on this machine has not been measured: calibrate"));
}

} // namespace assay
