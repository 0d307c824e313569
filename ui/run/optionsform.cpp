// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/optionsform.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QSpinBox>
#include <QToolButton>

#include "ui/run/optionalspin.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

QSpinBox *wholeNumber(int least, int most, QWidget *parent)
{
    auto *spin = new QSpinBox(parent);
    spin->setRange(least, most);
    return spin;
}

} // namespace

OptionsForm::OptionsForm(QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton(this))
    , m_sentence(new QLabel(this))
    , m_fields(new QWidget(this))
    , m_row(new QHBoxLayout(m_fields))
    , m_rounds(wholeNumber(1, 1000, m_fields))
    , m_warmups(wholeNumber(0, 100, m_fields))
    , m_order(new QComboBox(m_fields))
    , m_concurrency(wholeNumber(1, 64, m_fields))
    , m_temperature(new OptionalDoubleSpin(2.0, 0.1, m_fields))
    , m_maxTokens(new OptionalSpin(1, 1'000'000, m_fields))
    , m_seed(new QLineEdit(m_fields))
    , m_idle(wholeNumber(1, 3600, m_fields))
{
    m_fold->setObjectName(u"runOptionsFold"_s);
    m_fold->setText(tr("Options"));
    m_fold->setAccessibleName(tr("Options"));
    m_fold->setToolTip(tr("Show or hide the options of the next run"));
    m_fold->setAutoRaise(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(u"\\d{1,19}"_s), m_seed));
    m_seed->setMaximumWidth(m_seed->fontMetrics().averageCharWidth() * 14);
    m_idle->setSuffix(tr(" s"));
    fillOrders();
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(theme::gap(1));
    addField(m_rounds, u"runRounds"_s, tr("Rounds"), tr("How often each model gets each prompt"));
    addField(m_warmups, u"runWarmups"_s, tr("Warm-up"),
             tr("Requests before a model's first measured one; kept, but in no figure"));
    addField(m_order, u"runOrder"_s, tr("Order"), {});
    addField(m_concurrency, u"runConcurrency"_s, tr("At once"), tr("Requests under way at the same time"));
    addField(m_temperature, u"runTemperature"_s, tr("Temperature"),
             tr("Empty: not sent, the server decides. A model's own setting comes first"));
    addField(m_maxTokens, u"runMaxTokens"_s, tr("Max tokens"),
             tr("Empty: not sent, the server decides. A model's or a prompt's own setting comes first"));
    addField(m_seed, u"runSeed"_s, tr("Seed"), tr("The same seed gives the same order of requests"));
    addField(m_idle, u"runIdleTimeout"_s, tr("Idle time-out"),
             tr("A request ends when the server has sent nothing for this long; a long answer is no time-out"));
    m_row->addStretch(1);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::gap(1));
    row->addWidget(m_fold, 0, Qt::AlignBottom);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_fields, 1);
    connectFields();
    setOptions({});
    setFolded(false);
}

void OptionsForm::addField(QWidget *editor, const QString &objectName, const QString &label, const QString &tip)
{
    auto *column = new QVBoxLayout;
    column->setSpacing(theme::gap(1) / 3);
    auto *words = new QLabel(label, m_fields);
    words->setBuddy(editor);
    editor->setObjectName(objectName);
    editor->setAccessibleName(label);
    if (!tip.isEmpty()) {
        editor->setToolTip(tip);
        words->setToolTip(tip);
    }
    column->addWidget(words);
    column->addWidget(editor);
    m_row->addLayout(column);
}

void OptionsForm::fillOrders()
{
    const auto add = [this](RunOrder order, const QString &text, const QString &tip) {
        m_order->addItem(text, int(order));
        m_order->setItemData(m_order->count() - 1, tip, Qt::ToolTipRole);
    };
    add(RunOrder::Blocked, tr("Model by model"),
        tr("All prompts of one model, then the next model; which model begins changes each round"));
    add(RunOrder::Interleaved, tr("Taking turns"), tr("Prompt by prompt, the models take turns"));
    add(RunOrder::ByServer, tr("By server"), tr("Servers at the same time, one request at a time in each"));
    add(RunOrder::Shuffled, tr("Shuffled"), tr("All requests of a round in random order"));
    m_order->setToolTip(tr("How the requests of several models follow each other"));
}

void OptionsForm::connectFields()
{
    for (QSpinBox *spin : {m_rounds, m_warmups, m_concurrency, static_cast<QSpinBox *>(m_maxTokens), m_idle}) {
        connect(spin, &QSpinBox::valueChanged, this, &OptionsForm::edited);
    }
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &OptionsForm::edited);
    connect(m_order, &QComboBox::currentIndexChanged, this, &OptionsForm::edited);
    connect(m_seed, &QLineEdit::textEdited, this, &OptionsForm::edited);
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!isFolded()); });
}

RunOptions OptionsForm::options() const
{
    RunOptions options = m_base;
    options.rounds = m_rounds->value();
    options.warmups = m_warmups->value();
    options.order = RunOrder(m_order->currentData().toInt());
    options.concurrency = m_concurrency->value();
    options.parameters.temperature = m_temperature->number();
    options.parameters.maxTokens = m_maxTokens->number();
    bool isNumber = false;
    const quint64 seed = m_seed->text().toULongLong(&isNumber);
    options.seed = isNumber ? seed : m_base.seed;
    options.idleTimeoutSeconds = m_idle->value();
    return options;
}

void OptionsForm::setOptions(const RunOptions &options)
{
    m_loading = true;
    m_base = options;
    m_rounds->setValue(options.rounds);
    m_warmups->setValue(options.warmups);
    m_order->setCurrentIndex(m_order->findData(int(options.order)));
    m_concurrency->setValue(options.concurrency);
    m_temperature->setNumber(options.parameters.temperature);
    m_maxTokens->setNumber(options.parameters.maxTokens);
    m_seed->setText(QString::number(options.seed));
    m_idle->setValue(options.idleTimeoutSeconds);
    m_loading = false;
    refreshSentence();
}

void OptionsForm::setEditable(bool editable)
{
    m_fields->setEnabled(editable);
}

bool OptionsForm::isFolded() const
{
    return m_fields->isHidden();
}

void OptionsForm::setFolded(bool folded)
{
    m_fields->setVisible(!folded);
    m_sentence->setVisible(folded);
    theme::setIcon(m_fold, folded ? u"chevron-right"_s : u"chevron-down"_s);
    updateGeometry();
}

void OptionsForm::edited()
{
    if (!m_loading) {
        refreshSentence();
        Q_EMIT changed();
    }
}

void OptionsForm::refreshSentence()
{
    const RunOptions now = options();
    QStringList parts{tr("%n round(s)", nullptr, now.rounds), tr("%n warm-up(s)", nullptr, now.warmups),
                      m_order->currentText().toLower(), tr("%1 at once").arg(now.concurrency)};
    if (now.parameters.temperature) {
        parts += tr("temperature %1").arg(*now.parameters.temperature);
    }
    if (now.parameters.maxTokens) {
        parts += tr("at most %1 tokens").arg(*now.parameters.maxTokens);
    }
    m_sentence->setText(parts.join(u", "_s));
}

} // namespace assay
