// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace assay {

/// What kind of thing went wrong. The wire name of each (errorKey) stands in result files and must not change.
enum class ErrorCode {
    BadInput, // a file, an argument or a field that is not what it should be
    FileFailed, // could not read or write a file
    StorageFailed, // the workspace file
    KeyMissing, // a key reference that leads nowhere
    KeyExposed, // a key that would go unencrypted over the network, without consent
    Refused, // connection refused: nobody listens there
    Unreachable, // host not found, network down, TLS failed
    ConnectionLost, // the server closed in mid-answer
    BadRequest, // HTTP 400 and other 4xx
    ContextOverflow, // the prompt does not fit the model's context
    Unauthorized, // 401, 403
    NotFound, // 404
    RateLimited, // 429
    Unavailable, // 503: loading or busy
    ServerError, // other 5xx, or an error inside a 200
    Protocol, // not the protocol we speak: bad JSON, not an event stream, a redirect
    Incomplete, // the stream ended without finish_reason and without [DONE]
    IdleTimeout, // no bytes for the idle time
    TooLarge, // over a stated bound
    Cancelled, // by the person; never counted as a failure
    Unsupported // a thing this version cannot do
};

/// The lower_case name of a code, as written to files ("connection_refused", "idle_timeout", ...).
QString errorKey(ErrorCode code);
/// The inverse of errorKey; nullopt for an unknown name.
std::optional<ErrorCode> errorFromKey(const QString &key);

/// A failure as a value: `message` is one translated sentence for the user, `detail` is what the machine said.
struct Error
{
    ErrorCode code = ErrorCode::BadInput;
    QString message;
    QString detail;

    friend bool operator==(const Error &, const Error &) = default;
};

/// Either a value or an Error. Check with `if (result)`; value() and error() must match the check.
template <class T> class [[nodiscard]] Result
{
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }
    explicit operator bool() const { return m_state.index() == 0; }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    const T *operator->() const { return &std::get<0>(m_state); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

struct Done
{
};
/// For work that has no value to return: `return Done{};`
using Status = Result<Done>;

} // namespace assay
