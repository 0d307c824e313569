// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/run.h"

#include <QByteArray>
#include <QStringList>

#include <memory>

class QSettings;

namespace assay {

/// What the program remembers about its user between starts; what belongs to a workspace is in the workspace. Each
/// value has one key and one default; a value that equals its default is not written, and keys that this version does
/// not know are kept. Nothing here can fail: what cannot be read is its default. One thread, that of its owner.
class Settings
{
public:
    Settings(); // the user's settings file, where the platform keeps such files
    explicit Settings(const QString &iniPath); // another file
    explicit Settings(std::unique_ptr<QSettings> store);
    ~Settings();

    /// At most ten, newest first; files that are gone are left out.
    QStringList recentFiles() const;
    void addRecentFile(const QString &path);
    void clearRecentFiles();

    /// The default workspace (which may not be there yet) where none was opened before or where it is gone.
    QString lastWorkspace() const;
    void setLastWorkspace(const QString &path);

    QByteArray windowLayout() const; // geometry, docks and pane, as the window itself packs them
    void setWindowLayout(const QByteArray &layout);
    /// `name` is the objectName of a splitter or a table's header.
    QByteArray viewState(const QString &name) const;
    void setViewState(const QString &name, const QByteArray &state);

    /// What a new run starts from. Free request parameters (`parameters.extra`, `parameters.seed`) are not remembered.
    RunOptions runOptions() const;
    void setRunOptions(const RunOptions &options);

    /// The newest one made on this machine; none where it cannot be read.
    std::optional<Calibration> calibration() const;
    void setCalibration(const Calibration &calibration);
    /// Gives an environment that has none the newest calibration, where it is of that machine and clock.
    void addCalibrationTo(Environment &environment) const;

    /// The smallest difference in speed that matters, as a share (0.03 is 3 %); above 0 and below 1.
    double threshold() const;
    void setThreshold(double threshold);

    /// What a kilowatt-hour costs here, above 0; none until it is set.
    std::optional<EnergyPrice> energyPrice() const;
    void setEnergyPrice(const std::optional<EnergyPrice> &price);
    /// Today's price takes the place of the one that a run was made with; without one that one stays.
    void addPriceTo(RunCosts &costs) const;

    /// Writes to the disk what was set; also done by the destructor.
    void sync();

private:
    template <class T> T read(const QString &key, const T &fallback) const;
    template <class T> void write(const QString &key, const T &value, const T &fallback);
    int readAtLeast(const QString &key, int minimum, int fallback) const;

    std::unique_ptr<QSettings> m_store;
};

/// "default.assay" in the user's data folder, which is made where it is missing.
QString defaultWorkspacePath();

} // namespace assay
