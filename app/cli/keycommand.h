// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace assay {

/// assay-cli key set NAME, key remove NAME: puts a key into the keychain, which models.json then refers to with
/// keychain:NAME. The key is read from standard input, never from an argument: those are open for all to see.
class KeyCommand final : public Command
{
    Q_OBJECT
public:
    explicit KeyCommand(Surroundings &surroundings, QObject *parent = nullptr);

protected:
    void addOptions(Arguments &arguments) const override;
    void begin(const Arguments &arguments) override;

private:
    void set(const QString &name);
    void finish(const Status &status, const QString &done);
};

} // namespace assay
