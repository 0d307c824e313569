// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/settings/settings.h"
#include "app/gui/workbench.h"
#include "ui/common/dialogs.h"
#include "ui/theme/quietstyle.h"
#include "ui/window/mainwindow.h"

#include <QApplication>

using namespace Qt::Literals::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(u"Assay"_s);
    QCoreApplication::setApplicationName(u"assay"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ASSAY_VERSION));
    QGuiApplication::setDesktopFileName(u"assay"_s);

    QApplication::setStyle(new assay::QuietStyle);

    assay::Settings settings;
    assay::PlatformDialogs dialogs;
    assay::WorkbenchOptions options;
    options.namedServer = QUrl(qEnvironmentVariable("FOUNDRY_LOCAL_ENDPOINT")); // as for assay-cli
    assay::Workbench workbench(settings, dialogs, options);
    // The window may have been hidden while a run ended in the background; then Qt does not count it as the last one.
    QObject::connect(workbench.window(), &assay::MainWindow::closing, &app, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    workbench.open(QCoreApplication::arguments().mid(1));
    return QApplication::exec();
}
