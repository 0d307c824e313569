// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/result.h"

#include <algorithm>
#include <array>

namespace assay {

namespace {

struct CodeName
{
    ErrorCode code;
    QLatin1StringView key;
};

using namespace Qt::Literals::StringLiterals;

constexpr std::array<CodeName, 21> codeNames{{
    {ErrorCode::BadInput, "bad_input"_L1},           {ErrorCode::FileFailed, "file_failed"_L1},
    {ErrorCode::StorageFailed, "storage_failed"_L1}, {ErrorCode::KeyMissing, "key_missing"_L1},
    {ErrorCode::KeyExposed, "key_exposed"_L1},       {ErrorCode::Refused, "connection_refused"_L1},
    {ErrorCode::Unreachable, "unreachable"_L1},      {ErrorCode::ConnectionLost, "connection_lost"_L1},
    {ErrorCode::BadRequest, "bad_request"_L1},       {ErrorCode::ContextOverflow, "context_overflow"_L1},
    {ErrorCode::Unauthorized, "unauthorized"_L1},    {ErrorCode::NotFound, "not_found"_L1},
    {ErrorCode::RateLimited, "rate_limited"_L1},     {ErrorCode::Unavailable, "unavailable"_L1},
    {ErrorCode::ServerError, "server_error"_L1},     {ErrorCode::Protocol, "protocol_error"_L1},
    {ErrorCode::Incomplete, "incomplete"_L1},        {ErrorCode::IdleTimeout, "idle_timeout"_L1},
    {ErrorCode::TooLarge, "too_large"_L1},           {ErrorCode::Cancelled, "cancelled"_L1},
    {ErrorCode::Unsupported, "unsupported"_L1},
}};

} // namespace

QString errorKey(ErrorCode code)
{
    const auto found = std::ranges::find(codeNames, code, &CodeName::code);
    Q_ASSERT(found != codeNames.end());
    return found->key;
}

std::optional<ErrorCode> errorFromKey(const QString &key)
{
    const auto found = std::ranges::find_if(codeNames, [&key](const CodeName &name) { return name.key == key; });
    return found == codeNames.end() ? std::nullopt : std::optional(found->code);
}

} // namespace assay
