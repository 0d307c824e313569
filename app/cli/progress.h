// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "models/domain/run.h"

#include <memory>

namespace assay {

/// Tells a person on `err` how a run goes on. Main thread.
class Progress
{
public:
    virtual ~Progress() = default;
    virtual void sampleStarted(const Sample &sample) = 0;
    virtual void sampleEnded(const Sample &sample, const RunProgress &progress) = 0;
    virtual void modelSkipped(const ModelAlias &alias, const Error &reason) = 0;
    /// Nothing of a bar is left behind; a last word may follow.
    virtual void end() = 0;
};

/// A one-line bar on a terminal, a line a sample elsewhere, nothing where `quiet`.
std::unique_ptr<Progress> makeProgress(Console &console, bool quiet);

/// "rag-2 round 1: 1.24 s, 48 tokens" or "rag-2 round 1: failed: sentence", with the model before it.
QString sampleLine(const Sample &sample);
/// "[#####.....] 12/39, 1 failed, about 40 s left, qwen", not longer than `columns`.
QString progressBar(const RunProgress &progress, const QString &now, int columns);

} // namespace assay
