import type { JsonValue } from './message.ts'

/** What a score is about. */
export const SCORE_TARGETS = ['span', 'trace', 'session'] as const
export type ScoreTarget = (typeof SCORE_TARGETS)[number]

/**
 * Who found it: `metric`, an evaluator that computes; `judge`, a model that was asked; `human`, a person who reviewed; `api`,
 * the app or its users; `otel`, an evaluation event of the traced app.
 */
export const SCORE_SOURCES = ['metric', 'judge', 'human', 'api', 'otel'] as const
export type ScoreSource = (typeof SCORE_SOURCES)[number]

/** Why a person should look at what a judge said: the judge doubts, contradicts itself or the free tier, or gave no verdict. */
export const REVIEW_REASONS = ['judge_unsure', 'judge_escalates', 'tiers_disagree', 'judge_failed'] as const
export type ReviewReason = (typeof REVIEW_REASONS)[number]

/** No value of a score is further from 0: squares that are weighed by 1 / inclusion probability stay far from what a double can hold. */
export const MAX_SCORE_VALUE = 1e12

/** A place in one of the texts that were scored. */
export interface ScorePlace {
  field: 'question' | 'answer' | 'reference' | 'context'
  /** Place in the list of passages; 0 for the other texts. */
  passage: number
  /** In UTF-16 units, end exclusive. */
  start: number
  end: number
  /** What stands there, its first 300 characters. */
  quote: string
}

/** What was found at one place, with its evidence, best first. */
export interface ScoreFinding {
  kind: string
  place: ScorePlace
  evidence: readonly ScorePlace[]
  /** 0 to 1; null where it is not known. */
  confidence: number | null
  explanation: string
}

/** Columns of the scored span, or of the first of its trace or session, that trends are sliced by; '' where it has none. */
export interface ScoreSlices {
  model: string
  service: string
  environment: string
  promptName: string
  promptVersion: string
  userId: string
  tags: readonly string[]
}

export const NO_SLICES: ScoreSlices = {
  model: '',
  service: '',
  environment: '',
  promptName: '',
  promptVersion: '',
  userId: '',
  tags: [],
}

/** One score, as it is written to the table `scores`. Texts that are not there are ''. */
export interface ScoreRow {
  projectId: string
  /** 32 lower-case hex digits. Equal for the same judgement made again, which then replaces the first. */
  scoreId: string
  target: ScoreTarget
  /** 32 and 16 lower-case hex digits; '' where the target has none. */
  traceId: string
  spanId: string
  sessionId: string
  /** Names the answer where the span is not known. */
  responseId: string
  /** What is measured, such as `faithfulness`. */
  name: string
  /**
   * Start of the target, in nanoseconds since 1970. A score that is written again must have the same time: rows of two
   * days, and points of two hours, do not collapse.
   */
  timeUnixNano: bigint
  evaluator: string
  /** What may change a score changes it: scores of two versions are never mixed. */
  evaluatorVersion: string
  /** null where it has a label only, or failed; never NaN. */
  value: number | null
  label: string
  explanation: string
  source: ScoreSource
  /** Probability with which the target was chosen, above 0 to 1. */
  inclusionProbability: number
  /** Why it failed; '' for one that did not. */
  errorType: string
  rule: { id: string; version: number } | null
  /** How the target was chosen, such as `all`, `uniform` or `uncertain`. */
  sampling: string
  /** Probability that the label is right, 0 to 1. */
  confidence: number | null
  findings: readonly ScoreFinding[]
  /** Numbers that led to the score; of a judge its record. */
  details: Readonly<Record<string, JsonValue>>
  judgeModel: string
  costUsd: number | null
  durationMs: number | null
  slices: ScoreSlices
}
