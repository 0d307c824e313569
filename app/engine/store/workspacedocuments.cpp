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
    if (json->isNull()) {
        return Catalog{};
    }
    Result<Catalog> catalog = readCatalogState(json->toString().toUtf8());
    return catalog ? catalog : d->damagedRow(Text::tr("the list of models"), catalog.error());
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
    const Status status =
        d->database->each(u"SELECT json FROM prompt_sets ORDER BY position"_s, {}, [&](const QSqlQuery &query) {
            if (Result<PromptSet> set = readPromptSetState(query.value(0).toString().toUtf8())) {
                sets.push_back(std::move(set).value());
            } else {
                problem = d->damagedRow(Text::tr("a prompt set"), set.error());
            }
        });
    if (!status) {
        return status.error();
    }
    return problem ? Result<std::vector<PromptSet>>(*problem) : sets;
}

Status WorkspaceStore::savePromptSets(const std::vector<PromptSet> &sets)
{
    return d->database->transaction([&]() -> Status {
        Status status = d->database->execute(u"DELETE FROM prompt_sets"_s);
        for (size_t i = 0; status && i < sets.size(); ++i) {
            RowWriter row;
            row.text(sets[i].id.value);
            row.number(static_cast<qint64>(i));
            row.text(QString::fromUtf8(writePromptSetState(sets[i])));
            status =
                d->database->execute(u"INSERT INTO prompt_sets(id, position, json) VALUES(?, ?, ?)"_s, row.values());
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
