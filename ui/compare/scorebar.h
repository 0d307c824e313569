// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <array>
#include <optional>

class QToolButton;

namespace assay {

/// The scores 1 to 5 as buttons of which at most one is pressed. Pressing it again clears. GUI thread.
class ScoreBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ScoreBar(QWidget *parent = nullptr);
    std::optional<int> value() const { return m_value; }
    void setValue(std::optional<int> value); // without changed()

Q_SIGNALS:
    void changed(std::optional<int> value);

protected:
    void changeEvent(QEvent *event) override;

private:
    std::optional<int> m_value;
    std::array<QToolButton *, 5> m_buttons{};
};

} // namespace assay
