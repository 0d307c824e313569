// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>

#include <vector>

namespace assay::bench {

/// What the truth server is asked to play, and how often.
struct Load
{
    int streams = 1; // at the same time, each on a connection of its own that is open before
    int events = 50; // tokens of one answer
    int gapUs = 20'000; // between them; 0: all at once
    int firstUs = 20'000; // from the request's last byte to the first token
    int staggerUs = 300; // the first token of each further stream comes this much later
    int promptBytes = 100;
    int repeats = 1;
    bool drop = false; // a manager alone: read and throw away

    /// What stream `i` asks for.
    QUrl url(const QUrl &server, int i) const;
    QByteArray body() const;
};

/// Errors of a client's stamps against the server's, in microseconds.
struct Errors
{
    std::vector<double> token; // received - sent, each event that was read by itself
    std::vector<double> ttft; // measured time to first token - true one; clean ones only
    int merged = 0; // events that shared a read with a later one: their stamps are bounds
    double cpuPerEvent = 0; // of the client's whole process
    double peakMb = 0; // memory that was added at most
    int failed = 0;
};

/// The server's own stamps in the text of a token, written as "r<read>s<sent>;" in nanoseconds of CLOCK_MONOTONIC:
/// when the request's last byte had come to its kernel, and when it handed the event to the system.
struct Truth
{
    qint64 read = 0;
    qint64 sent = 0;
};
/// All of them in an answer's text, in order.
std::vector<Truth> truthsIn(const QByteArray &text);

} // namespace assay::bench
