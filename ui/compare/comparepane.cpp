// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparepane.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QUndoStack>

#include "models/items/rundocument.h"
#include "ui/common/messages.h"
#include "ui/compare/answercache.h"
#include "ui/compare/answercard.h"
#include "ui/compare/comparekeys.h"
#include "ui/compare/promptbar.h"
#include "ui/compare/scorecommand.h"
#include "ui/theme/theme.h"

using namespace Qt::Literals::StringLiterals;

namespace assay {

namespace {

/// Where keys mean text or a choice of the widget's own.
bool takesKeysItself(const QWidget *widget)
{
    for (const char *type : {"QLineEdit", "QAbstractSpinBox", "QComboBox", "QAbstractItemView"}) {
        if (widget && widget->inherits(type)) {
            return true;
        }
    }
    return false;
}

} // namespace

ComparePane::ComparePane(RunDocument *document, QUndoStack *undo, Clock clock, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_undo(undo)
    , m_clock(clock ? std::move(clock) : [] { return QDateTime::currentDateTimeUtc(); })
    , m_answers(std::make_unique<AnswerCache>())
    , m_bar(new PromptBar(this))
    , m_pages(new QStackedWidget(this))
    , m_scroll(new QScrollArea(m_pages))
    , m_columns(new QWidget)
    , m_row(new QHBoxLayout(m_columns))
    , m_hint(new QLabel(this))
{
    setObjectName(u"comparePane"_s);
    build();
    connectParts();
    addKeys();
    reload();
}

ComparePane::~ComparePane()
{
    disconnect(qApp, nullptr, this, nullptr); // focus still moves while the children go
}

void ComparePane::build()
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(theme::gap(1));
    m_scroll->setObjectName(u"compareColumns"_s);
    m_scroll->setAccessibleName(tr("Answers side by side"));
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_columns);
    m_hint->setObjectName(u"compareHint"_s);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_pages->addWidget(new EmptyState(tr("Nothing to compare yet"),
                                      tr("Start a run, or open an earlier one in History. The models' answers to each "
                                         "prompt then stand here side by side, to be scored from 1 to 5."),
                                      m_pages));
    m_pages->addWidget(m_scroll);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::gap(1), theme::gap(1), theme::gap(1), theme::gap(1));
    column->setSpacing(theme::gap(1));
    column->addWidget(m_bar);
    column->addWidget(m_pages, 1);
    column->addWidget(m_hint);
}

void ComparePane::connectParts()
{
    connect(m_document, &RunDocument::replaced, this, &ComparePane::reload);
    connect(m_document, &RunDocument::samplesAdded, this, &ComparePane::onSamples);
    connect(m_document, &RunDocument::samplesChanged, this, &ComparePane::onSamples);
    connect(m_document, &RunDocument::scoreChanged, this, [this](const SampleId &id) {
        for (int column = 0; column < int(m_cards.size()); ++column) {
            const Sample *shown = m_document->sampleOf(column, prompt(), round());
            if (shown && shown->id == id) {
                m_cards[size_t(column)]->setScore(m_document->score(id));
            }
        }
        refreshCount();
    });
    connect(m_bar, &PromptBar::chosen, this, &ComparePane::refresh);
    connect(m_bar, &PromptBar::stepWanted, this, &ComparePane::move);
    connect(m_bar, &PromptBar::plainChanged, this, &ComparePane::refresh);
    connect(m_bar, &PromptBar::keysWanted, this, &ComparePane::showKeys);
    connect(this, &ComparePane::linkHovered, this, [this](const QString &text) {
        m_hint->setText(text.isEmpty() ? tr("Up and Down: prompt. Left and Right: answer. 1 to 5: score. ?: all keys")
                                       : text);
    });
    Q_EMIT linkHovered({});
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { onFocus(now); });
}

void ComparePane::addKeys()
{
    addKey(Qt::Key_Up, [this] { move(-1); });
    addKey(Qt::Key_Down, [this] { move(1); });
    addKey(Qt::Key_Left, [this] { focusColumn(std::max(0, m_focused - 1)); });
    addKey(Qt::Key_Right, [this] { focusColumn(std::min(int(m_cards.size()) - 1, m_focused + 1)); });
    for (int value = 1; value <= 5; ++value) {
        addKey(Qt::Key_0 + value, [this, value] { scoreFocused(value); });
    }
    addKey(Qt::Key_0, [this] { scoreFocused(std::nullopt); });
    addKey(Qt::Key_C, [this] { focusComment(); });
    addKey(Qt::Key_Question, [this] { showKeys(); });
    for (const Qt::Key key : {Qt::Key_O, Qt::Key_Return, Qt::Key_Enter}) {
        addKey(key, [this] { setAlone(!m_alone); });
    }
    addKey(Qt::Key_Escape, [this] { setAlone(false); });
}

void ComparePane::addKey(const QKeySequence &keys, const std::function<void()> &action)
{
    auto *shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
    m_keys.push_back(shortcut);
}

void ComparePane::onFocus(QWidget *now)
{
    if (!now || !isAncestorOf(now)) {
        return;
    }
    for (QShortcut *key : m_keys) {
        key->setEnabled(!takesKeysItself(now));
    }
    for (int column = 0; column < int(m_cards.size()); ++column) {
        if (m_cards[size_t(column)]->isAncestorOf(now) && column != m_focused) {
            m_focused = column;
            showColumns();
        }
    }
}

int ComparePane::prompt() const
{
    return m_bar->prompt();
}

int ComparePane::round() const
{
    return m_bar->round();
}

int ComparePane::column() const
{
    return m_focused;
}

void ComparePane::showSample(const SampleId &id)
{
    const Sample *sample = m_document->sample(id);
    if (!sample) {
        return;
    }
    m_bar->choose(sample->step.prompt, sample->step.round);
    focusColumn(sample->step.model);
}

void ComparePane::reload()
{
    m_answers->clear();
    m_bar->setPlan(m_document->hasRun() ? m_document->run()->info.plan : Plan{});
    rebuildCards();
    m_pages->setCurrentIndex(m_cards.empty() ? 0 : 1);
    m_bar->setVisible(!m_cards.empty());
    m_hint->setVisible(!m_cards.empty());
    refresh();
    refreshCount();
}

void ComparePane::rebuildCards()
{
    qDeleteAll(m_cards);
    m_cards.clear();
    m_alone = false;
    const std::vector<PlannedModel> models =
        m_document->hasRun() ? m_document->run()->info.plan.models : std::vector<PlannedModel>{};
    for (int column = 0; column < int(models.size()); ++column) {
        m_cards.push_back(new AnswerCard(ModelIdentity{column}, models[size_t(column)].model.alias.value, m_columns));
        m_row->addWidget(m_cards.back(), 1);
        connectCard(column);
    }
    m_focused = m_cards.empty() ? -1 : std::clamp(m_focused, 0, int(m_cards.size()) - 1);
    showColumns();
}

void ComparePane::connectCard(int column)
{
    AnswerCard *card = m_cards[size_t(column)];
    connect(card, &AnswerCard::valueWanted, this, [this, column](std::optional<int> value) {
        change(
            column, [value](Score &score) { score.value = value; }, tr("Score"));
    });
    connect(card, &AnswerCard::aspectsWanted, this, [this, column](const QStringList &met) {
        change(
            column, [met](Score &score) { score.aspectsMet = met; }, tr("Aspects"));
    });
    connect(card, &AnswerCard::commentWanted, this, [this, column](const QString &comment) {
        change(
            column, [comment](Score &score) { score.comment = comment; }, tr("Comment"), true);
    });
    connect(card, &AnswerCard::linkShown, this, &ComparePane::linkHovered);
}

void ComparePane::refresh()
{
    m_stale = !isVisible();
    if (m_stale) {
        return;
    }
    for (int column = 0; column < int(m_cards.size()); ++column) {
        refreshCard(column);
    }
}

void ComparePane::refreshCard(int column)
{
    AnswerCard *card = m_cards[size_t(column)];
    const Plan &plan = m_document->run()->info.plan;
    const Sample *sample = m_document->sampleOf(column, prompt(), round());
    const bool known = prompt() >= 0 && size_t(prompt()) < plan.prompts.size();
    card->setAspects(known ? plan.prompts[size_t(prompt())].expected : QStringList());
    card->setSample(sample, sample ? m_answers->document(*sample, m_bar->plain()) : nullptr, m_document->isSimulated());
    card->setScore(sample ? m_document->score(sample->id) : nullptr);
}

void ComparePane::refreshCount()
{
    m_bar->setCount(m_document->unscored(), m_document->answered());
}

void ComparePane::onSamples(int first, int last)
{
    refreshCount();
    for (int row = first; row <= last; ++row) {
        const Sample &sample = m_document->run()->samples[size_t(row)];
        m_answers->forget(sample.id);
        if (sample.step.phase == Phase::Measured && sample.step.prompt == prompt() && sample.step.round == round()
            && size_t(sample.step.model) < m_cards.size()) {
            if (isVisible()) {
                refreshCard(sample.step.model);
            } else {
                m_stale = true;
            }
        }
    }
}

void ComparePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale) {
        refresh();
    }
    if (!m_cards.empty() && !takesKeysItself(QApplication::focusWidget())) {
        focusColumn(m_focused);
    }
}

void ComparePane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_answers->clear(); // links and code carry the palette they were rendered with
        refresh();
    }
    QWidget::changeEvent(event);
}

/// Over the prompts of a round and on into the next one; with "unscored only" to the nearest with something to score.
void ComparePane::move(int steps)
{
    const int prompts = m_bar->prompts();
    const int cells = prompts * m_bar->rounds();
    if (prompts == 0) {
        return;
    }
    for (int cell = (round() - 1) * prompts + prompt() + steps; cell >= 0 && cell < cells; cell += steps) {
        if (!m_bar->unscoredOnly() || hasUnscored(cell % prompts, cell / prompts + 1)) {
            m_bar->choose(cell % prompts, cell / prompts + 1);
            focusColumn(0);
            return;
        }
    }
}

bool ComparePane::hasUnscored(int prompt, int round) const
{
    const auto samples = m_document->samplesOf(prompt, round);
    return std::any_of(samples.begin(), samples.end(), [this](const Sample *sample) {
        const Score *score = m_document->score(sample->id);
        return sample->status == SampleStatus::Ok && !(score && score->value);
    });
}

void ComparePane::focusColumn(int column)
{
    if (column < 0 || size_t(column) >= m_cards.size()) {
        return;
    }
    m_focused = column;
    showColumns();
    m_cards[size_t(column)]->focusAnswer();
}

void ComparePane::showColumns()
{
    for (int column = 0; column < int(m_cards.size()); ++column) {
        m_cards[size_t(column)]->setVisible(!m_alone || column == m_focused);
        m_cards[size_t(column)]->setFocused(column == m_focused);
    }
    if (m_focused >= 0) {
        m_scroll->ensureWidgetVisible(m_cards[size_t(m_focused)], theme::gap(1), 0);
    }
}

void ComparePane::scoreFocused(std::optional<int> value)
{
    if (m_focused < 0 || !m_cards[size_t(m_focused)]->canBeScored()) {
        return;
    }
    change(
        m_focused, [value](Score &score) { score.value = value; }, tr("Score"));
    if (value && m_focused + 1 < int(m_cards.size())) {
        focusColumn(m_focused + 1);
    }
}

void ComparePane::change(int column, const std::function<void(Score &)> &edit, const QString &what, bool mergeable)
{
    const Sample *sample = m_document->sampleOf(column, prompt(), round());
    if (!sample) {
        return;
    }
    Score before;
    if (const Score *there = m_document->score(sample->id)) {
        before = *there;
    } else {
        before.run = m_document->run()->info.id;
        before.sample = sample->id;
        before.criterion = QString::fromUtf16(overallCriterion);
        before.at = m_clock();
    }
    Score after = before;
    edit(after);
    if (after == before) {
        return;
    }
    after.at = m_clock();
    m_undo->push(new ScoreCommand(
        m_document, [this](const Score &score) { Q_EMIT scoreEdited(score); }, before, after, what, mergeable));
}

void ComparePane::focusComment()
{
    if (m_focused >= 0 && m_cards[size_t(m_focused)]->canBeScored()) {
        m_cards[size_t(m_focused)]->focusComment();
    }
}

void ComparePane::showKeys()
{
    showCompareKeys(this);
}

void ComparePane::setAlone(bool alone)
{
    m_alone = alone && m_focused >= 0;
    showColumns();
}

} // namespace assay
