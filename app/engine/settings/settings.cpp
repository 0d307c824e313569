// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/settings/settings.h"

#include "models/domain/calibrationjson.h"
#include "models/domain/compare/compare.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype maxRecentFiles = 10;

namespace key {
const QString recentFiles = u"files/recent"_s;
const QString lastWorkspace = u"files/last_workspace"_s;
const QString windowLayout = u"window/layout"_s;
const QString viewStates = u"window/views/"_s;
const QString rounds = u"run/rounds"_s;
const QString warmups = u"run/warmups"_s;
const QString order = u"run/order"_s;
const QString concurrency = u"run/concurrency"_s;
const QString seed = u"run/seed"_s;
const QString temperature = u"run/temperature"_s;
const QString maxTokens = u"run/max_tokens"_s;
const QString idleTimeout = u"run/idle_timeout_seconds"_s;
const QString threshold = u"results/threshold"_s;
const QString pricePerKwh = u"results/price_per_kwh"_s;
const QString currency = u"results/currency"_s;
const QString loading = u"run/loading"_s;
const QString keepWarm = u"run/keep_warm"_s;
const QString nonce = u"run/nonce"_s;
const QString deterministic = u"run/deterministic"_s;
const QString calibration = u"machine/calibration"_s;
} // namespace key

/// As text, so that "not said" and every number have a place in it.
template <class T> QString textOf(const std::optional<T> &value)
{
    return value ? QVariant(*value).toString() : QString();
}

} // namespace

Settings::Settings()
    : Settings(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"assay"_s, u"assay"_s))
{
}

Settings::Settings(const QString &iniPath) : Settings(std::make_unique<QSettings>(iniPath, QSettings::IniFormat))
{
}

Settings::Settings(std::unique_ptr<QSettings> store) : m_store(std::move(store))
{
}

Settings::~Settings() = default;

template <class T> T Settings::read(const QString &key, const T &fallback) const
{
    QVariant value = m_store->value(key);
    return value.isValid() && value.convert(QMetaType::fromType<T>()) ? value.value<T>() : fallback;
}

template <class T> void Settings::write(const QString &key, const T &value, const T &fallback)
{
    if (value == fallback) {
        m_store->remove(key);
    } else {
        m_store->setValue(key, QVariant::fromValue(value));
    }
}

int Settings::readAtLeast(const QString &key, int minimum, int fallback) const
{
    const int value = read(key, fallback);
    return value >= minimum ? value : fallback;
}

QStringList Settings::recentFiles() const
{
    QStringList files = read(key::recentFiles, QStringList());
    files.removeIf([](const QString &file) { return !QFileInfo::exists(file); });
    return files.mid(0, maxRecentFiles);
}

void Settings::addRecentFile(const QString &path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    QStringList files = recentFiles();
    files.removeAll(file);
    files.prepend(file);
    write(key::recentFiles, files.mid(0, maxRecentFiles), {});
}

void Settings::clearRecentFiles()
{
    m_store->remove(key::recentFiles);
}

QString Settings::lastWorkspace() const
{
    const QString path = read(key::lastWorkspace, QString());
    return QFileInfo::exists(path) ? path : defaultWorkspacePath();
}

void Settings::setLastWorkspace(const QString &path)
{
    write(key::lastWorkspace, path, {});
}

QByteArray Settings::windowLayout() const
{
    return read(key::windowLayout, QByteArray());
}

void Settings::setWindowLayout(const QByteArray &layout)
{
    write(key::windowLayout, layout, {});
}

QByteArray Settings::viewState(const QString &name) const
{
    return read(QString(key::viewStates + name), QByteArray());
}

void Settings::setViewState(const QString &name, const QByteArray &state)
{
    write(QString(key::viewStates + name), state, {});
}

RunOptions Settings::runOptions() const
{
    const RunOptions standard;
    RunOptions options;
    options.rounds = readAtLeast(key::rounds, 1, standard.rounds);
    options.warmups = readAtLeast(key::warmups, 0, standard.warmups);
    options.order = runOrderFromKey(read(key::order, QString())).value_or(standard.order);
    options.concurrency = readAtLeast(key::concurrency, 1, standard.concurrency);
    options.seed = read(key::seed, standard.seed);
    options.idleTimeoutSeconds = readAtLeast(key::idleTimeout, 1, standard.idleTimeoutSeconds);
    options.loading = modelLoadingFromKey(read(key::loading, QString())).value_or(standard.loading);
    options.keepWarm = read(key::keepWarm, standard.keepWarm);
    options.nonce = read(key::nonce, standard.nonce);
    options.deterministic = read(key::deterministic, standard.deterministic);
    bool isNumber = false;
    if (const double t = read(key::temperature, QString()).toDouble(&isNumber); isNumber && t >= 0) {
        options.parameters.temperature = t;
    }
    if (const int n = read(key::maxTokens, QString()).toInt(&isNumber); isNumber && n >= 1) {
        options.parameters.maxTokens = n;
    }
    return options;
}

void Settings::setRunOptions(const RunOptions &options)
{
    const RunOptions standard;
    write(key::rounds, options.rounds, standard.rounds);
    write(key::warmups, options.warmups, standard.warmups);
    write(key::order, runOrderKey(options.order), runOrderKey(standard.order));
    write(key::concurrency, options.concurrency, standard.concurrency);
    write(key::seed, options.seed, standard.seed);
    write(key::idleTimeout, options.idleTimeoutSeconds, standard.idleTimeoutSeconds);
    write(key::loading, modelLoadingKey(options.loading), modelLoadingKey(standard.loading));
    write(key::keepWarm, options.keepWarm, standard.keepWarm);
    write(key::nonce, options.nonce, standard.nonce);
    write(key::deterministic, options.deterministic, standard.deterministic);
    write(key::temperature, textOf(options.parameters.temperature), textOf(standard.parameters.temperature));
    write(key::maxTokens, textOf(options.parameters.maxTokens), textOf(standard.parameters.maxTokens));
}

std::optional<Calibration> Settings::calibration() const
{
    const Result<Calibration> read = readCalibration(this->read(key::calibration, QString()).toUtf8(), {});
    return read ? std::optional(*read) : std::nullopt;
}

void Settings::setCalibration(const Calibration &calibration)
{
    write(key::calibration, QString::fromUtf8(calibrationJson(calibration).compact()), {});
}

void Settings::addCalibrationTo(Environment &environment) const
{
    const std::optional<Calibration> newest = calibration();
    if (!environment.calibration && newest && isOf(*newest, environment))
        environment.calibration = newest;
}

double Settings::threshold() const
{
    const double standard = CompareOptions().threshold;
    const double value = read(key::threshold, standard);
    return value > 0 && value < 1 ? value : standard;
}

void Settings::setThreshold(double threshold)
{
    write(key::threshold, threshold, CompareOptions().threshold);
}

std::optional<EnergyPrice> Settings::energyPrice() const
{
    bool isNumber = false;
    const double perKwh = read(key::pricePerKwh, QString()).toDouble(&isNumber);
    return isNumber && perKwh > 0 ? std::optional(EnergyPrice{perKwh, read(key::currency, QString())}) : std::nullopt;
}

void Settings::setEnergyPrice(const std::optional<EnergyPrice> &price)
{
    write(key::pricePerKwh, textOf(price ? std::optional(price->perKwh) : std::nullopt), QString());
    write(key::currency, price ? price->currency : QString(), QString());
}

void Settings::addPriceTo(RunCosts &costs) const
{
    if (const std::optional<EnergyPrice> price = energyPrice())
        costs.price = price;
}

void Settings::sync()
{
    m_store->sync();
}

QString defaultWorkspacePath()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QDir().mkpath(folder);
    return QDir(folder).filePath(u"default.assay"_s);
}

} // namespace assay
