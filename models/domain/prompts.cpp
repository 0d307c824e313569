// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/prompts.h"

#include "models/domain/text.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One choice of a value for each variable that a prompt uses, in order of the names.
using Choice = QMap<QString, QString>;

QSet<QString> takenIds(const std::vector<Prompt> &prompts)
{
    QSet<QString> ids;
    for (const Prompt &prompt : prompts) {
        ids.insert(prompt.id.value);
    }
    return ids;
}

QString firstFree(const QString &stem, int from, const QSet<QString> &taken)
{
    for (int n = from;; ++n) {
        if (QString id = stem % QString::number(n); !taken.contains(id)) {
            return id;
        }
    }
}

QString madeUnique(const QString &wanted, const QSet<QString> &taken)
{
    return taken.contains(wanted) ? firstFree(QString(wanted % u'-'), 2, taken) : wanted;
}

const QRegularExpression &variablePattern()
{
    static const QRegularExpression pattern(u"\\{\\{\\s*([^{}]+?)\\s*\\}\\}"_s);
    return pattern;
}

/// Names between {{ and }} that have values to be put there.
void collectVariables(const QString &text, const PromptSet &set, QSet<QString> &names)
{
    for (auto matches = variablePattern().globalMatch(text); matches.hasNext();) {
        const QString name = matches.next().captured(1);
        if (!set.variables.value(name).isEmpty()) {
            names.insert(name);
        }
    }
}

const QString &systemOf(const Prompt &prompt, const PromptSet &set)
{
    return prompt.system.isEmpty() ? set.system : prompt.system;
}

QStringList variablesOf(const Prompt &prompt, const PromptSet &set)
{
    QSet<QString> names;
    collectVariables(prompt.text, set, names);
    collectVariables(systemOf(prompt, set), set, names);
    QStringList sorted(names.cbegin(), names.cend());
    sorted.sort();
    return sorted;
}

/// Puts the values in, once: a value that itself looks like a variable stays as it is.
QString filledIn(const QString &text, const Choice &choice)
{
    QString filled;
    qsizetype from = 0;
    for (auto matches = variablePattern().globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const auto value = choice.constFind(match.captured(1));
        if (value != choice.cend()) {
            filled += QStringView(text).sliced(from, match.capturedStart() - from);
            filled += *value;
            from = match.capturedEnd();
        }
    }
    filled += QStringView(text).sliced(from);
    return filled;
}

std::vector<Choice> choicesOf(const QStringList &names, const PromptSet &set)
{
    std::vector<Choice> choices{Choice()};
    for (const QString &name : names) {
        std::vector<Choice> longer;
        const QStringList values = set.variables.value(name);
        for (const Choice &choice : choices) {
            for (const QString &value : values) {
                longer.push_back(choice);
                longer.back().insert(name, value);
            }
        }
        choices = std::move(longer);
    }
    return choices;
}

QString idSuffix(const Choice &choice)
{
    QStringList parts;
    for (auto it = choice.cbegin(); it != choice.cend(); ++it) {
        parts.append(it.key() % u'=' % it.value());
    }
    return parts.isEmpty() ? QString() : u'[' % parts.join(u',') % u']';
}

Prompt filledIn(const Prompt &prompt, const PromptSet &set, const Choice &choice)
{
    Prompt filled = prompt;
    filled.text = filledIn(prompt.text, choice);
    filled.system = filledIn(systemOf(prompt, set), choice);
    filled.reference = filledIn(prompt.reference, choice);
    for (QString &aspect : filled.expected) {
        aspect = filledIn(aspect, choice);
    }
    filled.id.value += idSuffix(choice);
    return filled;
}

Prompt starterPrompt(const QString &id, const QString &text, const QStringList &expected, const QStringList &tags)
{
    Prompt prompt;
    prompt.id.value = id;
    prompt.text = text;
    prompt.expected = expected;
    prompt.tags = tags;
    return prompt;
}

} // namespace

PromptId PromptSet::freeId(const QString &wanted) const
{
    const QSet<QString> taken = takenIds(prompts);
    return {wanted.isEmpty() ? firstFree(u"p"_s, 1, taken) : madeUnique(wanted, taken)};
}

void PromptSet::fillMissingIds()
{
    QSet<QString> taken = takenIds(prompts);
    int next = 1;
    for (Prompt &prompt : prompts) {
        if (prompt.id.isEmpty()) {
            while (taken.contains(u"p"_s + QString::number(next))) {
                ++next;
            }
            prompt.id.value = u"p"_s + QString::number(next);
            taken.insert(prompt.id.value);
        }
    }
}

qint64 expandedCount(const PromptSet &set)
{
    qint64 count = 0;
    for (const Prompt &prompt : set.prompts) {
        qint64 combinations = 1;
        const QStringList names = variablesOf(prompt, set);
        for (const QString &name : names) {
            combinations = qMin(combinations * set.variables.value(name).size(), maxExpandedPrompts + 1);
        }
        count = qMin(count + combinations, maxExpandedPrompts + 1);
    }
    return count;
}

std::vector<Prompt> expandPrompts(const PromptSet &set)
{
    std::vector<Prompt> expanded;
    if (expandedCount(set) > maxExpandedPrompts) {
        return expanded;
    }
    QSet<QString> taken;
    for (const Prompt &prompt : set.prompts) {
        for (const Choice &choice : choicesOf(variablesOf(prompt, set), set)) {
            expanded.push_back(filledIn(prompt, set, choice));
            QString &id = expanded.back().id.value;
            id = madeUnique(id, taken); // a variable may hold the same value twice
            taken.insert(id);
        }
    }
    return expanded;
}

QString promptsHash(const std::vector<Prompt> &prompts)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray &text) { // with its length, so that no two lists run into the same bytes
        hash.addData(QByteArray(QByteArray::number(text.size()) + ':'));
        hash.addData(text);
    };
    for (const Prompt &prompt : prompts) {
        add(prompt.text.toUtf8());
        add(prompt.system.toUtf8());
        add(prompt.maxTokens ? QByteArray::number(*prompt.maxTokens) : QByteArray());
    }
    return QString::fromLatin1(hash.result().toHex());
}

PromptSet starterPromptSet()
{
    PromptSet set;
    set.name = Text::tr("Starter set");
    set.prompts = {
        starterPrompt(u"rag"_s, Text::tr("Explain retrieval augmented generation in 2 sentences."),
                      {Text::tr("says that documents are looked up first"),
                       Text::tr("says that the answer is generated from what was found"), Text::tr("two sentences")},
                      {u"explain"_s, u"length"_s}),
        starterPrompt(u"privacy"_s, Text::tr("List 3 privacy benefits of local inference."),
                      {Text::tr("three benefits"), Text::tr("data stays on the device"), Text::tr("written as a list")},
                      {u"list"_s, u"length"_s}),
        starterPrompt(u"latency"_s,
                      Text::tr("Describe why model size impacts latency on consumer hardware, in one paragraph."),
                      {Text::tr("names memory bandwidth or the reading of weights for each token"),
                       Text::tr("says that more parameters need more work"), Text::tr("one paragraph")},
                      {u"explain"_s}),
        starterPrompt(u"slm"_s,
                      Text::tr("Suggest two scenarios where a small language model is preferable to a large one."),
                      {Text::tr("two scenarios"), Text::tr("a reason for each")}, {u"advise"_s}),
    };
    return set;
}

} // namespace assay
