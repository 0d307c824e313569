// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/serverstate.h"

#include "models/domain/text.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace assay {

QString modelPresenceName(ModelPresence presence)
{
    switch (presence) {
    case ModelPresence::Offered:
        return Text::tr("not downloaded");
    case ModelPresence::Downloading:
        return Text::tr("downloading");
    case ModelPresence::OnDisk:
        return Text::tr("not loaded");
    case ModelPresence::Loading:
        return Text::tr("loading");
    case ModelPresence::Loaded:
        return Text::tr("loaded");
    case ModelPresence::Sleeping:
        return Text::tr("sleeping");
    case ModelPresence::Failed:
        return Text::tr("failed to load");
    }
    return {};
}

bool isSameModelId(const QString &listed, const QString &asked)
{
    static const QRegularExpression suffix(u"^:(latest|\\d+)$"_s);
    return listed == asked || (listed.startsWith(asked) && suffix.match(listed.mid(asked.size())).hasMatch());
}

ModelState stateIn(const QMap<QString, ModelState> &states, const QString &serverId)
{
    if (const auto exact = states.constFind(serverId); exact != states.constEnd())
        return *exact;
    for (auto it = states.constBegin(); it != states.constEnd(); ++it) {
        if (isSameModelId(it.key(), serverId))
            return it.value();
    }
    return {};
}

QString serverTaskName(ServerTask task)
{
    switch (task) {
    case ServerTask::Load:
        return Text::tr("Load");
    case ServerTask::Unload:
        return Text::tr("Unload");
    case ServerTask::Download:
        return Text::tr("Download");
    case ServerTask::Remove:
        return Text::tr("Remove from disk");
    case ServerTask::Start:
        return Text::tr("Start server");
    }
    return {};
}

} // namespace assay
