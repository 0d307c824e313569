// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace assay {

/// Where the floors without QObjects find tr(): Text::tr("...").
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(assay)
};

} // namespace assay
