// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/jsonvalue.h"

#include <QSet>

#include <limits>
#include <optional>

namespace assay {

/// Where a value stands, for a sentence: `models."qwen2.5-0.5b".parameters`. Keys with signs in them are quoted.
QString jsonPath(const QString &parent, const QString &key);
/// `prompts[3]`, counted from 0 as JSON tools do.
QString jsonPath(const QString &parent, size_t index);

/// What a value is, for a sentence: `"text"` (shortened), `12`, `true`, `null`, `a list`, `an object`.
QString jsonDescription(const JsonValue &value);

/// Collects what is wrong with a file; the first thing is what a person is told. Any thread.
class JsonProblems
{
public:
    explicit JsonProblems(const QString &fileName) : m_fileName(fileName) { }

    /// "<file>, line <n>: <sentence>". A line of 0 is left out.
    void add(int line, const QString &sentence);
    /// "<file>, line <n>: <path> is <value>, expected <expected>."
    void mismatch(const JsonValue &value, const QString &path, const QString &expected);
    /// "<file>, line <n>: <path> is missing, expected <expected>."
    void missing(const JsonValue &parent, const QString &path, const QString &expected);
    /// Nothing that is wrong, but something a person should know; worded like add().
    void note(int line, const QString &sentence) { m_notes.append(placed(line, sentence)); }
    const QStringList &notes() const { return m_notes; }
    const std::optional<Error> &first() const { return m_first; }

private:
    QString placed(int line, const QString &sentence) const;

    QString m_fileName;
    std::optional<Error> m_first;
    QStringList m_notes;
};

/// Takes the known keys out of an object and keeps the others. Each reading function reports a value of the wrong
/// type and returns what stands for "absent"; null is absent. Any thread.
class ObjectReader
{
public:
    /// `path` is empty for the top of a file. Reports a value that is no object.
    ObjectReader(const JsonValue &object, const QString &path, JsonProblems &problems);

    const JsonValue *take(const QString &key);
    QString text(const QString &key);
    std::optional<QString> optionalText(const QString &key);
    QStringList texts(const QString &key);
    /// A finite number of at least `min`.
    std::optional<double> real(const QString &key, double min);
    std::optional<qint64> integer(const QString &key, qint64 min, qint64 max = std::numeric_limits<qint64>::max());
    /// Takes "version" and reports one that is not 1; absent is 1.
    void takeVersionOne();
    /// `integer` within the range of an int.
    std::optional<int> count(const QString &key, int min);

    QString pathOf(const QString &key) const { return jsonPath(m_path, key); }
    const JsonValue &value() const { return m_object; }
    JsonProblems &problems() const { return m_problems; }
    /// The members that were never taken, in their order.
    QStringList restKeys() const;
    /// The same as compact JSON; empty when there are none.
    RawJson rest() const;

private:
    const JsonValue &m_object;
    QString m_path;
    JsonProblems &m_problems;
    QSet<QString> m_taken;
};

/// The texts of a list; reports what is none.
QStringList textsOf(const JsonValue &value, const QString &path, JsonProblems &problems);

} // namespace assay
