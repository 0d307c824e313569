// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/net/timesource.h"
#include "app/engine/servers/errand.h"

#include <deque>

class QNetworkAccessManager;

namespace assay {

/// What errands are run with; outlives the runners.
struct ErrandTools
{
    QNetworkAccessManager &network;
    TimeSource &time;
    KeyResolver keys;
    QStringList programPaths = {}; // where programs are looked for; empty: on the PATH
};

/// Runs one errand to its end. Engine thread. Exactly one finished(), never from inside the constructor or cancel();
/// deletes itself afterwards.
class ErrandRunner final : public QObject
{
    Q_OBJECT
public:
    static constexpr Nanos betweenReports = std::chrono::milliseconds(33);

    ErrandRunner(const ErrandTools &tools, ErrandStep first, QObject *parent);
    ~ErrandRunner() override;
    /// Closes the connection or ends the program that is under way; finished() follows with Cancelled.
    void cancel();
    /// The same with IdleTimeout when it has not ended by then.
    void endAfter(Nanos limit);

Q_SIGNALS:
    /// Never goes back; with rate and time left where bytes are told. At most one each `betweenReports`, except where
    /// the server says something new; the newest is never kept back for longer than that, nor beyond the end.
    void progressed(const assay::TaskProgress &progress);
    void finished(const assay::Result<assay::Outcome> &result);

private:
    void doStep(ErrandStep step);
    template <class Answer> void goOn(const std::function<ErrandStep(const Answer &)> &then, const Answer &answer);
    void ask(const Ask &step);
    void launch(const Launch &step);
    void rest(const Rest &step);
    void stop(const Error &why);
    void end(const Result<Outcome> &result);
    void hear(const LineReader &reader, const QByteArray &line);
    void report(TaskProgress progress);
    void tell();
    void addRate(TaskProgress &progress);

    ErrandTools m_tools;
    QObject *m_underWay = nullptr; // the job of this step; a child
    TimeSource::TimerId m_timer = 0; // of a Rest
    TimeSource::TimerId m_limit = 0;
    TimeSource::TimerId m_toTell = 0; // until m_last may be told
    TaskProgress m_last;
    std::optional<TaskProgress> m_told;
    Nanos m_toldAt{};
    std::deque<std::pair<Nanos, qint64>> m_bytes; // of the last seconds
    std::optional<Error> m_stopped;
    bool m_ended = false;
};

} // namespace assay
