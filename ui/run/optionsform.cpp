// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/optionsform.h"

#include <QCheckBox>
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
    , m_rounds(wholeNumber(1, 1000, m_fields))
    , m_warmups(wholeNumber(0, 100, m_fields))
    , m_order(new QComboBox(m_fields))
    , m_concurrency(wholeNumber(1, 64, m_fields))
    , m_temperature(new OptionalDoubleSpin(2.0, 0.1, m_fields))
    , m_maxTokens(new OptionalSpin(1, 1'000'000, m_fields))
    , m_seed(new QLineEdit(m_fields))
    , m_idle(wholeNumber(1, 3600, m_fields))
    , m_rate(new QDoubleSpinBox(m_fields))
    , m_arrival(new QComboBox(m_fields))
    , m_deterministic(new QCheckBox(tr("Deterministic"), m_fields))
    , m_nonce(new QCheckBox(tr("Unique line"), m_fields))
    , m_cachePrompt(new QCheckBox(tr("Prompt cache"), m_fields))
    , m_loading(new QComboBox(m_fields))
    , m_keepWarm(new QCheckBox(tr("Keep warm"), m_fields))
{
    m_fold->setObjectName(u"runOptionsFold"_s);
    m_fold->setText(tr("Options"));
    m_fold->setAccessibleName(tr("Options"));
    m_fold->setToolTip(tr("Show or hide the options of the next run"));
    m_fold->setAutoRaise(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto *rows = new QVBoxLayout(m_fields);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(theme::gap(1) / 2);
    for (const auto fill : {&OptionsForm::fillFirstRow, &OptionsForm::fillSecondRow}) {
        auto *row = new QHBoxLayout;
        row->setSpacing(theme::gap(1));
        (this->*fill)(row);
        row->addStretch(1);
        rows->addLayout(row);
    }
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

/// What is asked, how often and in which order.
void OptionsForm::fillFirstRow(QHBoxLayout *row)
{
    fillOrders();
    addField(row, m_rounds, u"runRounds"_s, tr("Rounds"), tr("How often each model gets each prompt"));
    addField(row, m_warmups, u"runWarmups"_s, tr("Warm-up"),
             tr("Requests before a model's first measured one; kept, but in no figure"));
    addField(row, m_order, u"runOrder"_s, tr("Order"), {});
    addField(row, m_concurrency, u"runConcurrency"_s, tr("At once"), tr("Requests under way at the same time"));
    addField(row, m_temperature, u"runTemperature"_s, tr("Temperature"),
             tr("Empty: not sent, the server decides. A model's own setting comes first"));
    addField(row, m_maxTokens, u"runMaxTokens"_s, tr("Max tokens"),
             tr("Empty: not sent, the server decides. A model's or a prompt's own setting comes first"));
    m_idle->setSuffix(tr(" s"));
    addField(row, m_idle, u"runIdleTimeout"_s, tr("Idle time-out"),
             tr("A request ends when the server has sent nothing for this long; a long answer is no time-out"));
}

/// When it is sent, and what else is sent with it.
void OptionsForm::fillSecondRow(QHBoxLayout *row)
{
    fillArrivals();
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(u"\\d{1,19}"_s), m_seed));
    m_seed->setMaximumWidth(m_seed->fontMetrics().averageCharWidth() * 14);
    m_rate->setRange(0, 1000);
    m_rate->setSpecialValueText(tr("none"));
    m_rate->setSuffix(tr(" / s"));
    addField(row, m_rate, u"runRate"_s, tr("Rate"),
             tr("Requests a second to each model in turn, sent whether or not earlier ones have been answered. None: "
                "each waits for the one before"));
    addField(row, m_arrival, u"runArrival"_s, tr("Arrivals"), {});
    addField(row, m_seed, u"runSeed"_s, tr("Seed"),
             tr("The same seed gives the same order of requests and the same random arrivals"));
    fillLoadings();
    addField(row, m_loading, u"runLoading"_s, tr("Load models"), {});
    addSwitch(row, m_keepWarm, u"runKeepWarm"_s,
              tr("Between blocks, send a request of one token that counts nowhere to each model that waits for its "
                 "next block, so that no server unloads it for being idle. Not with turns, nor with one model at a "
                 "time"));
    addSwitch(row, m_deterministic, u"runDeterministic"_s, tr("Send temperature 0 and the seed with every request"));
    addSwitch(row, m_nonce, u"runNonce"_s,
              tr("Begin each request with a short unique line, so that no prompt cache of a server helps"));
    addSwitch(row, m_cachePrompt, u"runCachePrompt"_s,
              tr("Let servers reuse a cached prompt. Otherwise those known to understand it (llama.cpp) are told not "
                 "to"));
}

void OptionsForm::addField(QHBoxLayout *row, QWidget *editor, const QString &objectName, const QString &label,
                           const QString &tip)
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
    row->addLayout(column);
}

void OptionsForm::addSwitch(QHBoxLayout *row, QCheckBox *box, const QString &objectName, const QString &tip)
{
    box->setObjectName(objectName);
    box->setAccessibleName(box->text());
    box->setToolTip(tip);
    row->addWidget(box, 0, Qt::AlignBottom);
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

void OptionsForm::fillArrivals()
{
    m_arrival->addItem(tr("Evenly"), int(Arrival::Constant));
    m_arrival->addItem(tr("At random"), int(Arrival::Poisson));
    m_arrival->setItemData(1, tr("As from many people who do not know of each other (a Poisson process)"),
                           Qt::ToolTipRole);
    m_arrival->setToolTip(tr("How requests follow each other in time at a rate"));
}

void OptionsForm::fillLoadings()
{
    const auto add = [this](ModelLoading loading, const QString &text, const QString &tip) {
        m_loading->addItem(text, int(loading));
        m_loading->setItemData(m_loading->count() - 1, tip, Qt::ToolTipRole);
    };
    add(ModelLoading::Before, tr("Before use"),
        tr("Where the server can be asked to: before a model's block, timed for itself; it stays in memory"));
    add(ModelLoading::OneAtATime, tr("One at a time"),
        tr("The others are unloaded first, for models that do not fit in memory together. Model by model only"));
    add(ModelLoading::Server, tr("By the server"), tr("Nobody asks: the first request may wait for its model"));
    m_loading->setToolTip(tr("Who brings a model into its server's memory"));
}

/// With a rate, how many are under way at once follows from the answers; what waits for no block needs no warmth.
void OptionsForm::enableFields()
{
    const bool paced = m_rate->value() > 0;
    m_arrival->setEnabled(paced);
    m_concurrency->setEnabled(!paced);
    m_keepWarm->setEnabled(canKeepWarm(chosen()));
}

void OptionsForm::connectFields()
{
    for (QSpinBox *spin : {m_rounds, m_warmups, m_concurrency, static_cast<QSpinBox *>(m_maxTokens), m_idle}) {
        connect(spin, &QSpinBox::valueChanged, this, &OptionsForm::edited);
    }
    for (QDoubleSpinBox *spin : {static_cast<QDoubleSpinBox *>(m_temperature), m_rate}) {
        connect(spin, &QDoubleSpinBox::valueChanged, this, &OptionsForm::edited);
    }
    for (QComboBox *box : {m_order, m_arrival, m_loading}) {
        connect(box, &QComboBox::currentIndexChanged, this, &OptionsForm::edited);
    }
    for (QCheckBox *box : {m_deterministic, m_nonce, m_cachePrompt, m_keepWarm}) {
        connect(box, &QCheckBox::toggled, this, &OptionsForm::edited);
    }
    connect(m_seed, &QLineEdit::textEdited, this, &OptionsForm::edited);
    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(!isFolded()); });
}

/// A tick that the other options leave without effect is kept for when they change again.
RunOptions OptionsForm::options() const
{
    RunOptions options = chosen();
    options.keepWarm = options.keepWarm && canKeepWarm(options);
    return options;
}

RunOptions OptionsForm::chosen() const
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
    options.rate = m_rate->value() > 0 ? std::optional(m_rate->value()) : std::nullopt;
    options.arrival = Arrival(m_arrival->currentData().toInt());
    options.loading = ModelLoading(m_loading->currentData().toInt());
    options.deterministic = m_deterministic->isChecked();
    options.nonce = m_nonce->isChecked();
    options.cachePrompt = m_cachePrompt->isChecked();
    options.keepWarm = m_keepWarm->isChecked();
    return options;
}

void OptionsForm::setOptions(const RunOptions &options)
{
    m_isFilling = true;
    m_base = options;
    m_rounds->setValue(options.rounds);
    m_warmups->setValue(options.warmups);
    m_order->setCurrentIndex(m_order->findData(int(options.order)));
    m_concurrency->setValue(options.concurrency);
    m_temperature->setNumber(options.parameters.temperature);
    m_maxTokens->setNumber(options.parameters.maxTokens);
    m_seed->setText(QString::number(options.seed));
    m_idle->setValue(options.idleTimeoutSeconds);
    m_rate->setValue(options.rate.value_or(0));
    m_arrival->setCurrentIndex(m_arrival->findData(int(options.arrival)));
    m_loading->setCurrentIndex(m_loading->findData(int(options.loading)));
    m_deterministic->setChecked(options.deterministic);
    m_nonce->setChecked(options.nonce);
    m_cachePrompt->setChecked(options.cachePrompt);
    m_keepWarm->setChecked(options.keepWarm);
    m_isFilling = false;
    enableFields();
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
    if (!m_isFilling) {
        enableFields();
        refreshSentence();
        Q_EMIT changed();
    }
}

void OptionsForm::refreshSentence()
{
    const RunOptions now = options();
    QStringList parts{tr("%n round(s)", nullptr, now.rounds), tr("%n warm-up(s)", nullptr, now.warmups),
                      m_order->currentText().toLower(),
                      now.rate ? tr("%1 a second, %2").arg(*now.rate).arg(m_arrival->currentText().toLower())
                               : tr("%1 at once").arg(now.concurrency)};
    if (now.parameters.temperature) {
        parts += tr("temperature %1").arg(*now.parameters.temperature);
    }
    if (now.parameters.maxTokens) {
        parts += tr("at most %1 tokens").arg(*now.parameters.maxTokens);
    }
    if (now.deterministic) {
        parts += tr("deterministic");
    }
    if (now.nonce) {
        parts += tr("with a unique line");
    }
    if (now.cachePrompt) {
        parts += tr("with prompt caches");
    }
    if (now.keepWarm) {
        parts += tr("kept warm between blocks");
    }
    m_sentence->setText(parts.join(u", "_s));
}

} // namespace assay
