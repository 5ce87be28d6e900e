import type { Finding } from '../evaluation.ts'
import type { EvaluatorDescription } from '../evaluator.ts'
import { evidenceFinder } from './answer/find-evidence.ts'
import type { FoundQuote } from './answer/find-quote.ts'
import { calibrate } from './calibration.ts'
import type { Verdicts } from './gather-verdicts.ts'
import type { Judge } from './judge.ts'
import type { Judged } from './judged.ts'
import type { JudgeLabel } from './labels.ts'
import type { DataSection } from './prompt/data-sections.ts'
import { recordOf } from './record.ts'

export interface Settlement {
  evaluator: Pick<EvaluatorDescription, 'range'>
  rubric: string
  labels: readonly JudgeLabel[]
  unquotedLabel: string | null
  /** Texts that evidence may come from, as the judge saw them. */
  sections: readonly DataSection[]
  isCut: boolean
  verdicts: Verdicts
  judge: Judge
}

/** Makes an evaluation of what the judge said: checks the quotes, weighs the labels, calibrates. */
export function settleVerdict(settlement: Settlement): Judged {
  const { verdicts, judge, rubric, labels, sections } = settlement
  const { chosen, failure, probabilities, exchanges } = verdicts
  const record = recordOf(judge.model, rubric, exchanges)
  if (chosen === null || failure !== null) {
    const { reason = 'no_majority', explanation = '', retryAfterMs = null } = failure ?? {}
    const evaluation = { kind: 'failed' as const, reason, explanation, retryAfterMs }
    return { kind: 'judged', evaluation, probabilities: null, escalation: 'failed', record }
  }
  const find = evidenceFinder(sections.map(({ text }) => text))
  const quotes = chosen.evidence.map(find)
  const found = quotes.filter((quote) => quote !== null)
  const demandsQuote = labels.some(({ label, needsQuote }) => label === chosen.verdict && needsQuote)
  const isUnquoted = demandsQuote && found.length === 0
  const label = isUnquoted ? (settlement.unquotedLabel ?? chosen.verdict) : chosen.verdict
  const weights = label === chosen.verdict ? probabilities : { [label]: 1 }
  const value = labels.reduce((sum, one) => sum + one.value * (weights[one.label] ?? 0), 0)
  const note = isUnquoted ? ' The quote that it rests on stands nowhere in the sample.' : ''
  return {
    kind: 'judged',
    evaluation: {
      kind: 'scored',
      value,
      label,
      explanation: `${chosen.reason}${note}`.trim(),
      findings: found.flatMap((quote) => findingOf(quote, sections, label, chosen.reason)),
      confidence: isUnquoted ? null : confidenceOf(settlement, value, label),
      details: { quotes: quotes.length, quotesFound: found.length, answers: exchanges.length, ...weights },
      isCut: settlement.isCut,
    },
    probabilities: weights,
    escalation: isUnquoted ? 'quote_not_found' : verdicts.isSplit ? 'split' : null,
    record,
  }
}

function findingOf(
  { text, start, end }: FoundQuote,
  sections: readonly DataSection[],
  kind: string,
  explanation: string,
): Finding[] {
  const source = sections[text]?.source ?? null
  return source === null
    ? []
    : [{ kind, place: { ...source, start, end }, evidence: [], confidence: null, explanation }]
}

/** The calibrated probability that the label is right; null without calibration or where no end of the range is bad. */
function confidenceOf({ evaluator, judge, labels }: Settlement, value: number, label: string): number | null {
  const { low, high, bad } = evaluator.range
  const { calibration = null } = judge
  if (calibration === null || bad === null || high === low) return null
  const badness = bad === 'high' ? (value - low) / (high - low) : (high - value) / (high - low)
  const probability = calibrate(calibration, badness)
  const given = labels.find((one) => one.label === label)?.value ?? value
  const isBad = Math.abs(given - (bad === 'high' ? high : low)) < (high - low) / 2
  return isBad ? probability : 1 - probability
}
