// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogdetails.h"

#include <QEvent>
#include <QLocale>
#include <QScrollBar>

#include "models/domain/numbertext.h"
#include "models/domain/sweep.h"
#include "models/items/catalogmodel.h"
#include "ui/models/advice.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

using Rows = QList<std::pair<QString, QString>>;

QString parameterText(const Model &model)
{
    QStringList words;
    for (const auto &[name, text] : {std::pair(u"temperature"_s, CatalogDetails::tr("temperature %1")),
                                     std::pair(u"max_tokens"_s, CatalogDetails::tr("max tokens %1")),
                                     std::pair(u"seed"_s, CatalogDetails::tr("seed %1"))}) {
        if (const QString values = typedParameter(model, name); !values.isEmpty()) {
            words << text.arg(values);
        }
    }
    for (const SweptParameter &swept : model.sweep) {
        if (swept.name != u"temperature"_s && swept.name != u"max_tokens"_s && swept.name != u"seed"_s) {
            words << swept.name + u' ' + typedParameter(model, swept.name);
        }
    }
    const int runs = combinationCount(model);
    return runs > 1 ? CatalogDetails::tr("%1 (runs as %2 models)").arg(words.join(u", ")).arg(runs) : words.join(u", ");
}

QString errorText(const Error &error)
{
    QStringList lines{error.message};
    if (const QString advice = adviceFor(error.code); !advice.isEmpty()) {
        lines << advice;
    }
    if (!error.detail.isEmpty() && error.detail != error.message) {
        lines << error.detail;
    }
    return lines.join(u'\n');
}

QString probeText(const ProbeResult &probe)
{
    if (!probe.ready) {
        return probe.error ? errorText(*probe.error) : CatalogDetails::tr("no answer");
    }
    return CatalogDetails::tr("ready, first token after %1").arg(durationText(probe.ttftMs));
}

void addMetadata(Rows &rows, const ModelMetadata &known)
{
    if (known.sizeMb) {
        rows << std::pair(CatalogDetails::tr("Size"), sizeText(known.sizeMb));
    }
    if (known.parameterCount) {
        rows << std::pair(CatalogDetails::tr("Parameters"), parameterCountText(known.parameterCount));
    }
    if (known.contextLength) {
        rows << std::pair(CatalogDetails::tr("Context"),
                          CatalogDetails::tr("%1 tokens").arg(QLocale().toString(*known.contextLength)));
    }
    rows << std::pair(CatalogDetails::tr("Quantisation"), known.quantization.value_or(QString()))
         << std::pair(CatalogDetails::tr("Licence"), known.license.value_or(QString()))
         << std::pair(CatalogDetails::tr("Owner"), known.ownedBy.value_or(QString()))
         << std::pair(CatalogDetails::tr("Capabilities"), known.capabilities.join(u", "));
}

} // namespace

CatalogDetails::CatalogDetails(const CatalogModel *model, QWidget *parent) : QTextEdit(parent), m_model(model)
{
    setObjectName(u"catalogDetails"_s);
    setAccessibleName(tr("Details"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    showNothing();
}

void CatalogDetails::showNothing()
{
    put({}, {{QString(), tr("Choose a model or a server to see what is known about it.")}});
}

void CatalogDetails::showModel(const ModelAlias &alias)
{
    const Model *model = m_model->catalog().model(alias);
    if (!model) {
        return showNothing();
    }
    Rows rows;
    if (const auto probe = m_model->probeResult(alias)) {
        rows << std::pair(probe->ready ? tr("Probe") : tr("Probe failed"), probeText(*probe))
             << std::pair(tr("Answer"), probe->answer.simplified());
    } else if (m_model->isGone(alias)) {
        rows << std::pair(tr("State"), tr("The server does not offer it now. Load it there, or refresh."));
    }
    const Endpoint *home = m_model->endpointOf(*model);
    rows << std::pair(tr("Server"), home ? home->id.value : tr("none; edit the model to choose one"))
         << std::pair(tr("Id"), model->serverId);
    if (home && home->kind == ServerKind::Practice) {
        rows << std::pair(tr("Note"), tr("Simulated: its answers and its times are made up."));
    }
    addMetadata(rows, model->metadata);
    rows << std::pair(tr("Sent with each request"), parameterText(*model))
         << std::pair(tr("System text"), model->system);
    put(alias.value, rows);
}

void CatalogDetails::showEndpoint(const EndpointId &id)
{
    const Endpoint *endpoint = m_model->catalog().endpoint(id);
    if (!endpoint) {
        return showNothing();
    }
    Rows rows;
    if (const auto error = m_model->endpointError(id)) {
        rows << std::pair(tr("Problem"), errorText(*error));
    }
    rows << std::pair(tr("Address"), endpoint->url.toDisplayString())
         << std::pair(tr("Program"), endpoint->command.join(u' '))
         << std::pair(tr("Kind"), serverKindName(endpoint->kind))
         << std::pair(tr("Key"), endpoint->key ? keyReferenceText(*endpoint->key) : QString());
    if (endpoint->found) {
        rows << std::pair(tr("Found"), tr("by looking at the ports of this machine"));
    }
    put(id.value, rows);
}

// Whatever a server said is escaped: it is text here and never markup.
void CatalogDetails::put(const QString &heading, const QList<std::pair<QString, QString>> &rows)
{
    m_heading = heading;
    m_rows = rows;
    const QString muted = theme::mutedColour(palette()).name();
    QString html = heading.isEmpty() ? QString() : QString(u"<p><b>"_s + heading.toHtmlEscaped() + u"</b></p>"_s);
    html += u"<table cellspacing=\"0\" cellpadding=\"2\">"_s;
    for (const auto &[label, value] : rows) {
        if (!value.isEmpty()) {
            html += u"<tr><td style=\"color:%1; padding-right:12px\">"_s.arg(muted) + label.toHtmlEscaped()
                + u"</td><td>"_s + value.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</td></tr>"_s;
        }
    }
    html += u"</table>"_s;
    if (html == m_shown) {
        return; // what is selected in it stays selected
    }
    m_shown = html;
    const int at = verticalScrollBar()->value();
    setHtml(html);
    verticalScrollBar()->setValue(at);
}

void CatalogDetails::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        put(QString(m_heading), Rows(m_rows)); // its colours stand in the text
    }
}

} // namespace assay
