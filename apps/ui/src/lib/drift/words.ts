import {
  DRIFT_LAG_MS,
  driftStepHours,
  type DriftFinding,
  type DriftSignal,
  type DriftSliceBy,
  type DriftSummary,
} from '@assay/contract/api/drift'
import { formatCompact, formatCost, formatCount, formatDuration, formatStep } from '#lib/format.ts'

/** What signals and slices are called in the settings and in lists. */
export const SIGNAL_WORDS: Record<DriftSignal, string> = {
  answerLength: 'Length of answers',
  inputLength: 'Length of inputs',
  latency: 'Latency',
  cost: 'Cost',
  inputTokens: 'Input tokens',
  outputTokens: 'Output tokens',
  errorRate: 'Error rate',
  finishReason: 'Finish reasons',
  toolChoice: 'Choice of tools',
  language: 'Languages',
  model: 'Models',
  prompt: 'Prompt versions',
  scores: 'Scores',
  inputWords: 'Words of inputs',
  answerWords: 'Words of answers',
}
export const SLICE_WORDS: Record<DriftSliceBy, string> = {
  model: 'Model',
  prompt: 'Prompt version',
  route: 'Route',
  tenant: 'Tenant',
  language: 'Language',
}
const LANGUAGES: Record<string, string> = {
  en: 'English',
  fr: 'French',
  ru: 'Russian',
  other: 'other languages',
}

type Told = Pick<
  DriftSummary,
  'signal' | 'score' | 'slice' | 'measure' | 'what' | 'before' | 'after' | 'difference' | 'movers'
>

/** What a finding is about, such as `Latency` or `faithfulness, version 2`. */
export const signalTitle = ({ signal, score }: Pick<Told, 'signal' | 'score'>): string =>
  score === null
    ? SIGNAL_WORDS[signal]
    : [
        score.target === 'span' ? score.name : `${score.name} of ${score.target}s`,
        ...(score.version === '' ? [] : [`version ${score.version}`]),
      ].join(', ')

/** Which calls: `all calls`, `gpt-x`, `route /chat`. */
export function sliceText(slice: Told['slice']): string {
  if (slice === null) return 'all calls'
  if (slice.by === 'model') return slice.value
  if (slice.by === 'language') return LANGUAGES[slice.value] ?? slice.value
  return `${slice.by} ${slice.value}`
}

const PLAIN = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })

/** A value in the unit of its signal. */
export function formatLevel({ signal, measure }: Pick<Told, 'signal' | 'measure'>, value: number): string {
  if (measure === 'share') return `${PLAIN.format(value * 100)} %`
  if (measure === 'auc') return PLAIN.format(value)
  if (signal === 'latency') return formatDuration(value)
  if (signal === 'cost') return formatCost(value)
  if (signal === 'inputTokens' || signal === 'outputTokens') return `${formatCompact(value)} tokens`
  if (signal === 'answerLength' || signal === 'inputLength') return `${formatCompact(value)} characters`
  return PLAIN.format(value)
}

/** A difference with its sign; of shares in points. */
function formatDifference(told: Pick<Told, 'signal' | 'measure'>, value: number): string {
  const sign = value < 0 ? '−' : '+'
  const size = Math.abs(value)
  return told.measure === 'share'
    ? `${sign}${PLAIN.format(size * 100)} points`
    : sign + formatLevel(told, size)
}

/** What `before` and `after` are. */
export function measureText({ signal, measure, what }: Pick<Told, 'signal' | 'measure' | 'what'>): string {
  if (measure === 'auc') return 'chance to tell a new text from an old one'
  if (measure !== 'share') return MEASURES[measure]
  if (signal === 'errorRate') return 'share of failed calls'
  return signal === 'scores' ? `share of ${what ?? ''}` : `share of ${categoryText(signal, what ?? '')}`
}
const MEASURES = { median: 'median', mean: 'mean', p10: '10th percentile', p90: '90th percentile' } as const

const categoryText = (signal: DriftSignal, what: string): string =>
  signal === 'language' ? (LANGUAGES[what] ?? what) : `“${what}”`

/** More and less, by signal. */
const TURNS: Partial<Record<DriftSignal, [subject: string, more: string, less: string]>> = {
  answerLength: ['Answers', 'longer', 'shorter'],
  inputLength: ['Inputs', 'longer', 'shorter'],
  latency: ['Calls', 'slower', 'faster'],
  cost: ['Calls', 'dearer', 'cheaper'],
  inputTokens: ['Inputs', 'larger', 'smaller'],
  outputTokens: ['Answers', 'larger', 'smaller'],
}

/** A finding in a sentence without its numbers: `Answers of gpt-x became 38 % longer`. */
export function headline(told: Told): string {
  const { signal, measure, before, after, what, movers } = told
  const of = `of ${sliceText(told.slice)}`
  const isUp = after >= before
  if (measure === 'auc') {
    const words = movers
      .slice(0, 3)
      .map((one) => `${one.after > one.before ? 'more' : 'less'} “${one.value}”`)
    const subject = signal === 'inputWords' ? 'Inputs' : 'Answers'
    return `${subject} ${of} use other words${words.length > 0 ? `: ${words.join(', ')}` : ''}`
  }
  const turn = TURNS[signal]
  if (turn !== undefined && measure !== 'share') {
    const [subject, more, less] = turn
    const share = before > 0 ? Math.abs(after / before - 1) * 100 : null
    const size = share === null || !Number.isFinite(share) ? '' : `${PLAIN.format(Math.round(share))} % `
    return `${subject} ${of} became ${size}${isUp ? more : less}`
  }
  const verb = isUp ? 'rose' : 'fell'
  if (signal === 'errorRate') return `The error rate ${of} ${verb}`
  if (signal === 'scores')
    return measure === 'share' && what !== '1'
      ? `${signalTitle(told)} ${of}: “${what ?? ''}” ${verb}`
      : `${signalTitle(told)} ${of} ${verb}`
  return `${categoryText(signal, what ?? '')} ${verb} among the ${SIGNAL_WORDS[signal].toLowerCase()} ${of}`
}

/** The numbers of a finding: before, after, the interval of the difference, and n of both sides. */
export function figures(finding: DriftFinding): string {
  const { before, after, difference, n } = finding
  const level = (value: number) => formatLevel(finding, value)
  const gap = (value: number) => formatDifference(finding, value)
  const change =
    finding.measure === 'auc' ? `${level(after)} of 1 (0.5: by chance)` : `${level(before)} → ${level(after)}`
  return (
    `${change}, ${gap(difference.estimate)} (95 % interval ${gap(difference.low)} to ${gap(difference.high)}), ` +
    `n ${formatCount(n.before)} before, ${formatCount(n.after)} after`
  )
}

const HOUR_MS = 3_600_000

/** When the next window ends, and when it is compared; windows end every quarter of their length, at whole hours (UTC). */
export function nextWindow(windowHours: number, nowMs: number): { endsAt: string; comparedAt: string } {
  const stepMs = driftStepHours(windowHours) * HOUR_MS
  const endMs = (Math.floor((nowMs - DRIFT_LAG_MS) / stepMs) + 1) * stepMs
  return { endsAt: new Date(endMs).toISOString(), comparedAt: new Date(endMs + DRIFT_LAG_MS).toISOString() }
}

/** An instant in UTC, as the server and the browser would else not agree. */
export const formatSince = (instant: string): string => `${formatStep(instant)} UTC`
