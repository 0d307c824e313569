// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/catalogmodel.h"

#include <QPointer>
#include <QUndoCommand>

namespace assay {

/// One change of the catalog by hand. Taking it back leaves alone what has come since (ticks, listings). GUI thread.
class CatalogCommand final : public QUndoCommand
{
public:
    CatalogCommand(CatalogModel *model, Catalog after, const QString &text)
        : QUndoCommand(text), m_model(model), m_before(model->catalog()), m_after(std::move(after))
    {
    }
    void redo() override { step(m_before, m_after); }
    void undo() override { step(m_after, m_before); }

private:
    void step(const Catalog &from, const Catalog &to)
    {
        if (m_model) {
            m_model->setCatalog(patchedCatalog(from, to, m_model->catalog()));
        }
    }

    QPointer<CatalogModel> m_model;
    Catalog m_before, m_after;
};

} // namespace assay
