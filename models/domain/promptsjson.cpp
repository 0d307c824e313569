// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/promptsjson.h"

#include "models/domain/jsonreader.h"
#include "models/domain/text.h"

#include <QFileInfo>
#include <QHash>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A file is held to every rule; a workspace may hold what a person has only half filled in.
enum class Rules { File, Workspace };

Prompt readPrompt(const JsonValue &json, const QString &path, Rules rules, JsonProblems &problems)
{
    Prompt prompt;
    const JsonValue *text = &json;
    if (!json.isText()) {
        ObjectReader reader(json, path, problems);
        text = reader.take(u"text"_s);
        prompt.id.value = reader.text(u"id"_s);
        prompt.text = reader.text(u"text"_s);
        prompt.system = reader.text(u"system"_s);
        prompt.expected = reader.texts(u"expected"_s);
        prompt.reference = reader.text(u"reference"_s);
        prompt.tags = reader.texts(u"tags"_s);
        prompt.maxTokens = reader.count(u"max_tokens"_s, 1);
        prompt.extra = reader.rest();
    } else {
        prompt.text = json.text;
    }
    if (rules == Rules::File && text == nullptr) {
        problems.missing(json, jsonPath(path, u"text"_s), Text::tr("the text of the prompt"));
    } else if (rules == Rules::File && text->isText() && text->text.trimmed().isEmpty()) {
        const QString where = json.isText() ? path : jsonPath(path, u"text"_s);
        problems.mismatch(*text, where, Text::tr("the text of a prompt"));
    }
    return prompt;
}

/// An id that is there twice would make two prompts one in every table.
void refuseSameIds(const JsonValue &list, const QString &path, JsonProblems &problems)
{
    QHash<QString, int> lines;
    for (size_t i = 0; i < list.items.size(); ++i) {
        const JsonValue *id = list.items[i].find(u"id"_s);
        if (id == nullptr || !id->isText() || id->text.isEmpty()) {
            continue;
        }
        if (const auto first = lines.constFind(id->text); first != lines.cend()) {
            problems.mismatch(*id, jsonPath(jsonPath(path, i), u"id"_s),
                              Text::tr("an id of its own (line %1 has the same)").arg(*first));
        }
        lines.insert(id->text, id->line);
    }
}

void readPrompts(const JsonValue &list, const QString &path, Rules rules, JsonProblems &problems, PromptSet &set)
{
    for (size_t i = 0; i < list.items.size(); ++i) {
        set.prompts.push_back(readPrompt(list.items[i], jsonPath(path, i), rules, problems));
    }
    if (rules == Rules::File) {
        refuseSameIds(list, path, problems);
        set.fillMissingIds();
    }
}

void readVariables(const JsonValue &json, const QString &path, Rules rules, JsonProblems &problems, PromptSet &set)
{
    ObjectReader check(json, path, problems);
    for (size_t i = 0; json.isObject() && i < json.items.size(); ++i) {
        const QString &name = json.keys.at(static_cast<qsizetype>(i));
        const QString place = jsonPath(path, name);
        const QStringList values = textsOf(json.items[i], place, problems);
        if (rules == Rules::File && name.trimmed().isEmpty()) {
            problems.add(json.items[i].line,
                         Text::tr("a variable has an empty name, expected a name such as \"city\"."));
        }
        if (rules == Rules::File && values.isEmpty()) {
            problems.mismatch(json.items[i], place, Text::tr("a list of at least one text"));
        }
        set.variables.insert(name, values);
    }
}

PromptSet readVersionOne(const JsonValue &root, Rules rules, JsonProblems &problems)
{
    PromptSet set;
    ObjectReader reader(root, {}, problems);
    reader.takeVersionOne();
    set.name = reader.text(u"name"_s);
    set.system = reader.text(u"system"_s);
    if (const JsonValue *variables = reader.take(u"variables"_s)) {
        readVariables(*variables, u"variables"_s, rules, problems, set);
    }
    const QString path = u"prompts"_s;
    const JsonValue *prompts = reader.take(path);
    if (prompts == nullptr) {
        problems.missing(root, path, Text::tr("a list of prompts"));
    } else if (!prompts->isList()) {
        problems.mismatch(*prompts, path, Text::tr("a list of prompts"));
    } else {
        readPrompts(*prompts, path, rules, problems, set);
    }
    set.extra = reader.rest();
    return set;
}

JsonValue promptJson(const Prompt &prompt)
{
    JsonValue json = JsonValue::object();
    json.insertText(u"id"_s, prompt.id.value);
    json.insert(u"text"_s, JsonValue::fromText(prompt.text));
    json.insertText(u"system"_s, prompt.system);
    json.insertTexts(u"expected"_s, prompt.expected);
    json.insertText(u"reference"_s, prompt.reference);
    json.insertTexts(u"tags"_s, prompt.tags);
    if (prompt.maxTokens) {
        json.insert(u"max_tokens"_s, JsonValue::fromInteger(*prompt.maxTokens));
    }
    json.insertAll(prompt.extra);
    return json;
}

JsonValue setJson(const PromptSet &set)
{
    JsonValue variables = JsonValue::object();
    for (auto it = set.variables.cbegin(); it != set.variables.cend(); ++it) {
        variables.insert(it.key(), JsonValue::fromTexts(it.value()));
    }
    JsonValue prompts = JsonValue::list();
    for (const Prompt &prompt : set.prompts) {
        prompts.append(promptJson(prompt));
    }
    JsonValue json = JsonValue::object();
    json.insert(u"version"_s, JsonValue::fromInteger(1));
    json.insertText(u"name"_s, set.name);
    json.insertText(u"system"_s, set.system);
    if (!variables.items.empty()) {
        json.insert(u"variables"_s, variables);
    }
    json.insert(u"prompts"_s, prompts);
    json.insertAll(set.extra);
    return json;
}

} // namespace

Result<PromptSet> readPromptSet(const QByteArray &json, const QString &fileName)
{
    const Result<JsonValue> root = parseJson(json, fileName);
    if (!root) {
        return root.error();
    }
    JsonProblems problems(fileName);
    PromptSet set;
    if (root->isList()) {
        readPrompts(*root, {}, Rules::File, problems, set);
    } else if (root->isObject()) {
        set = readVersionOne(*root, Rules::File, problems);
    } else {
        problems.mismatch(*root, {}, Text::tr("an object with \"prompts\", or a list of texts"));
    }
    if (set.name.isEmpty()) {
        set.name = QFileInfo(fileName).completeBaseName();
    }
    if (!problems.first() && expandedCount(set) > maxExpandedPrompts) {
        problems.add(root->line,
                     Text::tr("variables make more than %L1 prompts, expected at most that.").arg(maxExpandedPrompts));
    }
    return problems.first() ? Result<PromptSet>(*problems.first()) : Result<PromptSet>(std::move(set));
}

QByteArray writePromptSet(const PromptSet &set)
{
    return setJson(set).indented();
}

QByteArray writePromptSetState(const PromptSet &set)
{
    JsonValue json = JsonValue::object();
    json.insert(u"id"_s, JsonValue::fromText(set.id.value));
    json.insert(u"set"_s, setJson(set));
    return json.compact();
}

Result<PromptSet> readPromptSetState(const QByteArray &json)
{
    const QString name = Text::tr("a prompt set of the workspace");
    const Result<JsonValue> root = parseJson(json, name);
    if (!root) {
        return root.error();
    }
    JsonProblems problems(name);
    ObjectReader reader(*root, {}, problems);
    const QString id = reader.text(u"id"_s);
    const JsonValue *content = reader.take(u"set"_s);
    if (content == nullptr) {
        problems.missing(*root, u"set"_s, Text::tr("an object"));
        return *problems.first();
    }
    PromptSet set = readVersionOne(*content, Rules::Workspace, problems);
    set.id.value = id;
    return problems.first() ? Result<PromptSet>(*problems.first()) : Result<PromptSet>(std::move(set));
}

} // namespace assay
