// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/messages.h"
#include "ui/theme/quietstyle.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTest>
#include <QToolButton>

using namespace assay;
using namespace Qt::Literals::StringLiterals;

namespace {

QPalette paletteOf(const QColor &window, const QColor &base, const QColor &text)
{
    QPalette palette(window);
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::WindowText, text);
    return palette;
}

const QPalette light = paletteOf(QColor(239, 239, 239), Qt::white, Qt::black);
const QPalette dark = paletteOf(QColor(45, 46, 50), QColor(30, 31, 34), QColor(225, 226, 230));

// The colour most of the visible pixels have.
QColor inkOf(const QIcon &icon, QIcon::Mode mode = QIcon::Normal)
{
    const QImage image = icon.pixmap(QSize(24, 24), 1.0, mode).toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() == 255) {
                return image.pixelColor(x, y);
            }
        }
    }
    return {};
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void darkIsSeenInThePalette()
    {
        QVERIFY(!theme::isDark(light));
        QVERIFY(theme::isDark(dark));
    }

    void coloursAreReadableOnBothGrounds()
    {
        for (const QPalette &palette : {light, dark}) {
            for (const QPalette::ColorRole ground : {QPalette::Base, QPalette::Window}) {
                const QColor behind = palette.color(ground);
                for (int place = 0; place < 8; ++place) {
                    QVERIFY2(theme::contrast(theme::identityColour({place}, palette), behind) >= 3,
                             qPrintable(u"place %1"_s.arg(place)));
                }
                QVERIFY(theme::contrast(theme::errorColour(palette), behind) >= 4.5);
                QVERIFY(theme::contrast(theme::goodColour(palette), behind) >= 4.5);
                QVERIFY(theme::contrast(theme::mutedColour(palette), behind) >= 3.5);
            }
        }
    }

    void identitiesDifferInShape()
    {
        QList<QImage> seen;
        for (int place = 0; place < 8; ++place) {
            const QImage shape = theme::identityIcon({place}, light)
                                     .pixmap(QSize(16, 16), 2.0)
                                     .toImage()
                                     .convertToFormat(QImage::Format_Alpha8);
            QVERIFY(!seen.contains(shape));
            seen << shape;
        }
    }

    void everyIconOfTheFolderCanBeDrawn()
    {
        const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
        QVERIFY(files.size() > 40);
        for (const QString &file : files) {
            const QIcon icon = theme::icon(file.chopped(4), light);
            QVERIFY2(!icon.isNull() && inkOf(icon).isValid(), qPrintable(file));
        }
        QVERIFY(theme::icon(u"no-such-icon"_s, light).isNull());
        QVERIFY(!theme::applicationIcon().isNull());
    }

    void iconsFollowThePalette()
    {
        QCOMPARE(inkOf(theme::icon(u"square"_s, light)), QColor(Qt::black));
        QCOMPARE(inkOf(theme::icon(u"square"_s, light), QIcon::Selected), light.color(QPalette::HighlightedText));
        QToolButton button;
        button.setPalette(light);
        theme::setIcon(&button, u"square"_s);
        QCOMPARE(inkOf(button.icon()), light.color(QPalette::Text));
        button.setPalette(dark);
        QCOMPARE(inkOf(button.icon()), dark.color(QPalette::Text));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(theme::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(theme::contrast(Qt::white, Qt::white), 1.0);
        // #767676 on white: the best-known grey that just passes 4.5.
        QVERIFY(std::abs(theme::contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
    }

    void hintsAreReadableWhateverThePlatformSays()
    {
        QuietStyle style(QStyleFactory::create(u"Fusion"_s));
        QPalette platform = dark;
        platform.setColor(QPalette::PlaceholderText, QColor(0, 0, 0, 128)); // as some platforms leave it
        style.polish(platform);
        QVERIFY(theme::contrast(platform.color(QPalette::PlaceholderText), platform.color(QPalette::Base)) >= 3);
        QPalette good = light;
        good.setColor(QPalette::PlaceholderText, QColor(0, 0, 0, 128));
        style.polish(good);
        QCOMPARE(good.color(QPalette::PlaceholderText), QColor(0, 0, 0, 128));
    }

    void boxesCanBeMadeOutOnDarkGround()
    {
        QuietStyle style(QStyleFactory::create(u"Fusion"_s));
        QCheckBox box;
        box.setStyle(&style);
        box.setPalette(dark);
        const QImage image = box.grab().toImage();
        double best = 1;
        for (int x = 0; x < image.width(); ++x) {
            best =
                std::max(best, theme::contrast(image.pixelColor(x, image.height() / 2), dark.color(QPalette::Window)));
        }
        QVERIFY2(best >= 3, qPrintable(QString::number(best)));
    }

    void aModelsSignHasARimOnASelectedRow()
    {
        const QIcon icon = theme::identityIcon({0}, dark);
        QVERIFY(icon.pixmap(QSize(16, 16), 2.0, QIcon::Selected).toImage()
                != icon.pixmap(QSize(16, 16), 2.0, QIcon::Normal).toImage());
    }

    void messageSaysWhatHowAndWhy()
    {
        MessageBar bar;
        QVERIFY(!bar.isVisible());
        QSignalSpy action(&bar, &MessageBar::actionTriggered);
        bar.showError({ErrorCode::Refused, u"Nobody listens there."_s, u"ECONNREFUSED"_s}, u"Try again"_s);
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.accessibleName(), u"Nobody listens there."_s);
        auto *detail = bar.findChild<QLabel *>(u"messageDetail"_s);
        QVERIFY(!detail->isVisible());
        QTest::mouseClick(bar.findChild<QToolButton *>(u"messageMore"_s), Qt::LeftButton);
        QVERIFY(detail->isVisible());
        QTest::mouseClick(bar.findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);
        QCOMPARE(action.size(), 1);
        QTest::mouseClick(bar.findChild<QToolButton *>(u"messageClose"_s), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
        bar.showNotice(u"Saved."_s);
        QVERIFY(!bar.findChild<QToolButton *>(u"messageMore"_s)->isVisible());
        QVERIFY(!bar.findChild<QPushButton *>(u"messageAction"_s)->isVisible());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
