// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/schema.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

// Times of day are milliseconds since 1970 UTC; names ending in _ns are nanoseconds on the run's own clock.
QStringList version1()
{
    return {
        u"CREATE TABLE notes(key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL)"_s,

        u"CREATE TABLE catalog(id INTEGER PRIMARY KEY CHECK(id = 1), json TEXT NOT NULL)"_s,

        u"CREATE TABLE prompt_sets("
        "id TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL)"_s,

        u"CREATE TABLE runs("
        "id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, "
        "started_at INTEGER, finished_at INTEGER, plan TEXT NOT NULL, environment TEXT NOT NULL, "
        "simulated INTEGER NOT NULL, models INTEGER NOT NULL, prompts INTEGER NOT NULL, rounds INTEGER NOT NULL, "
        "planned INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0)"_s,

        u"CREATE TABLE samples("
        "run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, id TEXT NOT NULL, "
        "plan_index INTEGER NOT NULL, model INTEGER NOT NULL, prompt INTEGER NOT NULL, round INTEGER NOT NULL, "
        "phase TEXT NOT NULL, track INTEGER NOT NULL, alias TEXT NOT NULL, prompt_id TEXT NOT NULL, "
        "status TEXT NOT NULL, error_code TEXT, error_message TEXT, error_detail TEXT, started_at INTEGER, "
        "total_ns INTEGER, intended_ns INTEGER, posted_ns INTEGER, sent_ns INTEGER, headers_ns INTEGER, "
        "first_event_ns INTEGER, first_token_ns INTEGER, first_answer_ns INTEGER, last_token_ns INTEGER, "
        "closed_ns INTEGER, chunks BLOB NOT NULL, "
        "prompt_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, cached_tokens INTEGER, "
        "tokens_source TEXT, finish_reason TEXT, model_echoed TEXT, flags TEXT NOT NULL, "
        "server_timings BLOB, server_prompt_ms REAL, server_predicted_ms REAL, server_prompt_tokens INTEGER, "
        "server_predicted_tokens INTEGER, server_cached_tokens INTEGER, "
        "request BLOB NOT NULL, output TEXT NOT NULL, reasoning TEXT NOT NULL, attempts INTEGER NOT NULL, "
        "PRIMARY KEY(run_id, id))"_s,
        u"CREATE INDEX samples_in_order ON samples(run_id, plan_index)"_s,
        u"CREATE INDEX samples_by_outcome ON samples(run_id, phase, status)"_s,
        u"CREATE INDEX samples_of_model ON samples(alias, phase, status, started_at, total_ns)"_s,

        u"CREATE TABLE scores("
        "run_id TEXT NOT NULL, sample_id TEXT NOT NULL, criterion TEXT NOT NULL, annotator TEXT NOT NULL, "
        "value INTEGER, source TEXT NOT NULL, comment TEXT NOT NULL, aspects TEXT NOT NULL, at INTEGER, "
        "PRIMARY KEY(run_id, sample_id, criterion, annotator), "
        "FOREIGN KEY(run_id, sample_id) REFERENCES samples(run_id, id) ON DELETE CASCADE)"_s,
    };
}

QStringList version2()
{
    return {u"ALTER TABLE samples ADD COLUMN connect_took_ns INTEGER"_s};
}

QStringList version3()
{
    return {u"ALTER TABLE runs ADD COLUMN costs TEXT NOT NULL DEFAULT 'null'"_s};
}

} // namespace

const std::vector<Migration> &workspaceMigrations()
{
    static const std::vector<Migration> steps = {{1, version1()}, {2, version2()}, {3, version3()}};
    return steps;
}

} // namespace assay
