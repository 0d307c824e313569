// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/result.h"

#include <QObject>
#include <QUrl>

#include <memory>
#include <vector>

namespace assay {

/// Bytes of a reply's body, so many milliseconds after its request was read.
struct PracticeStep
{
    double atMs = 0;
    QByteArray bytes;
};

enum class PracticeEnd {
    Regular, // as HTTP demands
    Close, // in the middle of the reply
    Hold // the connection stays open and silent
};

/// How one simulated model behaves. Times in milliseconds.
struct PracticeProfile
{
    QString id; // "practice-quick"
    QString description; // "simulated: quick and weak"
    double firstTokenMs = 120;
    double tokenMs = 12; // between tokens
    double jitter = 0.05; // relative, deterministic by seed
    double outlierShare = 0; // of requests that take `outlierFactor` as long
    double outlierFactor = 1;
    double failureShare =
        0; // of requests that fail (500, or an error inside the stream, in turns); never a prompt's first
    int answerTokens = 60; // at most
    bool exactTokens = false; // the answer is made longer or cut until it has answerTokens
    int quality = 2; // 1..3: which of the readable answers
    bool reasoning = false;
    double sizeMb = 500;
    std::vector<PracticeStep> script; // where there is one, it is the answer, and most of the above means nothing
    int status = 200; // of a script's reply; another one makes it an error with the script's bytes as its body
    PracticeEnd end = PracticeEnd::Regular; // of a script's reply
};

/// The model that this program measures its own error with: 25 tokens, about 50 of them a second. Every practice server
/// has it, none lists it.
inline const QString calibrationModel = QStringLiteral("practice-calibration");
PracticeProfile calibrationProfile();
/// The three that come with Assay: quick and weak, slow and strong, erratic.
std::vector<PracticeProfile> standardProfiles();
/// [{"id": ..., "firstTokenMs": ..., ...}, ...] or {"profiles": [...]}; keys are named like the members of
/// PracticeProfile, all but "id" have defaults. "script" is a list of {"ms": 200, "send": "data: ...\n\n"}, with "hex"
/// in place of "send" for bytes that are no text; "end" is "regular", "close" or "hold". Errors: BadInput naming file
/// and line or key.
Result<std::vector<PracticeProfile>> readProfiles(const QByteArray &json, const QString &fileName);

/// With this seed the starter set in three rounds shows what there is to see: two failures and two outliers of the
/// erratic model, and none of them in a warm-up, after which the model would be skipped.
inline constexpr quint64 standardPracticeSeed = 22;

/// The simulated server: real HTTP/1.1 on loopback, OpenAI-compatible, a known schedule. Deterministic by its seed, the
/// model, the prompt and how often that prompt was asked. Lives on the thread that made it; give it one of its own.
class PracticeServer final : public QObject
{
    Q_OBJECT
public:
    explicit PracticeServer(std::vector<PracticeProfile> profiles = standardProfiles(),
                            quint64 seed = standardPracticeSeed, QObject *parent = nullptr);
    ~PracticeServer() override;
    /// `port` 0: any free one. Loopback only. Errors: Refused (port taken) with a sentence.
    Result<QUrl> listen(quint16 port = 0);
    void close();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace assay
