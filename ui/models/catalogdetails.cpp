// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/catalogdetails.h"

#include <QEvent>
#include <QFileInfo>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>

#include "models/domain/numbertext.h"
#include "models/domain/sweep.h"
#include "models/domain/trouble.h"
#include "models/items/catalogmodel.h"
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

QString errorText(const Error &error, const TroubleClues &clues)
{
    QStringList lines{error.message};
    if (const QString advice = adviceFor(error, clues); !advice.isEmpty()) {
        lines << advice;
    }
    if (!error.detail.isEmpty() && error.detail != error.message) {
        lines << error.detail;
    }
    return lines.join(u'\n');
}

QString probeText(const ProbeResult &probe, const TroubleClues &clues)
{
    if (!probe.ready) {
        return probe.error ? errorText(*probe.error, clues) : CatalogDetails::tr("no answer");
    }
    return CatalogDetails::tr("ready, first token after %1").arg(durationText(probe.ttftMs));
}

/// "loaded, 1.2 GB of memory, 800 MB of it on the GPU", as far as the server says.
QString stateText(const ModelState &state)
{
    QStringList parts;
    if (state.presence) {
        parts << modelPresenceName(*state.presence);
    }
    if (state.memoryMb) {
        parts << CatalogDetails::tr("%1 of memory").arg(sizeText(state.memoryMb));
    }
    if (state.gpuMemoryMb) {
        parts << CatalogDetails::tr("%1 of it on the GPU").arg(sizeText(state.gpuMemoryMb));
    }
    if (!state.problem.isEmpty()) {
        parts << state.problem;
    }
    return parts.join(u", "_s);
}

QString marksText(const std::vector<CheckResult> &checks)
{
    QStringList marks;
    for (const CheckResult &check : checks) {
        // No break between a mark and its name.
        marks << checkMark(check.state) + QChar(QChar::Nbsp)
                + probeCheckName(check.check).replace(u' ', QChar(QChar::Nbsp));
    }
    return marks.join(u" · "_s);
}

/// The marks in words, for a screen reader.
QString spokenChecks(const std::vector<CheckResult> &checks)
{
    QStringList words;
    for (const CheckResult &check : checks) {
        words << CatalogDetails::tr("%1: %2").arg(probeCheckName(check.check), checkStateName(check.state));
    }
    return words.join(u", "_s);
}

void addChecks(Rows &rows, const std::vector<CheckResult> &checks)
{
    rows << std::pair(CatalogDetails::tr("Checks"), marksText(checks));
    for (const CheckResult &check : checks) {
        const bool isSaid = check.check == ProbeCheck::Answers; // as the probe's own result
        if (check.state == CheckState::Failed && !isSaid) {
            rows << std::pair(checkMark(check.state) + u' ' + probeCheckName(check.check), check.sentence);
        }
    }
}

/// Each with who said it.
void addMetadata(Rows &rows, const ModelMetadata &known)
{
    const auto add = [&](MetadataField field, const QString &label, const QString &value) {
        if (!value.isEmpty()) {
            const bool isTold = known.fromServer.testFlag(field);
            rows << std::pair(label,
                              isTold ? CatalogDetails::tr("%1 (server)").arg(value)
                                     : CatalogDetails::tr("%1 (models.json)").arg(value));
        }
    };
    const auto tokens = [&](int count) { return CatalogDetails::tr("%1 tokens").arg(QLocale().toString(count)); };
    add(MetadataField::Size, CatalogDetails::tr("Size"), known.sizeMb ? sizeText(known.sizeMb) : QString());
    add(MetadataField::ParameterCount, CatalogDetails::tr("Parameters"),
        known.parameterCount ? parameterCountText(known.parameterCount) : QString());
    add(MetadataField::ContextLength, CatalogDetails::tr("Context"),
        known.contextLength ? tokens(*known.contextLength) : QString());
    add(MetadataField::Quantization, CatalogDetails::tr("Quantisation"), known.quantization.value_or(QString()));
    add(MetadataField::License, CatalogDetails::tr("Licence"), known.license.value_or(QString()));
    add(MetadataField::Device, CatalogDetails::tr("Runs on"), known.device.value_or(QString()));
    add(MetadataField::ExecutionProvider, CatalogDetails::tr("Execution provider"),
        known.executionProvider.value_or(QString()));
    add(MetadataField::Family, CatalogDetails::tr("Variant of"), known.family.value_or(QString()));
    add(MetadataField::OwnedBy, CatalogDetails::tr("Owner"), known.ownedBy.value_or(QString()));
    add(MetadataField::Watts, CatalogDetails::tr("Power"),
        known.watts ? CatalogDetails::tr("%1 W").arg(QLocale().toString(*known.watts)) : QString());
    add(MetadataField::Capabilities, CatalogDetails::tr("Capabilities"), known.capabilities.join(u", "));
}

} // namespace

CatalogDetails::CatalogDetails(const CatalogModel *model, QWidget *parent)
    : QTextEdit(parent), m_model(model), m_openFolder(new QPushButton(tr("Open folder"), this))
{
    setObjectName(u"catalogDetails"_s);
    setAccessibleName(tr("Details"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false);
    m_openFolder->setObjectName(u"openFolder"_s);
    m_openFolder->setAccessibleName(m_openFolder->text());
    connect(m_openFolder, &QPushButton::clicked, this, [this] { Q_EMIT openFolderRequested(m_folder); });
    showNothing();
}

void CatalogDetails::showNothing()
{
    offerFolder({});
    setAccessibleDescription({});
    put({}, {{QString(), tr("Choose a model or a server to see what is known about it.")}});
}

void CatalogDetails::showModel(const ModelAlias &alias)
{
    const Model *model = m_model->catalog().model(alias);
    if (!model) {
        return showNothing();
    }
    offerFolder({});
    setAccessibleDescription({});
    Rows rows;
    if (const auto probe = m_model->probeResult(alias)) {
        rows << std::pair(probe->ready ? tr("Probe") : tr("Probe failed"), probeText(*probe, m_model->cluesFor(*model)))
             << std::pair(tr("Answer"), probe->answer.simplified());
        addChecks(rows, probe->checks);
        setAccessibleDescription(spokenChecks(probe->checks));
    } else if (m_model->isGone(alias)) {
        rows << std::pair(tr("State"), tr("The server does not offer it now. Load it there, or refresh."));
    }
    const Endpoint *home = m_model->endpointOf(*model);
    rows << std::pair(tr("Server"), home ? home->id.value : tr("none; edit the model to choose one"))
         << std::pair(tr("Id"), model->serverId) << std::pair(tr("On the server"), stateText(m_model->stateOf(*model)));
    if (home && isSimulated(*home, *model)) {
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
    setAccessibleDescription({});
    Rows rows;
    if (const auto error = m_model->endpointError(id)) {
        rows << std::pair(tr("Problem"), errorText(*error, m_model->cluesFor(*endpoint)));
    }
    rows << std::pair(tr("Address"), endpoint->url.toDisplayString())
         << std::pair(tr("Program"), endpoint->command.join(u' '))
         << std::pair(tr("Kind"), m_model->serverNameOf(*endpoint)) << std::pair(tr("Version"), m_model->versionOf(id))
         << std::pair(tr("Key"), endpoint->key ? keyReferenceText(*endpoint->key) : QString());
    if (endpoint->found) {
        rows << std::pair(tr("Found"), tr("by looking at the ports of this machine"));
    }
    const QString folder = m_model->modelFolderOf(id);
    rows << std::pair(tr("Its models lie in"), folder);
    offerFolder(isLoopback(endpoint->url) && QFileInfo(folder).isDir() ? folder : QString());
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

void CatalogDetails::offerFolder(const QString &path)
{
    m_folder = path;
    m_openFolder->setToolTip(path);
    m_openFolder->setVisible(!path.isEmpty());
    placeButton();
}

void CatalogDetails::placeButton()
{
    const QSize size = m_openFolder->sizeHint();
    setViewportMargins(0, 0, 0, m_folder.isEmpty() ? 0 : size.height() + theme::gap(1));
    m_openFolder->setGeometry(QRect(QPoint(0, height() - size.height()), size));
}

void CatalogDetails::resizeEvent(QResizeEvent *event)
{
    QTextEdit::resizeEvent(event);
    placeButton();
}

void CatalogDetails::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        put(QString(m_heading), Rows(m_rows)); // its colours stand in the text
    }
}

} // namespace assay
