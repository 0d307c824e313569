// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalog.h"

#include <QCoreApplication>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QWidget;

namespace assay {

/// The fields of an endpoint's dialog for what a person describes: a program, or a server that speaks no dialect that
/// is known. The dialog owns and shows them. GUI thread.
class WrapperFields
{
    Q_DECLARE_TR_FUNCTIONS(assay::WrapperFields)
public:
    WrapperFields(const Endpoint &known, QWidget *parent);

    struct Field
    {
        QString label;
        QWidget *widget;
        QString objectName;
    };
    std::vector<Field> fields() const;
    /// Whether `field` belongs to that kind, with what is set in the others now.
    bool belongs(const QWidget *field, ServerKind kind) const;
    /// The kind was changed: where nobody chose a framing it becomes the usual one.
    void useKind(ServerKind kind);
    QComboBox *framing() const { return m_framing; }
    /// Puts what is there into an endpoint whose kind is known.
    void write(Endpoint &endpoint) const;
    /// Why that endpoint cannot be used, as a sentence; empty when all is well.
    QString problem(const Endpoint &endpoint) const;
    /// "my-model", for a name.
    QString programName() const;

private:
    QLineEdit *pointerField(const QString &known, const QString &example);
    QStringList command() const;
    Framing chosenFraming() const;
    bool hasBadHeader() const;

    QWidget *m_parent;
    AnswerPointers m_pointers; // known, with what has no field
    QLineEdit *m_command;
    QCheckBox *m_shell;
    QPlainTextEdit *m_headers;
    QPlainTextEdit *m_body;
    QComboBox *m_framing;
    QLineEdit *m_delta;
    QLineEdit *m_reasoning;
    QLineEdit *m_finish;
    QLineEdit *m_promptTokens;
    QLineEdit *m_outputTokens;
    QLineEdit *m_error;
    bool m_framingIsChosen;
};

/// Whether a request says which model is meant.
bool takesModelName(const Endpoint &described);

/// A program and its arguments as one line, and back: parted by spaces; double quotes keep what is between them
/// together, three of them are one that is meant.
QString commandLine(const QStringList &command);
QStringList commandOfLine(const QString &line);

} // namespace assay
