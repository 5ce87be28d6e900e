import { z } from 'zod'
import { Evaluator } from './evaluator.ts'
import { Instant } from './trace.ts'

/** A number with its 95 % interval for one look, and how many scores, answers or labels it rests on. */
export const Measured = z.object({
  n: z.number(),
  estimate: z.number(),
  /** null where n is too small to tell. */
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type Measured = z.infer<typeof Measured>

/** How a judge is asked beside an evaluator. */
export const JudgeForm = z.object({
  /** As scores of the judge name it now: evaluator, protocol and rubric. Scores of another version are not alike. */
  version: z.string(),
  protocolVersion: z.string(),
  /** Of the rubric, 16 hexadecimal digits. */
  rubricHash: z.string(),
  /** Whether it is asked about each claim of an answer or about the sample as a whole. */
  asks: z.enum(['claims', 'sample']),
  labels: z.array(z.string()),
  /** Parts of the sample that it sees. */
  shows: z.array(z.string()),
})

/** What one version of an evaluator did in the range. */
export const EvaluatorRun = z.object({
  version: z.string(),
  source: z.enum(['metric', 'judge']),
  /** Starts of the first and the last of what it scored. */
  firstTime: Instant,
  lastTime: Instant,
  /** Scores, without evaluations that failed. */
  n: z.number(),
  /** US dollars a score; null where no cost is known. */
  costUsd: Measured.nullable(),
  /** Milliseconds; n of a fair sample of at most 2,000 scores; null where no duration is known. */
  p50Ms: Measured.nullable(),
  p95Ms: Measured.nullable(),
})
export type EvaluatorRun = z.infer<typeof EvaluatorRun>

/** How far one version agrees with labels of people, or feedback of users, on the same targets. */
export const Agreement = z.object({
  /** Name and source of the labels. */
  labels: z.object({ name: z.string(), source: z.string() }),
  version: z.string(),
  source: z.string(),
  /** Targets that have both. */
  n: z.number(),
  /** Cohen's kappa and the share of equal labels; null where the two do not use the same labels. */
  kappa: Measured.nullable(),
  accuracy: Measured.nullable(),
  /** Spearman's, of the values; null where a side has no values or all are alike. */
  correlation: Measured.nullable(),
})
export type Agreement = z.infer<typeof Agreement>

/** A figure of docs/ACCURACY.md. */
export const AccuracyFigure = z.object({
  name: z.string(),
  /** What was measured on what. */
  what: z.string(),
  /** Of the evaluator that was measured. */
  version: z.string(),
  /** null where it is not defined on the rows. */
  value: z.number().nullable(),
  unit: z.string(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Rows behind it, and documents that they come from; null where each row is one. */
  items: z.number(),
  documents: z.number().nullable(),
  /** The best published figure of the same kind. */
  comparator: z.string().nullable(),
  /** How far a recorded judge agrees with people on the same rows. */
  judge: z.string().nullable(),
})
export type AccuracyFigure = z.infer<typeof AccuracyFigure>

export const EvaluatorReportQuery = z.object({
  /** Start of what was scored, from (inclusive) and to (exclusive); default: the last 24 hours. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

/** All that is known of an evaluator: what it asks, by which text it is labelled, and how well it does here and on public data. */
export const EvaluatorReport = z.object({
  evaluator: Evaluator,
  /** The text that judges and annotators label by, as Markdown. */
  rubric: z.string(),
  /** null where no judge can be asked. */
  judge: JudgeForm.nullable(),
  /** What the judge looks at one after the other before its verdict; empty but for those that people wrote. */
  steps: z.array(z.string()),
  from: Instant,
  to: Instant,
  /** In the range, those that scored last first; at most 20. */
  runs: z.array(EvaluatorRun),
  /** Answers of judges in the range that could not be read, those that were asked for again too; null without an answer. */
  unparseable: Measured.nullable(),
  /** Share of evaluations that failed for good, of all that came to an end; null where none did. */
  failures: z.object({ lastDay: Measured.nullable(), lastWeek: Measured.nullable() }),
  /** Of the last 90 days; empty without labels. */
  agreement: z.array(Agreement),
  /** On public data that people labelled. */
  accuracy: z.array(AccuracyFigure),
})
export type EvaluatorReport = z.infer<typeof EvaluatorReport>
