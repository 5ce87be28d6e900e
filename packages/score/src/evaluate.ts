import { z } from 'zod'
import type { Evaluation, NotApplicable, NotApplicableReason } from './evaluation.ts'
import type { Need, SampleEvaluator } from './evaluator.ts'
import type { Sample } from './sample.ts'
import type { PreparedSample } from './text/prepare-sample.ts'

const MISSING: Record<Need, { reason: NotApplicableReason; explanation: string }> = {
  answer: { reason: 'missing_answer', explanation: 'Send the answer of the model.' },
  question: { reason: 'missing_question', explanation: 'Send the message that was answered.' },
  context: { reason: 'missing_context', explanation: 'Send the passages that the answer may rest on.' },
  reference: {
    reason: 'missing_reference',
    explanation: 'Add a reference answer to the item of the data set.',
  },
  history: { reason: 'missing_history', explanation: 'Send the messages before the question.' },
  tools: { reason: 'missing_tools', explanation: 'Send the definitions of the tools.' },
  relevantIds: {
    reason: 'missing_relevant_ids',
    explanation: 'Add the ids of the relevant passages to the item.',
  },
  repeats: { reason: 'missing_repeats', explanation: 'Send other answers to the same question.' },
  tokenLogProbabilities: {
    reason: 'missing_token_log_probabilities',
    explanation: 'Ask the model for log-probabilities and send them.',
  },
  toolCalls: { reason: 'missing_tool_calls', explanation: 'The answer calls no tool.' },
}

/**
 * Scores one sample with one evaluator, after checking that the sample has what the evaluator needs, in a language that it was measured
 * on, and that the parameters are right; otherwise `not_applicable` says what is missing. Throws RangeError where the evaluator itself
 * breaks its promise of range.
 */
export function evaluate(
  evaluator: SampleEvaluator,
  sample: PreparedSample,
  parameters: unknown = {},
): Evaluation {
  const missing = missingNeed(evaluator, sample)
  if (missing !== null) return missing
  if (
    evaluator.languages !== 'any' &&
    !(evaluator.languages as readonly unknown[]).includes(sample.language)
  ) {
    return notApplicable(
      'language_not_measured',
      `Measured on ${evaluator.languages.join(', ')}; this text is in ${sample.language ?? 'another language, or in none that can be told'}.`,
    )
  }
  const parsed = parseParameters(evaluator, parameters ?? {})
  if (!parsed.success)
    return notApplicable('missing_parameters', `${evaluator.name}: ${z.prettifyError(parsed.error)}`)
  const evaluation = evaluator.evaluate(sample, parsed.data)
  if (evaluation.kind === 'not_applicable') return evaluation
  const { low, high } = evaluator.range
  if (!(evaluation.value >= low && evaluation.value <= high)) {
    throw new RangeError(`${evaluator.name} scored ${evaluation.value}, outside of ${low} to ${high}`)
  }
  const isCut = evaluation.isCut || evaluator.needs.some((need) => sample.cut.has(need))
  return isCut === evaluation.isCut ? evaluation : { ...evaluation, isCut }
}

/** What the parameters of an evaluator are where none are given: the same for every sample. */
const defaults = new WeakMap<SampleEvaluator, ReturnType<SampleEvaluator['parameters']['safeParse']>>()

function parseParameters(evaluator: SampleEvaluator, parameters: unknown) {
  const isEmpty = isPlain(parameters) && Object.keys(parameters).length === 0
  const known = isEmpty ? defaults.get(evaluator) : undefined
  if (known !== undefined) return known
  const parsed = evaluator.parameters.safeParse(parameters)
  if (isEmpty) defaults.set(evaluator, parsed)
  return parsed
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** What an evaluator needs and a sample lacks, as its result; null where all is there. */
export function missingNeed({ needs }: Pick<SampleEvaluator, 'needs'>, sample: Sample): NotApplicable | null {
  for (const need of needs) {
    const part = sample[need]
    const { reason, explanation } = MISSING[need]
    if (part === null || (Array.isArray(part) && part.length === 0)) return notApplicable(reason, explanation)
    const isBlank =
      need === 'context'
        ? sample.context!.every((passage) => passage.text.trim() === '')
        : typeof part === 'string' && part.trim() === ''
    if (isBlank) return notApplicable('empty_text', `The ${need} is empty. ${explanation}`)
  }
  return null
}

/** No score, and why. */
export function notApplicable(reason: NotApplicableReason, explanation: string): NotApplicable {
  return { kind: 'not_applicable', reason, explanation }
}
