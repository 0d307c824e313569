// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace assay {

/// The platform's style with what it leaves unreadable on dark ground put right: hints in empty fields, and the outline
/// of boxes and dots that can be ticked. GUI thread.
class QuietStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    using QProxyStyle::polish;
    using QProxyStyle::QProxyStyle;

    /// Some platform themes leave the colour of hints as it is on white paper.
    void polish(QPalette &palette) override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace assay
