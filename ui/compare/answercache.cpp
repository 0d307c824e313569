// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/answercache.h"

#include "ui/compare/answercard.h"
#include "ui/compare/answerview.h"

namespace assay {

AnswerCache::AnswerCache() : m_entries(2'000'000)
{
}

std::shared_ptr<QTextDocument> AnswerCache::document(const Sample &sample, bool plain)
{
    const bool asText = plain || sample.output.size() > AnswerCard::markdownLimit;
    if (const Entry *entry = m_entries.object(sample.id); entry && entry->plain == asText) {
        return entry->document;
    }
    const auto document = std::make_shared<UntrustedDocument>();
    document->setUndoRedoEnabled(false);
    if (asText) {
        document->setPlainText(sample.output);
    } else {
        document->showMarkdown(sample.output);
    }
    // An answer too long for the whole cache is dropped by insert(), so the document is not taken back out of it.
    m_entries.insert(sample.id, new Entry{document, asText}, qsizetype(1) + sample.output.size());
    return document;
}

void AnswerCache::forget(const SampleId &sample)
{
    m_entries.remove(sample);
}

void AnswerCache::clear()
{
    m_entries.clear();
}

} // namespace assay
