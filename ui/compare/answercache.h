// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sample.h"

#include <QCache>
#include <QTextDocument>

#include <memory>

namespace assay {

/// Answers as documents, rendered when first shown and kept while there is room. GUI thread.
class AnswerCache
{
public:
    AnswerCache();
    std::shared_ptr<QTextDocument> document(const Sample &sample, bool plain);
    void forget(const SampleId &sample);
    void clear();

private:
    struct Entry
    {
        std::shared_ptr<QTextDocument> document;
        bool plain = false;
    };
    QCache<SampleId, Entry> m_entries; // cost: characters
};

} // namespace assay
