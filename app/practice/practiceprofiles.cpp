// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceserver.h"

#include "models/domain/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using Json = nlohmann::ordered_json;

namespace assay {
namespace {

Error badInput(const QString &fileName, const QString &what)
{
    return {ErrorCode::BadInput, Text::tr("%1: %2").arg(fileName, what), {}};
}

constexpr double longestMs = 600'000;

/// Reads the members of one profile and remembers the first thing that is not what it should be.
class ProfileReader
{
public:
    ProfileReader(const Json &object, QString path) : m_object(object), m_path(std::move(path)) { }

    void number(const char *key, double &into, double low, double high)
    {
        if (const Json *value = member(key)) {
            if (!value->is_number() || !(value->get<double>() >= low && value->get<double>() <= high)) {
                complain(key, *value, Text::tr("a number from %1 to %2").arg(low).arg(high));
            } else {
                into = value->get<double>();
            }
        }
    }
    void integer(const char *key, int &into, int low, int high)
    {
        if (const Json *value = member(key)) {
            if (!value->is_number_integer() || value->get<double>() < low || value->get<double>() > high) {
                complain(key, *value, Text::tr("a whole number from %1 to %2").arg(low).arg(high));
            } else {
                into = value->get<int>();
            }
        }
    }
    void flag(const char *key, bool &into)
    {
        if (const Json *value = member(key)) {
            if (!value->is_boolean()) {
                complain(key, *value, Text::tr("true or false"));
            } else {
                into = value->get<bool>();
            }
        }
    }
    void text(const char *key, QString &into)
    {
        if (const Json *value = member(key)) {
            if (!value->is_string() || value->get_ref<const std::string &>().empty()) {
                complain(key, *value, Text::tr("a text that is not empty"));
            } else {
                into = QString::fromStdString(value->get<std::string>());
            }
        }
    }
    void script(const char *key, std::vector<PracticeStep> &into)
    {
        const Json *value = member(key);
        if (value && !value->is_array()) {
            complain(key, *value, Text::tr("a list of steps"));
            return;
        }
        for (size_t i = 0; value && i < value->size(); ++i) {
            const Json &object = value->at(i);
            const QString path = m_path + u".%1[%2]"_s.arg(QLatin1StringView(key)).arg(i);
            if (!object.is_object()) {
                complain(key, object, Text::tr("a step, {\"ms\": ..., \"send\": ...}"));
                return;
            }
            PracticeStep step{into.empty() ? 0 : into.back().atMs, {}};
            QString text, hex;
            ProfileReader reader(object, path);
            reader.number("ms", step.atMs, step.atMs, longestMs);
            reader.text("send", text);
            reader.text("hex", hex);
            reader.unknownKeys();
            note(reader.problem());
            step.bytes = hex.isEmpty() ? text.toUtf8() : QByteArray::fromHex(hex.toLatin1());
            into.push_back(step);
        }
    }
    void end(const char *key, PracticeEnd &into)
    {
        const Json *value = member(key);
        if (!value || *value == "regular") {
            return;
        }
        if (*value != "close" && *value != "hold") {
            complain(key, *value, Text::tr("\"regular\", \"close\" or \"hold\""));
        }
        into = *value == "close" ? PracticeEnd::Close : PracticeEnd::Hold;
    }
    void unknownKeys()
    {
        for (const auto &[key, value] : m_object.items()) {
            if (std::find(m_known.begin(), m_known.end(), key) == m_known.end()) {
                note(Text::tr("%1: there is no key \u201c%2\u201d in a profile")
                         .arg(m_path, QString::fromStdString(key)));
            }
        }
    }
    void note(const QString &problem) { m_problem = m_problem.isEmpty() ? problem : m_problem; } // the first one
    QString problem() const { return m_problem; }

private:
    const Json *member(const char *key)
    {
        m_known.emplace_back(key);
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }
    void complain(const char *key, const Json &value, const QString &expected)
    {
        const QString found = QString::fromStdString(value.dump(-1, ' ', false, Json::error_handler_t::replace));
        note(Text::tr("%1.%2: found %3, expected %4").arg(m_path, QLatin1StringView(key), found.left(60), expected));
    }

    const Json &m_object;
    QString m_path;
    QString m_problem;
    std::vector<std::string> m_known;
};

QString readProfile(const Json &object, const QString &path, PracticeProfile &profile)
{
    if (!object.is_object()) {
        return Text::tr("%1: found %2, expected an object").arg(path, QLatin1StringView(object.type_name()));
    }
    ProfileReader reader(object, path);
    reader.text("id", profile.id);
    reader.text("description", profile.description);
    reader.number("firstTokenMs", profile.firstTokenMs, 0, longestMs);
    reader.number("tokenMs", profile.tokenMs, 0, longestMs);
    reader.number("jitter", profile.jitter, 0, 1);
    reader.number("outlierShare", profile.outlierShare, 0, 1);
    reader.number("outlierFactor", profile.outlierFactor, 0, 1000);
    reader.number("failureShare", profile.failureShare, 0, 1);
    reader.integer("answerTokens", profile.answerTokens, 0, 1'000'000);
    reader.flag("exactTokens", profile.exactTokens);
    reader.integer("quality", profile.quality, 1, 3);
    reader.flag("reasoning", profile.reasoning);
    reader.number("sizeMb", profile.sizeMb, 0, 1e9);
    reader.script("script", profile.script);
    reader.integer("status", profile.status, 200, 599);
    reader.end("end", profile.end);
    reader.unknownKeys();
    if (profile.id.isEmpty()) {
        reader.note(Text::tr("%1.id: found nothing, expected a text that is not empty").arg(path));
    }
    if (profile.description.isEmpty()) {
        profile.description = u"simulated"_s;
    }
    return reader.problem();
}

/// nlohmann's own message names line and column; this keeps the line.
Result<Json> parseJson(const QByteArray &json, const QString &fileName)
{
    try {
        return Json::parse(json.begin(), json.end());
    } catch (const Json::parse_error &error) {
        const auto end = std::min(json.size(), static_cast<qsizetype>(error.byte));
        const qsizetype line = std::count(json.begin(), json.begin() + end, '\n') + 1;
        Error bad = badInput(fileName, Text::tr("line %1: this is not JSON").arg(line));
        bad.detail = QString::fromUtf8(error.what());
        return bad;
    }
}

} // namespace

PracticeProfile calibrationProfile()
{
    PracticeProfile profile;
    profile.id = calibrationModel;
    profile.description = u"simulated: for calibration"_s;
    profile.firstTokenMs = 20;
    profile.tokenMs = 20;
    profile.jitter = 0.3; // so that streams do not march in step
    profile.answerTokens = 25;
    profile.exactTokens = true;
    return profile;
}

std::vector<PracticeProfile> standardProfiles()
{
    PracticeProfile quick;
    quick.id = u"practice-quick"_s;
    quick.description = u"simulated: quick and weak"_s;
    quick.firstTokenMs = 120;
    quick.tokenMs = 12.5;
    quick.quality = 1;
    quick.sizeMb = 400;

    PracticeProfile strong;
    strong.id = u"practice-strong"_s;
    strong.description = u"simulated: slow and strong"_s;
    strong.firstTokenMs = 450;
    strong.tokenMs = 40;
    strong.quality = 3;
    strong.answerTokens = 240;
    strong.sizeMb = 4700;

    PracticeProfile erratic;
    erratic.id = u"practice-erratic"_s;
    erratic.description = u"simulated: erratic, with outliers and failures"_s;
    erratic.firstTokenMs = 200;
    erratic.tokenMs = 18;
    erratic.jitter = 0.3;
    erratic.outlierShare = 0.1;
    erratic.outlierFactor = 4;
    erratic.failureShare = 0.08;
    erratic.quality = 2;
    erratic.sizeMb = 1200;
    return {quick, strong, erratic};
}

Result<std::vector<PracticeProfile>> readProfiles(const QByteArray &json, const QString &fileName)
{
    const Result<Json> document = parseJson(json, fileName);
    if (!document) {
        return document.error();
    }
    const bool wrapped = document->is_object() && document->contains("profiles");
    const Json &list = wrapped ? document->at("profiles") : *document;
    const QString name = wrapped ? u"profiles"_s : QString();
    if (!list.is_array() || list.empty()) {
        return badInput(fileName, Text::tr("expected a list of at least one profile, [{\"id\": ...}, ...]"));
    }
    std::vector<PracticeProfile> profiles;
    for (size_t i = 0; i < list.size(); ++i) {
        PracticeProfile profile;
        const QString path = name + u"[%1]"_s.arg(i);
        const QString problem = readProfile(list[i], path, profile);
        if (!problem.isEmpty()) {
            return badInput(fileName, problem);
        }
        if (std::any_of(profiles.begin(), profiles.end(), [&](const auto &other) { return other.id == profile.id; })) {
            return badInput(fileName, Text::tr("%1.id: \u201c%2\u201d is there twice").arg(path, profile.id));
        }
        profiles.push_back(profile);
    }
    return profiles;
}

} // namespace assay
