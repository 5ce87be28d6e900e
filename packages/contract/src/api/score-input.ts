import { z } from 'zod'
import { jsonLength } from '../json-length.ts'
import type { JsonValue } from '../message.ts'
import { MAX_SCORE_VALUE } from '../score-row.ts'
import { Id, plainText } from './text.ts'
import { SpanId, TraceId } from './trace.ts'

/** Longest metadata of one score, in characters of JSON. */
const METADATA_LENGTH = 20_000
export const MAX_SCORES_IN_BATCH = 1000

/** Beside faults of fields too, so that all faults are told at once. */
const isObject = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null

/** A score from outside: of a user, of a person who reviewed, of an evaluator of your own. */
export const ScoreInput = z
  .strictObject({
    /** Your own id for it: the same id for the same target and name replaces the score. Without one, a score that says the same is the same. */
    id: Id.optional(),
    traceId: TraceId.optional(),
    /** With `traceId`: the score is about this span and not about the whole trace. */
    spanId: SpanId.optional(),
    /** Without `traceId`: the score is about the whole session. */
    sessionId: plainText(500).optional(),
    /** What is measured, such as `user_feedback`. */
    name: plainText(200),
    value: z.number().min(-MAX_SCORE_VALUE).max(MAX_SCORE_VALUE).optional(),
    label: plainText(200).optional(),
    explanation: z.string().max(4000).optional(),
    /** Why it could not be scored; such a score has neither value nor label. */
    errorType: plainText(200).optional(),
    /** `human`: a person who reviewed, whose labels correct other scores of the same name; not with a key of the scope `ingest` alone. `api`: anybody else, users too. */
    source: z.enum(['api', 'human']).default('api'),
    evaluator: plainText(200).optional(),
    evaluatorVersion: plainText(200).optional(),
    /** Default: start of what is scored, as far as it is stored, else now. */
    time: z.iso.datetime({ offset: true }).optional(),
    /** Probability with which you chose this target, where you score only some. */
    inclusionProbability: z.number().min(1e-6).max(1).default(1),
    metadata: z
      .record(z.string().max(200), z.unknown() as z.ZodType<JsonValue>)
      .refine((value) => jsonLength(value) <= METADATA_LENGTH, {
        error: `metadata has at most ${METADATA_LENGTH} characters of JSON`,
      })
      .default({}),
  })
  .refine(({ traceId, sessionId }) => (traceId === undefined) !== (sessionId === undefined), {
    error: 'name what is scored: either traceId, with spanId for one span, or sessionId',
    when: isObject,
  })
  .refine(({ traceId, spanId }) => spanId === undefined || traceId !== undefined, {
    error: 'a spanId needs its traceId',
    path: ['spanId'],
  })
  .refine(
    ({ value, label, errorType }) =>
      (errorType === undefined) === (value !== undefined || label !== undefined),
    { error: 'give a value or a label, or an errorType and neither', when: isObject },
  )
export type ScoreInput = z.infer<typeof ScoreInput>

/** Each is looked at for itself, so that a bad one does not refuse the others. One score alone may stand for a list of it. */
export const ScoreBatch = z.union(
  [
    z.object({ scores: z.array(z.unknown()).min(1).max(MAX_SCORES_IN_BATCH) }),
    z
      .record(z.string(), z.unknown())
      .refine((score) => !Object.hasOwn(score, 'scores'), { abort: true })
      .transform((score) => ({ scores: [score] as unknown[] })),
  ],
  {
    error: `send {"scores": [ … ]} with 1 to ${MAX_SCORES_IN_BATCH} scores, or one score such as {"traceId": "…", "name": "thumbs", "value": 1}`,
  },
)

export const ScoreBatchAnswer = z.object({
  /** How many are stored for good. */
  accepted: z.number(),
  /** Id of each score in the order of the batch; null for one that was refused. */
  ids: z.array(z.string().nullable()),
  refused: z.array(
    z.object({
      /** Place in the batch, from 0. */
      index: z.number(),
      /** What is wrong and what to do. */
      reason: z.string(),
    }),
  ),
})
export type ScoreBatchAnswer = z.infer<typeof ScoreBatchAnswer>
