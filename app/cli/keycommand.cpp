// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/keycommand.h"

#include "app/engine/keys/keychain.h"
#include "models/domain/text.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

KeyCommand::KeyCommand(Surroundings &surroundings, QObject *parent)
    : Command(surroundings, u"key"_s, Text::tr("Put the key of a server into the keychain, or take it out."), parent)
{
}

void KeyCommand::addOptions(Arguments &arguments) const
{
    arguments.addFile(u"set|remove"_s, Text::tr("set: the key is typed unseen or comes by standard input."));
    arguments.addFile(u"NAME"_s, Text::tr("What models.json refers to: \"key\": \"keychain:NAME\"."));
}

void KeyCommand::begin(const Arguments &arguments)
{
    const QString deed = arguments.files().constFirst();
    const QString name = arguments.files().constLast();
    const std::optional<KeyReference> key = keyReferenceFromText(u"keychain:"_s + name);
    if (!key) {
        return fail(unexpected(u"NAME"_s, name, Text::tr("a name for the key")));
    }
    if (deed != "set"_L1 && deed != "remove"_L1) {
        return fail(unexpected(u"key"_s, deed, Text::tr("set or remove")));
    }
    if (!surroundings().keychain) {
        return fail(noKeychain(name));
    }
    if (deed == "set"_L1) {
        return set(name);
    }
    surroundings().keychain->remove(name, this, [this, name](const Status &status) {
        finish(status, Text::tr("The key %1 is no longer in the keychain.").arg(name));
    });
}

void KeyCommand::set(const QString &name)
{
    const QByteArray key = surroundings().secret ? surroundings().secret() : QByteArray();
    if (const QString problem = keyProblem(key); !problem.isEmpty()) {
        return fail({ErrorCode::BadInput, problem, {}});
    }
    surroundings().keychain->store(name, key, this, [this, name](const Status &status) {
        finish(status,
               Text::tr("The key is in the keychain. Refer to it with \"key\": \"keychain:%1\" in models.json.")
                   .arg(name));
    });
}

void KeyCommand::finish(const Status &status, const QString &done)
{
    if (!status) {
        return fail(status.error());
    }
    console().say(done);
    end(ExitCode::ok);
}

} // namespace assay
