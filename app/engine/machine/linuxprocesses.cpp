// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/machine/processes.h"

#include "app/engine/machine/systemfiles.h"

#include <QHash>

#include <algorithm>
#include <filesystem>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 bytesPerKib = 1024;

/// Programs that hold a port for a server somewhere else. The kernel gives 15 letters of a name.
bool passesOn(const QByteArray &program)
{
    static const QList<QByteArray> names{"docker-proxy", "rootlesskit", "slirp4netns", "pasta", "passt",
                                         "gvproxy",      "ssh",         "sshd",        "socat", "conmon"};
    return names.contains(program);
}

/// Who may hold a service's port to start it when somebody calls; the service is another process.
bool startsServices(const QByteArray &program)
{
    return program == "systemd" || program == "init";
}

struct Socket
{
    QByteArray inode;
    quint32 user = 0;
};

/// What /proc/PID/stat tells.
struct Stat
{
    QByteArray program;
    qint64 parent = 0;
    qint64 ticks = 0; // user and system time
};

std::optional<Stat> readStat(const QByteArray &line)
{
    // "pid (name) state ppid ... utime(14) stime(15) ..."; the name may hold spaces and brackets.
    constexpr qsizetype parent = 1, userTime = 11, systemTime = 12; // behind the name
    const qsizetype open = line.indexOf('('), close = line.lastIndexOf(')');
    const QList<QByteArray> fields = line.mid(close + 2).split(' ');
    if (open < 0 || close < open || fields.size() <= systemTime)
        return std::nullopt;
    return Stat{line.mid(open + 1, close - open - 1), fields[parent].toLongLong(),
                fields[userTime].toLongLong() + fields[systemTime].toLongLong()};
}

/// The kernel writes addresses as it holds them: "0100007F" is 127.0.0.1. Any address, loopback, and both of them as
/// IPv6 and mapped into it.
bool isOfThisMachine(const QByteArray &address)
{
    static const QByteArray mapped("0000000000000000FFFF0000");
    if (address.size() == 8)
        return address == "00000000" || address.endsWith("7F");
    return address == QByteArray(32, '0') || address == QByteArray(24, '0') + "01000000"
        || (address.startsWith(mapped) && isOfThisMachine(address.mid(mapped.size())));
}

class LinuxProcesses final : public Processes
{
public:
    explicit LinuxProcesses(const QString &root) : m_files(root) { }

    std::vector<qint64> listenersOn(quint16 port) const override
    {
        const std::vector<Socket> sockets = socketsOn(port);
        if (sockets.empty())
            return {};
        const QHash<qint64, Stat> all = stats();
        std::vector<qint64> holders = holdersOf(sockets, all);
        if (holders.empty())
            holders = ownedBy(sockets.front().user, all);
        std::vector<qint64> topmost; // children may have the socket too, without listening
        std::ranges::copy_if(holders, std::back_inserter(topmost),
                             [&](qint64 pid) { return !hasAncestorIn(holders, all, pid); });
        const bool forwarded = std::ranges::any_of(topmost, [&](qint64 pid) { return passesOn(all[pid].program); });
        return forwarded ? std::vector<qint64>() : topmost;
    }

    std::vector<ProcessReading> treeOf(const std::vector<qint64> &listeners) const override
    {
        const QHash<qint64, Stat> all = stats();
        std::vector<ProcessReading> tree;
        for (auto it = all.cbegin(); it != all.cend(); ++it) {
            const bool listens = std::ranges::find(listeners, it.key()) != listeners.end();
            if (listens || hasAncestorIn(listeners, all, it.key()))
                tree.push_back(readingOf(it.key(), *it, listens));
        }
        std::ranges::sort(tree, {}, &ProcessReading::pid);
        return tree;
    }

private:
    std::vector<Socket> socketsOn(quint16 port) const
    {
        constexpr qsizetype local = 1, state = 3, user = 7, inode = 9;
        const QByteArray wanted = QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
        std::vector<Socket> sockets;
        for (const QString &table : {u"proc/net/tcp"_s, u"proc/net/tcp6"_s}) {
            for (const QByteArray &line : m_files.bytes(table).split('\n')) {
                const QList<QByteArray> fields = line.simplified().split(' ');
                if (fields.size() <= inode || fields[state] != "0A") // listening
                    continue;
                const QList<QByteArray> address = fields[local].split(':');
                if (address.size() == 2 && address[1] == wanted && isOfThisMachine(address[0]))
                    sockets.push_back({fields[inode], fields[user].toUInt()});
            }
        }
        return sockets;
    }

    QHash<qint64, Stat> stats() const
    {
        QHash<qint64, Stat> all;
        std::error_code error;
        for (const auto &entry : std::filesystem::directory_iterator(m_files.path(u"proc"_s).toStdString(), error)) {
            bool isNumber = false;
            const QString name = QString::fromStdString(entry.path().filename().string());
            const qint64 pid = name.toLongLong(&isNumber);
            if (!isNumber)
                continue;
            if (const std::optional<Stat> stat = readStat(m_files.bytes(fileOf(pid, u"stat"_s))))
                all.insert(pid, *stat);
        }
        return all;
    }

    std::vector<qint64> holdersOf(const std::vector<Socket> &sockets, const QHash<qint64, Stat> &all) const
    {
        std::vector<qint64> holders;
        for (auto it = all.keyBegin(); it != all.keyEnd(); ++it) {
            if (!startsServices(all[*it].program) && holdsOne(*it, sockets))
                holders.push_back(*it);
        }
        return holders;
    }

    bool holdsOne(qint64 pid, const std::vector<Socket> &sockets) const
    {
        std::error_code error;
        const std::string folder = m_files.path(fileOf(pid, u"fd"_s)).toStdString();
        for (const auto &entry : std::filesystem::directory_iterator(folder, error)) {
            const std::string target = std::filesystem::read_symlink(entry.path(), error).string();
            if (std::ranges::any_of(sockets, [&](const Socket &socket) {
                    return target == "socket:[" + socket.inode.toStdString() + ']';
                }))
                return true;
        }
        return false;
    }

    /// Another user's files may not be looked at. A server that has a user of its own, as services have, is found by
    /// that; root and the users of people run much else.
    std::vector<qint64> ownedBy(quint32 user, const QHash<qint64, Stat> &all) const
    {
        constexpr quint32 firstPerson = 1000;
        std::vector<qint64> owned;
        if (user == 0 || user >= firstPerson)
            return owned;
        for (auto it = all.keyBegin(); it != all.keyEnd(); ++it) {
            const QString users = m_files.value(fileOf(*it, u"status"_s), u"Uid"_s); // real, effective, ...
            if (users.section(u'\t', 1, 1) == QString::number(user))
                owned.push_back(*it);
        }
        return owned;
    }

    static bool hasAncestorIn(const std::vector<qint64> &pids, const QHash<qint64, Stat> &all, qint64 pid)
    {
        // Bounded, as the table is read while processes come and go.
        auto at = all.constFind(pid);
        for (int depth = 0; depth < 64 && at != all.cend() && at->parent > 0; ++depth) {
            if (std::ranges::find(pids, at->parent) != pids.end())
                return true;
            at = all.constFind(at->parent);
        }
        return false;
    }

    ProcessReading readingOf(qint64 pid, const Stat &stat, bool listens) const
    {
        ProcessReading reading;
        reading.pid = pid;
        reading.cpuTicks = stat.ticks;
        reading.listens = listens;
        for (const QByteArray &line : m_files.bytes(fileOf(pid, u"status"_s)).split('\n')) {
            const qint64 bytes = line.simplified().split(' ').value(1).toLongLong() * bytesPerKib;
            if (line.startsWith("VmRSS:"))
                reading.residentBytes = bytes;
            else if (line.startsWith("RssFile:") || line.startsWith("RssShmem:"))
                reading.fileBytes += bytes;
        }
        return reading;
    }

    static QString fileOf(qint64 pid, const QString &name) { return u"proc/%1/%2"_s.arg(pid).arg(name); }

    SystemFiles m_files;
};

} // namespace

std::unique_ptr<Processes> makeProcesses(const QString &root)
{
#ifdef Q_OS_LINUX
    return std::make_unique<LinuxProcesses>(root);
#else
    Q_UNUSED(root);
    return nullptr;
#endif
}

} // namespace assay
