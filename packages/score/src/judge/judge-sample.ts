import { missingNeed, notApplicable } from '../evaluate.ts'
import type { NotApplicable } from '../evaluation.ts'
import type { EvaluatorDescription } from '../evaluator.ts'
import type { Sample } from '../sample.ts'
import { readAnswer } from './answer/read-answer.ts'
import { QUOTE_LENGTH } from './answer/find-evidence.ts'
import { objectSchema, verdictProperties, verdictReader } from './answer/verdict.ts'
import { askModel } from './ask-model.ts'
import { gatherVerdicts } from './gather-verdicts.ts'
import type { Judge } from './judge.ts'
import type { Judged } from './judged.ts'
import { showData } from './prompt/data-sections.ts'
import { sampleSections, type ShownPart } from './prompt/sample-sections.ts'
import { systemMessage } from './prompt/system-message.ts'
import { requireLabels, type JudgeLabel } from './labels.ts'
import type { OutputSchema } from './model-client.ts'
import { settleVerdict } from './settle-verdict.ts'

/** What a judge is asked about one sample. */
export interface SampleQuestion {
  evaluator: Pick<EvaluatorDescription, 'name' | 'question' | 'needs' | 'range'>
  /** The text that annotators see too, word for word. */
  rubric: string
  /** 2 to 4. */
  labels: readonly JudgeLabel[]
  /** Parts of the sample that the judge sees, in this order. */
  shows: readonly ShownPart[]
  /** Parts that evidence may be quoted from. */
  quotesFrom: readonly ShownPart[]
  /** The label that a verdict without its quote becomes; null where it stands and goes to a person. */
  unquotedLabel: string | null
  /** What to look at one after the other before the verdict, as the form asks; none unless given. */
  steps?: readonly string[]
}

/**
 * Asks a judge about one sample: evidence, reason, verdict. With log-probabilities of the labels one answer is enough; without, three
 * vote. A quote that a label demands and that stands nowhere in the sample downgrades the verdict. Never rejects for what a provider does.
 * Throws AssayError('invalid') for fewer than 2 or more than 4 labels, or values outside the evaluator's range.
 */
export async function judgeSample(
  question: SampleQuestion,
  sample: Sample,
  judge: Judge,
  signal: AbortSignal,
): Promise<Judged | NotApplicable> {
  const { evaluator, rubric, labels } = question
  requireLabels(labels, evaluator.range)
  const missing = missingNeed(evaluator, sample)
  if (missing !== null) return missing
  const sections = sampleSections(sample, question.shows)
  if (sections.every(({ text }) => text.trim() === ''))
    return notApplicable(
      'nothing_to_check',
      `The judge would see nothing: send the ${question.shows.join(' or ')}.`,
    )
  const data = showData(sections, judge.random)
  const names = labels.map(({ label }) => label)
  const reader = verdictReader(names)
  const request = {
    system: systemMessage(rubric, taskOf(question)),
    user: `${data.text}\n\nJudge by the rubric: ${evaluator.question}`,
    output: {
      name: 'verdict',
      schema: objectSchema({ ...formProperties(question), ...verdictProperties(names) }),
    },
    maxTokens: judge.maxTokens ?? 1_500,
  }
  const verdicts = await gatherVerdicts(judge, names, (settings) =>
    askModel(
      judge,
      { ...request, ...settings },
      (reply) => readAnswer(reply, reader, ({ verdict }) => verdict),
      signal,
    ),
  )
  const quotable: readonly string[] = question.quotesFrom
  const quoted = data.shown.filter(({ part }) => quotable.includes(part))
  return settleVerdict({ ...question, sections: quoted, isCut: data.isCut, verdicts, judge })
}

/** One property for what each step found, before the evidence: models write properties in their order. */
function formProperties({ steps = [] }: SampleQuestion): OutputSchema['schema'] {
  return Object.fromEntries(steps.map((description, i) => [`step_${i + 1}`, { type: 'string', description }]))
}

function taskOf({ evaluator, labels, quotesFrom, steps = [] }: SampleQuestion): string {
  const demanding = labels.filter(({ needsQuote }) => needsQuote).map(({ label }) => label)
  const sources = quotesFrom.map((part) => (part === 'context' ? 'a passage' : `the ${part}`)).join(' or ')
  return [
    `Question: ${evaluator.question}`,
    'Answer with one JSON object with these properties, in this order:',
    ...steps.map((step, i) => `"step_${i + 1}": in one short sentence, ${step}`),
    `"evidence": a list of short exact quotes${sources === '' ? '' : ` from ${sources}`}, copied character by character, that decide;`,
    '"reason": one or two short sentences that lead from the evidence to the verdict;',
    `"verdict": one of ${labels.map(({ label }) => `"${label}"`).join(', ')}.`,
    ...(demanding.length === 0
      ? []
      : [
          `A verdict of ${demanding.map((label) => `"${label}"`).join(' or ')} needs at least one quote. ${QUOTE_LENGTH}`,
        ]),
  ].join('\n')
}
