// SPDX-FileCopyrightText: 2026 The Assay authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/report/markdownreport.h"

#include "app/engine/report/markdownparts.h"
#include "app/engine/report/markdowntext.h"
#include "models/domain/text.h"

namespace assay {

using namespace Qt::Literals::StringLiterals;

namespace {

QString runLine(const RunInfo &info)
{
    const QString started = info.startedAt.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'");
    return Text::tr("Run of %1. State: %2.").arg(started, runStateName(info.state).toLower());
}

} // namespace

QByteArray markdownReport(const RunData &run)
{
    const std::vector<ModelSummary> summaries = summarize(run);
    const CompareOptions options;
    const std::vector<Comparison> comparisons = compareModels(run, options);
    QString text;
    if (run.info.environment.simulated || isSimulated(run.info.plan))
        text += "> **"_L1 % Text::tr("Simulated run.") % "** "_L1
            % Text::tr("A practice server answered, not a model: these figures say nothing about real models.")
            % "\n\n"_L1;
    const QString name = run.info.name.trimmed().isEmpty() ? Text::tr("Comparison") : run.info.name;
    text += "# "_L1 % markdownInline(name) % "\n\n"_L1;
    text += runLine(run.info) % "\n\n"_L1;
    QStringList parts{markdownVerdict(summaries),
                      markdownTable(summaries, comparisons),
                      markdownComparison(comparisons, options),
                      markdownStandsOut(run),
                      markdownFailures(run),
                      markdownRate(run),
                      markdownServerTimings(run),
                      markdownCosts(summaries),
                      markdownMethod(run),
                      markdownEnvironment(run.info),
                      markdownAnswers(run)};
    parts.removeAll(QString());
    text += parts.join(u'\n');
    return text.toUtf8();
}

} // namespace assay
