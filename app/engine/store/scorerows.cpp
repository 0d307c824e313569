// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/store/scorerows.h"

#include <nlohmann/json.hpp>

#include "app/engine/store/rowio.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString judgeSource = u"judge"_s;
const QString personSource = u"person"_s;

QString listText(const QStringList &list)
{
    nlohmann::json array = nlohmann::json::array();
    for (const QString &entry : list) {
        array.push_back(entry.toStdString());
    }
    return QString::fromStdString(array.dump());
}

std::optional<QStringList> listFromText(const QString &text)
{
    const nlohmann::json array = nlohmann::json::parse(text.toStdString(), nullptr, false);
    if (!array.is_array()) {
        return std::nullopt;
    }
    QStringList list;
    for (const nlohmann::json &entry : array) {
        if (!entry.is_string()) {
            return std::nullopt;
        }
        list << QString::fromStdString(entry.get_ref<const std::string &>());
    }
    return list;
}

} // namespace

const QStringList &scoreColumns()
{
    static const QStringList columns = {u"run_id"_s, u"sample_id"_s, u"criterion"_s, u"annotator"_s, u"value"_s,
                                        u"source"_s, u"comment"_s,   u"aspects"_s,   u"at"_s};
    return columns;
}

QVariantList scoreValues(const Score &score)
{
    RowWriter row;
    row.text(score.run.value);
    row.text(score.sample.value);
    row.text(score.criterion);
    row.text(score.annotator);
    row.number(score.value);
    row.text(score.source == ScoreSource::Judge ? judgeSource : personSource);
    row.text(score.comment);
    row.text(listText(score.aspectsMet));
    row.time(score.at);
    return row.values();
}

std::optional<Score> readScoreRow(const QSqlQuery &query)
{
    RowReader row(query);
    Score score;
    score.run.value = row.text();
    score.sample.value = row.text();
    score.criterion = row.text();
    score.annotator = row.text();
    score.value = row.number<int>();
    const QString source = row.text();
    score.source = source == judgeSource ? ScoreSource::Judge : ScoreSource::Person;
    score.comment = row.text();
    const std::optional<QStringList> aspects = listFromText(row.text());
    score.aspectsMet = aspects.value_or(QStringList());
    score.at = row.time();
    const bool holds = aspects && (source == judgeSource || source == personSource);
    return holds ? std::optional(std::move(score)) : std::nullopt;
}

} // namespace assay
