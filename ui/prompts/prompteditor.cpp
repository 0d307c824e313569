// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompteditor.h"

#include "models/items/promptsmodel.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostTokens = 1'000'000;

/// Only where it differs, so that the cursor stays where the person types.
void put(QPlainTextEdit *box, const QString &text)
{
    if (box->toPlainText() != text) {
        box->setPlainText(text);
    }
}

QLabel *labelFor(QWidget *field, const QString &text)
{
    auto *label = new QLabel(text, field->parentWidget());
    label->setBuddy(field);
    return label;
}

} // namespace

PromptEditor::PromptEditor(QWidget *parent) : QWidget(parent), m_maxTokens(new QSpinBox(this))
{
    setObjectName(u"promptEditor"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    m_text = addBox(grid, 0, 0, tr("Prompt"), u"promptText"_s,
                    tr("What the models are asked. {{name}} stands for a variable."));
    m_expected = addBox(grid, 0, 1, tr("Expected aspects"), u"promptExpected"_s,
                        tr("What a good answer has, one a line: check boxes while you compare."));
    m_system = addBox(grid, 2, 0, tr("System"), u"promptSystem"_s, tr("Empty: the prompt set's or the model's own."));
    m_reference =
        addBox(grid, 2, 1, tr("Reference answer"), u"promptReference"_s, tr("For your eyes only; never sent."));
    m_tags = addLine(grid, 4, tr("Tags"), u"promptTags"_s, tr("Separated by commas"));
    m_maxTokens->setObjectName(u"promptMaxTokens"_s);
    m_maxTokens->setAccessibleName(tr("Max tokens"));
    m_maxTokens->setRange(0, mostTokens);
    m_maxTokens->setSpecialValueText(tr("as in Run"));
    grid->addWidget(labelFor(m_maxTokens, tr("Max tokens")), 4, 1);
    grid->addWidget(m_maxTokens, 5, 1);
    grid->setRowStretch(1, 3);
    grid->setRowStretch(3, 2);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    connect(m_maxTokens, &QSpinBox::valueChanged, this, [this] { report(u"max_tokens"_s); });
    show(nullptr);
}

QPlainTextEdit *PromptEditor::addBox(QGridLayout *grid, int row, int column, const QString &label, const QString &name,
                                     const QString &hint)
{
    auto *box = new QPlainTextEdit(this);
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setPlaceholderText(hint);
    box->setTabChangesFocus(true);
    box->setUndoRedoEnabled(false); // Edit > Undo takes typing back, together with everything else
    box->setMinimumHeight(theme::gap(6));
    grid->addWidget(labelFor(box, label), row, column);
    grid->addWidget(box, row + 1, column);
    connect(box, &QPlainTextEdit::textChanged, this, [this, name] { report(name); });
    return box;
}

QLineEdit *PromptEditor::addLine(QGridLayout *grid, int row, const QString &label, const QString &name,
                                 const QString &hint)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(name);
    line->setAccessibleName(label);
    line->setPlaceholderText(hint);
    grid->addWidget(labelFor(line, label), row, 0);
    grid->addWidget(line, row + 1, 0);
    connect(line, &QLineEdit::textEdited, this, [this, name] { report(name); });
    return line;
}

void PromptEditor::show(const Prompt *prompt)
{
    m_filling = true;
    m_prompt = prompt ? *prompt : Prompt{};
    put(m_text, m_prompt.text);
    put(m_system, m_prompt.system);
    put(m_reference, m_prompt.reference);
    QStringList typed = m_expected->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    for (QString &line : typed) {
        line = line.trimmed();
    }
    if (typed != m_prompt.expected) { // a line just begun is no aspect yet, but stays
        put(m_expected, m_prompt.expected.join(u'\n'));
    }
    if (tagsFromText(m_tags->text()) != m_prompt.tags) {
        m_tags->setText(tagsText(m_prompt.tags));
    }
    m_maxTokens->setValue(m_prompt.maxTokens.value_or(0));
    m_filling = false;
    setEnabled(prompt != nullptr);
}

void PromptEditor::focusText()
{
    m_text->setFocus(Qt::OtherFocusReason);
    m_text->selectAll();
}

void PromptEditor::report(const QString &field)
{
    if (m_filling) {
        return;
    }
    m_prompt.text = m_text->toPlainText();
    m_prompt.system = m_system->toPlainText();
    m_prompt.reference = m_reference->toPlainText();
    m_prompt.expected.clear();
    for (const QString &line : m_expected->toPlainText().split(u'\n')) {
        if (!line.trimmed().isEmpty()) {
            m_prompt.expected << line.trimmed();
        }
    }
    m_prompt.tags = tagsFromText(m_tags->text());
    m_prompt.maxTokens = m_maxTokens->value() > 0 ? std::optional<int>(m_maxTokens->value()) : std::nullopt;
    Q_EMIT edited(m_prompt, field);
}

} // namespace assay
