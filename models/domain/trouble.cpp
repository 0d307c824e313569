// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/trouble.h"

#include "models/domain/text.h"

#include <algorithm>
#include <array>
#include <span>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

// Words that servers use, lower case. Marked with whose they are; most were met in real replies or reports.
constexpr std::array memoryWords{
    "out of memory", // CUDA, Metal, Vulkan, Linux
    "requires more system memory", // Ollama
    "insufficient system resources", // LM Studio
    "not enough resources", // LM Studio
    "not enough memory",
    "insufficient memory",
    "unable to allocate", // llama.cpp
    "failed to allocate", // llama.cpp, ONNX Runtime
    "cannot allocate",
    "bad_alloc",
    "bad allocation", // ONNX Runtime
    "cache blocks", // vLLM: none left for the context
};
constexpr std::array brokenFileWords{
    "corrupt", // llama.cpp: "model is corrupted or incomplete"
    "digest mismatch", // Ollama
    "invalid magic", // llama.cpp
    "unexpected eof",
    "download failed",
    "download_failed", // llama.cpp
    "incomplete download",
};
constexpr std::array notDownloadedWords{"not cached", "not downloaded"}; // Foundry Local
constexpr std::array notLoadedWords{
    "model not loaded", // Foundry Local
    "no models loaded", // LM Studio
    "model is unloaded", // LM Studio
    "model is not loaded",
};
constexpr std::array loadFailedWords{
    "failed to load", // llama.cpp, LM Studio
    "load failed", // Foundry Local
    "unable to load",
    "error loading model", // llama.cpp
    "runner process has terminated", // Ollama
};
constexpr std::array unknownModelWords{
    "not found", // most
    "does not exist", // vLLM
    "unknown model",
    "no openaiservice provider", // Foundry Local before 1.0
    "invalid model",
};
constexpr std::array busyWords{
    "busy", // Ollama, KoboldCpp
    "no slot", // llama.cpp
    "overloaded", // TGI
    "pending requests", // Ollama
    "too many",
};

bool holdsAny(const QString &text, std::span<const char *const> words)
{
    return std::ranges::any_of(words, [&text](const char *word) { return text.contains(QLatin1StringView(word)); });
}

/// The id that a name is the beginning of, such as an alias of Foundry Local or a name without its tag.
QString fullIdOf(const TroubleClues &clues)
{
    const auto found = std::ranges::find_if(clues.offered, [&clues](const QString &id) {
        return !clues.serverId.isEmpty() && id.size() > clues.serverId.size()
            && id.startsWith(clues.serverId, Qt::CaseInsensitive);
    });
    return found == clues.offered.end() ? QString() : *found;
}

std::optional<Trouble> unknownModel(const QString &said, const TroubleClues &clues)
{
    const bool isModel = said.contains("model"_L1) || said.contains("openaiservice"_L1);
    if (!isModel || !holdsAny(said, unknownModelWords)) {
        return std::nullopt;
    }
    return fullIdOf(clues).isEmpty() ? Trouble::ModelUnknown : Trouble::AliasForId;
}

/// What only the server's words tell, whatever the status; ordered so that the cause comes before its effect.
std::optional<Trouble> byWords(const QString &said)
{
    if (holdsAny(said, memoryWords)) {
        return Trouble::OutOfMemory;
    }
    if (holdsAny(said, brokenFileWords)) {
        return Trouble::BrokenDownload;
    }
    if (holdsAny(said, notDownloadedWords)) {
        return Trouble::NotDownloaded;
    }
    if (holdsAny(said, notLoadedWords)) {
        return Trouble::NotLoaded;
    }
    return holdsAny(said, loadFailedWords) ? std::optional(Trouble::LoadFailed) : std::nullopt;
}

bool isFromServer(ErrorCode code)
{
    return code == ErrorCode::BadRequest || code == ErrorCode::NotFound || code == ErrorCode::Unavailable
        || code == ErrorCode::ServerError || code == ErrorCode::RateLimited || code == ErrorCode::Incomplete;
}

std::optional<Trouble> byCode(ErrorCode code, const QString &said, const TroubleClues &clues)
{
    switch (code) {
    case ErrorCode::ContextOverflow:
        return Trouble::ContextTooSmall;
    case ErrorCode::KeyMissing:
        return Trouble::KeyMissing;
    case ErrorCode::Unauthorized:
        return Trouble::KeyRefused;
    case ErrorCode::Refused:
        return clues.wasReached ? Trouble::ServerMoved : Trouble::ServerGone;
    case ErrorCode::RateLimited:
        return Trouble::Busy;
    case ErrorCode::Unavailable:
        return holdsAny(said, busyWords) ? Trouble::Busy : Trouble::Loading;
    case ErrorCode::IdleTimeout:
        return Trouble::SlowAnswer;
    case ErrorCode::NotFound:
    case ErrorCode::Protocol:
        return Trouble::WrongAddress;
    case ErrorCode::ConnectionLost:
    case ErrorCode::Incomplete:
    case ErrorCode::ServerError:
        return Trouble::ServerFailed;
    default:
        return std::nullopt;
    }
}

QString adviceFor(Trouble trouble, const TroubleClues &clues)
{
    switch (trouble) {
    case Trouble::OutOfMemory:
        return Text::tr("There was not enough memory for it. Stop another model or program, take a smaller variant of "
                        "this model, or start the server with a smaller context.");
    case Trouble::BrokenDownload:
        return Text::tr("The model's files are not whole. Remove the model from the server, then download it again.");
    case Trouble::NotDownloaded:
        return Text::tr("The model is not on this machine yet. Download it on the server first.");
    case Trouble::NotLoaded:
        return Text::tr("The server does not load it by itself. Load it there first, under its full id.");
    case Trouble::LoadFailed:
        return Text::tr("The server could not load the model and does not say why; its log does. It may not fit into "
                        "memory: stop another model or take a smaller variant. Or its file may be broken: download it "
                        "again.");
    case Trouble::ModelUnknown:
        return Text::tr("Take an id from the server's list of models.");
    case Trouble::AliasForId:
        return Text::tr("The server knows it under a longer name: give %1 as the model's id.").arg(fullIdOf(clues));
    case Trouble::ContextTooSmall:
    case Trouble::ServerGone:
    case Trouble::KeyMissing:
        return {}; // the error's own sentence says what to do
    case Trouble::Loading:
        return Text::tr("Give it time: it may still be loading the model.");
    case Trouble::Busy:
        return Text::tr("All of the server's places are taken: stop what else uses it, or start it with more slots.");
    case Trouble::SlowAnswer:
        return Text::tr("It may still be loading, reading a long prompt or busy with other requests; a smaller "
                        "variant answers sooner.");
    case Trouble::ServerMoved:
        return Text::tr("A server was here before. It may have ended, or come back on another port, as Foundry Local "
                        "does at each start: refresh to find it.");
    case Trouble::KeyRefused:
        return Text::tr("Say where the endpoint's key is: env:NAME or keychain:NAME.");
    case Trouble::WrongAddress:
        return Text::tr("The address should lead to an OpenAI-compatible server, with the path that it uses.");
    case Trouble::ServerFailed:
        return Text::tr("See whether it has crashed or run out of memory.");
    }
    return {};
}

} // namespace

std::optional<Trouble> troubleOf(const Error &error, const TroubleClues &clues)
{
    const QString said = (error.detail.isEmpty() ? error.message : error.detail).toLower();
    if (isFromServer(error.code)) {
        if (const auto trouble = byWords(said)) {
            return trouble;
        }
        if (const auto trouble = unknownModel(said, clues)) {
            return trouble;
        }
    }
    return byCode(error.code, said, clues);
}

QString adviceFor(const Error &error, const TroubleClues &clues)
{
    const std::optional<Trouble> trouble = troubleOf(error, clues);
    return trouble ? adviceFor(*trouble, clues) : QString();
}

QString errorWithAdvice(const Error &error, const TroubleClues &clues)
{
    const QString advice = adviceFor(error, clues);
    return advice.isEmpty() ? error.message : QString(error.message % u' ' % advice);
}

} // namespace assay
