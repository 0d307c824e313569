// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/practice/practiceanswers.h"

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace assay {
namespace {

// Answers are content of a simulated model, not of the program: models answer in English, whatever the interface
// speaks.
struct KnownAnswer
{
    std::vector<QStringList> keywords; // one of each group must stand in the prompt
    std::array<QString, 3> byQuality;
};

KnownAnswer ragAnswer()
{
    return {
        {{u"retrieval"_s, u"rag"_s}, {u"augmented"_s, u"rag"_s}},
        {u"It is when an AI looks for things and then says them."_s,
         u"Retrieval augmented generation looks up documents that fit a question and hands them to the model with "
         u"it. The model then answers from those documents and not only from memory."_s,
         u"**Retrieval augmented generation** first searches a collection of documents for the passages that fit "
         u"a question and adds them to the prompt as context. The language model then writes its answer from "
         u"those passages, so that it is current, can be checked against its sources, and is less often made up."_s}};
}

KnownAnswer privacyAnswer()
{
    return {{{u"privacy"_s, u"private"_s}, {u"local"_s, u"on-device"_s, u"offline"_s}},
            {u"Local is private. It is safe. Nobody sees it."_s,
             u"1. Data stays on the device.\n2. No company keeps a log of the prompts.\n3. It works without the "
             u"internet, so less can leak."_s,
             u"Local inference protects privacy in three ways:\n\n1. **Data stays on the device.** Prompts and answers "
             u"never cross a network, so nobody can intercept them.\n2. **No third party keeps a copy.** There is no "
             u"provider whose logs, retention rules or training runs could take in what you wrote.\n3. **You hold "
             u"control.** You decide what is stored and for how long, which makes duties such as the GDPR easier to "
             u"meet."_s}};
}

KnownAnswer latencyAnswer()
{
    return {{{u"size"_s, u"larger"_s, u"bigger"_s}, {u"latency"_s, u"slow"_s, u"speed"_s}},
            {u"Big models are slow because they are big and computers are small."_s,
             u"A larger model has more parameters, and each token needs a calculation with all of them. Consumer "
             u"hardware has little memory, so big models run slowly or do not fit."_s,
             u"On consumer hardware latency grows with model size mostly because of **memory bandwidth**: to write one "
             u"token, nearly all weights have to be read from memory once. A model of 8 GB on a machine that reads "
             u"80 GB/s can give at most about `80 / 8 = 10` tokens per second.\n\n- **Compute:** reading the prompt "
             u"takes work in proportion to the parameters, so the first token comes later.\n- **Capacity:** a model "
             u"that does not fit into the graphics memory spills to main memory or disk, which is far slower.\n- "
             u"**Quantisation** helps, because 4-bit weights mean a quarter of the bytes of 16-bit ones, at some cost "
             u"in quality."_s}};
}

KnownAnswer scenariosAnswer()
{
    return {
        {{u"slm"_s, u"small language model"_s, u"smaller model"_s}, {u"scenario"_s, u"prefer"_s, u"when"_s, u"llm"_s}},
        {u"When you want it small. When you want it cheap."_s,
         u"An SLM is better on a phone, where memory is short, and for a simple task such as sorting messages, "
         u"where an LLM would be slow and expensive."_s,
         u"A small language model is preferable in two typical scenarios:\n\n1. **Offline on the device.** A field "
         u"technician dictates notes where there is no network. An SLM fits into the memory of the tablet, answers "
         u"at once and keeps the notes private.\n2. **A narrow task at high volume.** Thousands of support messages "
         u"an hour have to be sorted into ten classes. A fine-tuned SLM reaches the accuracy of an LLM there, at a "
         u"fraction of the *cost* and *latency*.\n\nAn LLM remains the better choice for open questions with long "
         u"chains of reasoning."_s}};
}

const std::vector<KnownAnswer> &knownAnswers()
{
    static const std::vector<KnownAnswer> answers{ragAnswer(), privacyAnswer(), latencyAnswer(), scenariosAnswer()};
    return answers;
}

/// True where one of `words` begins a word of the text ("rag" is not in "storage").
bool mentions(const QString &text, const QStringList &words)
{
    return std::any_of(words.begin(), words.end(), [&text](const QString &word) {
        for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (at == 0 || !text.at(at - 1).isLetterOrNumber()) {
                return true;
            }
        }
        return false;
    });
}

/// What a prompt is about, short enough to be repeated in a sentence: the end of its last line of text, because
/// instructions that are put before a question are not its topic.
QString topicOf(const QString &prompt)
{
    constexpr qsizetype longest = 80;
    const QStringList lines = prompt.split(u'\n', Qt::SkipEmptyParts);
    QString topic = lines.isEmpty() ? QString() : lines.constLast().simplified();
    while (!topic.isEmpty() && u".?!:"_s.contains(topic.back())) {
        topic.chop(1);
    }
    if (topic.size() > longest) {
        topic =
            topic.left(topic.lastIndexOf(u' ', longest) > 0 ? topic.lastIndexOf(u' ', longest) : longest) + u" ..."_s;
    }
    return topic.isEmpty() ? u"an empty question"_s : topic;
}

QString genericAnswer(const QString &prompt, int quality)
{
    const QString topic = topicOf(prompt);
    if (quality <= 1) {
        return u"I think this is about \u201c%1\u201d. It depends."_s.arg(topic);
    }
    if (quality == 2) {
        return u"You asked: \u201c%1\u201d. In short, there are arguments for both sides, and the right choice depends "
               u"on "
               u"what you need and what it may cost."_s.arg(topic);
    }
    return u"You asked: \u201c%1\u201d. A good answer has three parts:\n\n1. **What it is.** Say in one sentence what "
           u"is "
           u"meant, so that both sides speak of the same thing.\n2. **Why it matters.** Name the one effect that a "
           u"reader "
           u"would notice first, with a number where there is one.\n3. **What to do.** Begin with the smallest step "
           u"that "
           u"can be tested today, for example `measure, change one thing, measure again`.\n\nIf one of these parts is "
           u"missing, ask for it."_s.arg(topic);
}

} // namespace

QString practiceAnswer(const QString &prompt, int quality)
{
    const int level = std::clamp(quality, 1, 3);
    const QString text = prompt.toLower();
    const auto &known = knownAnswers();
    const auto found = std::find_if(known.begin(), known.end(), [&text](const KnownAnswer &answer) {
        return std::all_of(answer.keywords.begin(), answer.keywords.end(),
                           [&text](const QStringList &group) { return mentions(text, group); });
    });
    const QString answer =
        found == known.end() ? genericAnswer(prompt, level) : found->byQuality.at(static_cast<size_t>(level) - 1);
    return QStringView(simulatedMark) + u" "_s + answer;
}

QString practiceReasoning(const QString &prompt)
{
    return u"(simulated reasoning) The question is \u201c%1\u201d. First settle what is asked, then how long the "
           u"answer may "
           u"be, then name the points in order of weight."_s.arg(topicOf(prompt));
}

QStringList practiceTokens(const QString &text)
{
    constexpr qsizetype longestWord = 8;
    constexpr qsizetype part = 5;
    QStringList tokens;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = at;
        while (end < text.size() && text.at(end).isSpace()) {
            ++end;
        }
        const qsizetype word = end;
        while (end < text.size() && !text.at(end).isSpace()) {
            ++end;
        }
        if (end - word > longestWord) {
            end = word + part;
            end += text.at(end - 1).isHighSurrogate() ? 1 : 0;
        }
        tokens.append(text.mid(at, end - at));
        at = end;
    }
    return tokens;
}

QStringList practiceTokensExactly(const QString &text, int count)
{
    static const QStringList filler =
        practiceTokens(u" This sentence was added to make the simulated answer longer."_s);
    QStringList tokens = practiceTokens(text);
    while (tokens.size() < count) {
        tokens += filler;
    }
    return tokens.mid(0, std::max(count, 0));
}

} // namespace assay
