// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/workspacestore_p.h"

#include "app/engine/store/rowio.h"
#include "models/domain/catalogjson.h"
#include "models/domain/promptsjson.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

Result<Catalog> WorkspaceStore::catalog() const
{
    const Result<QVariant> json = d->database->value(u"SELECT json FROM catalog WHERE id = 1"_s);
    if (!json) {
        return json.error();
    }
    return json->isNull() ? Result<Catalog>(Catalog{}) : readCatalogState(json->toString().toUtf8());
}

Status WorkspaceStore::saveCatalog(const Catalog &catalog)
{
    return d->database->execute(upsertStatement(u"catalog"_s, {u"id"_s, u"json"_s}, {u"id"_s}),
                                {1, QString::fromUtf8(writeCatalogState(catalog))});
}

Result<std::vector<PromptSet>> WorkspaceStore::promptSets() const
{
    std::vector<PromptSet> sets;
    std::optional<Error> problem;
    const Status status = d->database->each(
        u"SELECT id, name, json FROM prompt_sets ORDER BY position"_s, {}, [&](const QSqlQuery &query) {
            RowReader row(query);
            const PromptSetId id{row.text()};
            const QString name = row.text();
            Result<PromptSet> set = readPromptSet(row.text().toUtf8(), name);
            if (!set) {
                problem = d->damagedRow(Text::tr("the prompt set \u201c%1\u201d").arg(name));
                problem->detail = set.error().message;
                return;
            }
            sets.push_back(std::move(set).value());
            sets.back().id = id;
            sets.back().name = name;
        });
    if (!status) {
        return status.error();
    }
    if (problem) {
        return *problem;
    }
    return sets;
}

Status WorkspaceStore::savePromptSets(const std::vector<PromptSet> &sets)
{
    return d->database->transaction([&]() -> Status {
        Status status = d->database->execute(u"DELETE FROM prompt_sets"_s);
        for (size_t i = 0; status && i < sets.size(); ++i) {
            RowWriter row;
            row.text(sets[i].id.value);
            row.number(static_cast<qint64>(i));
            row.text(sets[i].name);
            row.text(QString::fromUtf8(writePromptSet(sets[i])));
            status = d->database->execute(u"INSERT INTO prompt_sets(id, position, name, json) VALUES(?, ?, ?, ?)"_s,
                                          row.values());
        }
        return status;
    });
}

Status WorkspaceStore::setNote(const QString &key, const QByteArray &value)
{
    RowWriter row;
    row.text(key);
    row.bytes(value);
    return d->database->execute(upsertStatement(u"notes"_s, {u"key"_s, u"value"_s}, {u"key"_s}), row.values());
}

QByteArray WorkspaceStore::note(const QString &key) const
{
    const Result<QVariant> value = d->database->value(u"SELECT value FROM notes WHERE key = ?"_s, {key});
    return value ? value->toByteArray() : QByteArray();
}

QHash<QString, QByteArray> WorkspaceStore::notes() const
{
    QHash<QString, QByteArray> notes;
    static_cast<void>(d->database->each(u"SELECT key, value FROM notes"_s, {}, [&notes](const QSqlQuery &query) {
        notes.insert(query.value(0).toString(), query.value(1).toByteArray());
    }));
    return notes;
}

} // namespace assay
