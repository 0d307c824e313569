// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/identity.h"
#include "models/domain/live.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

namespace assay {

enum class LiveState { Waiting, WarmingUp, Streaming, Done, Stopped, Skipped, Failed };
QString liveStateName(LiveState state); // translated, lower case

/// What one model is doing in the run that goes on.
struct LiveRow
{
    ModelAlias alias;
    ModelIdentity identity;
    LiveState state = LiveState::Waiting;
    int planned = 0, done = 0, failed = 0, skipped = 0; // requests, warm-ups too
    std::optional<double> tokensPerS;
    bool speedEstimated = true; // shown with "~"
    SampleId current; // the sample whose text is shown
    int prompt = -1, round = 0; // of that sample
    QString answer, reasoning; // at most LiveRunModel::textLimit characters, the newest
    QString error; // a sentence where it failed or was skipped
};

/// One row a model of the run that goes on, fed with pieces from the engine. The work for a piece is in proportion to
/// the piece; the texts are bounded. GUI thread.
class LiveRunModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Model, State, Done, Failed, Speed, Problem, Count };
    static constexpr int textLimit = 200'000;

    explicit LiveRunModel(QObject *parent = nullptr);

    /// Starts over with the models of a plan. `finished`: samples that are there already (a resumed or an opened run).
    void setPlan(const RunInfo &info, const std::vector<Sample> &finished = {});
    void clear();
    /// A batch of another run is ignored.
    void apply(const LiveBatch &batch);

    const LiveRow &row(int row) const { return m_models.at(size_t(row)); }
    bool hasPlan() const { return !m_models.empty(); }
    RunId run() const { return m_run; }
    RunState state() const { return m_state; }
    RunProgress progress() const { return m_progress; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// The text shown for a row is now that of another sample: start over with row().answer and row().reasoning.
    void textRestarted(int row);
    void textAppended(int row, const QString &answer, const QString &reasoning);
    void progressChanged(); // progress() or state()

private:
    struct Stream
    {
        QString answer, reasoning;
        PlanStep step;
    };
    struct Text
    {
        bool restarted = false;
        QString answer, reasoning;
    };
    void put(const LiveDelta &delta, Text &text);
    void finish(const Sample &sample, Text &text);
    void show(int row, const SampleId &id, const Stream &stream, Text &text);
    void settle(bool someoneStarted);
    void announce(const std::vector<Text> &texts);
    QString text(const LiveRow &row, Column column) const;
    QVariant raw(const LiveRow &row, Column column) const;

    RunId m_run;
    RunState m_state = RunState::Completed;
    RunProgress m_progress;
    QSet<SampleId> m_counted; // a resumed run sends a warm-up again
    std::vector<LiveRow> m_models;
    std::vector<QHash<SampleId, Stream>> m_streams; // per model: requests in flight
};

} // namespace assay
