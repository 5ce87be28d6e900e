import { z } from 'zod'
import type { JsonValue } from '../message.ts'
import { SCORE_TARGETS } from '../score-row.ts'

const Place = z.object({
  field: z.enum(['question', 'answer', 'reference', 'context']),
  /** Place in the list of passages; 0 for the other texts. */
  passage: z.number(),
  /** In UTF-16 units of that text, end exclusive. */
  start: z.number(),
  end: z.number(),
  /** What stands there, its first 300 characters. */
  quote: z.string(),
})

/** What was found at one place of the texts that were scored. */
export const ScoreFinding = z.object({
  kind: z.string(),
  place: Place,
  /** Where the evidence stands, best first. */
  evidence: z.array(Place),
  confidence: z.number().nullable(),
  explanation: z.string(),
})

/** A score without its texts, as lists hold it. */
export const ScorePoint = z.object({
  /** 32 lower-case hex digits. */
  id: z.string(),
  target: z.enum(SCORE_TARGETS),
  /** null for a session, and for an answer of which only the response id is known. */
  traceId: z.string().nullable(),
  /** 16 lower-case hex digits; null where a trace or session was scored as a whole. */
  spanId: z.string().nullable(),
  sessionId: z.string().nullable(),
  name: z.string(),
  /** null where it has a label only, or failed. */
  value: z.number().nullable(),
  label: z.string().nullable(),
  evaluator: z.string().nullable(),
  evaluatorVersion: z.string().nullable(),
  /** Why the evaluation failed; null for one that did not. */
  errorType: z.string().nullable(),
  /** Where it came from: `metric`, `judge`, `human`, `api`, or `otel` for evaluation events of the traced app. */
  source: z.string(),
  ruleId: z.string().nullable(),
  /** Probability with which the target was chosen, above 0 to 1. */
  inclusionProbability: z.number(),
  /** The model of a judge. */
  judgeModel: z.string().nullable(),
  costUsd: z.number().nullable(),
  /** Start of what was scored, ISO 8601 in UTC; of an evaluation event its own time. */
  time: z.string(),
})
export type ScorePoint = z.infer<typeof ScorePoint>

/** What an evaluator said of a span, a trace or a session. */
export const Score = ScorePoint.extend({
  explanation: z.string().nullable(),
  ruleVersion: z.number().nullable(),
  /** How the target was chosen. */
  sampling: z.string().nullable(),
  /** Probability that the label is right, 0 to 1. */
  confidence: z.number().nullable(),
  durationMs: z.number().nullable(),
  findings: z.array(ScoreFinding),
  /** Numbers that led to the score; of a judge its record. Left out of the answer about a whole trace. */
  details: z.record(z.string(), z.unknown() as z.ZodType<JsonValue>).optional(),
})
export type Score = z.infer<typeof Score>

/** Scores of one target, earliest first. */
export const ScoreList = z.object({ scores: z.array(Score) })
export type ScoreList = z.infer<typeof ScoreList>
