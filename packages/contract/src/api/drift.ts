import { z } from 'zod'
import { SCORE_TARGETS } from '../score-row.ts'
import { plainText } from './text.ts'
import { Instant } from './trace.ts'

/** What may drift. `scores` stands for every score of the project, by name, version, source and what it is of. */
export const DRIFT_SIGNALS = [
  'answerLength',
  'inputLength',
  'latency',
  'cost',
  'inputTokens',
  'outputTokens',
  'errorRate',
  'finishReason',
  'toolChoice',
  'language',
  'model',
  'prompt',
  'scores',
  'inputWords',
  'answerWords',
] as const
export type DriftSignal = (typeof DRIFT_SIGNALS)[number]

/** What calls are parted by, besides all of them together. A prompt is its name and version. */
export const DRIFT_SLICES = ['model', 'prompt', 'route', 'tenant', 'language'] as const
export type DriftSliceBy = (typeof DRIFT_SLICES)[number]

const instant = z.iso.datetime({ offset: true })
const DAY_MS = 86_400_000

/** What a window is compared with: the days before it, or a time that somebody chose. */
export const DriftBaseline = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rolling'),
    /** Length; it ends `gapHours` before the window begins. */
    days: z.number().int().min(1).max(30),
    gapHours: z.number().int().min(0).max(720),
  }),
  z
    .strictObject({ kind: z.literal('pinned'), from: instant, to: instant })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: 'from must be before to' })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 60 * DAY_MS, {
      error: 'a pinned baseline has at most 60 days',
    }),
])
export type DriftBaseline = z.infer<typeof DriftBaseline>

const FIELDS = {
  isOn: z.boolean(),
  signals: z.array(z.enum(DRIFT_SIGNALS)).max(DRIFT_SIGNALS.length),
  slices: z.array(z.enum(DRIFT_SLICES)).max(DRIFT_SLICES.length),
  baseline: DriftBaseline,
  /** Length of the window that is tested; a new one begins every quarter of it, at whole hours (UTC). */
  windowHours: z.number().int().min(1).max(168),
  /** Values that both windows must have for a test. */
  leastRows: z.number().int().min(30).max(2_000),
  /** Least effect that is told, from 0 (equal) to 1 (nothing in common). */
  leastEffect: z.number().min(0.01).max(1),
  /** Highest p-value after the correction over all tests of a run. */
  level: z.number().min(0.0001).max(0.2),
  /** Attribute of a call or of its trace's root that names the route; without one the root's name is the route. */
  routeAttribute: plainText(200),
  /** The same of the tenant; without one a call belongs to none. */
  tenantAttribute: plainText(200),
} as const

export const DriftSettings = z.strictObject(FIELDS)
export type DriftSettings = z.infer<typeof DriftSettings>

/** A change of the settings: what is left out stays. */
export const DriftSettingsPatch = z.strictObject(z.object(FIELDS).partial().shape)
export type DriftSettingsPatch = z.infer<typeof DriftSettingsPatch>

export const DEFAULT_DRIFT_SETTINGS: DriftSettings = {
  isOn: true,
  signals: [...DRIFT_SIGNALS],
  slices: [...DRIFT_SLICES],
  baseline: { kind: 'rolling', days: 7, gapHours: 0 },
  windowHours: 24,
  leastRows: 100,
  leastEffect: 0.1,
  level: 0.05,
  routeAttribute: 'http.route',
  tenantAttribute: 'tenant.id',
}

/** What arrives later than this is not waited for, in milliseconds: spans still on their way, scores still to be made. */
export const DRIFT_LAG_MS = 900_000

/** How often a window ends, in hours: every quarter of its length. */
export const driftStepHours = (windowHours: number): number => Math.max(1, Math.floor(windowHours / 4))

const Range = z.object({ from: Instant, to: Instant })

/** What one run read and tested. */
export const DriftRun = z.object({
  number: z.number(),
  at: Instant,
  /** `clock`, or `person` who asked for it. */
  trigger: z.enum(['clock', 'person']),
  baseline: Range,
  window: Range,
  /** Traces with a model call that were stored, and how many of them were drawn; each gives one call. */
  calls: z.object({
    baseline: z.object({ stored: z.number(), drawn: z.number() }),
    window: z.object({ stored: z.number(), drawn: z.number() }),
  }),
  /** Tests of this run, all corrected together. */
  tests: z.number(),
  drifted: z.number(),
  /** Signals that were tested, with the number of slices (all calls together count as one). */
  tested: z.array(z.object({ signal: z.string(), tests: z.number() })),
  /** Slices that were compared. */
  slices: z.array(
    z.object({ by: z.enum(DRIFT_SLICES), value: z.string(), baseline: z.number(), window: z.number() }),
  ),
  /** What was not compared, and why. */
  leftOut: z.object({
    tooFew: z.number(),
    beyondMost: z.number(),
    /** Slices with the very calls of another one. */
    same: z.number(),
    /** Signals of slices with too few values on a side. */
    signals: z.number(),
  }),
  leastRows: z.number(),
  /** Rates that are watched call by call. */
  watched: z.number(),
  durationMs: z.number(),
})
export type DriftRun = z.infer<typeof DriftRun>

export const DriftOverview = z.object({
  settings: DriftSettings,
  /** null while the defaults hold. */
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  /** The last run; null before the first. */
  run: DriftRun.nullable(),
  counts: z.object({ open: z.number(), acknowledged: z.number(), ended: z.number() }),
})
export type DriftOverview = z.infer<typeof DriftOverview>

export const DRIFT_STATES = ['open', 'acknowledged', 'ended'] as const
export type DriftState = (typeof DRIFT_STATES)[number]

/** A word or a category with its shares of texts or calls. */
export const DriftMover = z.object({ value: z.string(), before: z.number(), after: z.number() })
export type DriftMover = z.infer<typeof DriftMover>

/** What a test or a watch tells of a signal in a slice. */
export const DriftSummary = z.object({
  signal: z.enum(DRIFT_SIGNALS),
  /** Which score; null unless the signal is `scores`. */
  score: z
    .object({
      name: z.string(),
      version: z.string(),
      source: z.string(),
      /** What it is a score of; findings of before this was told apart are said to be of spans. */
      target: z.enum(SCORE_TARGETS).default('span'),
    })
    .nullable(),
  /** null: all calls. */
  slice: z.object({ by: z.enum(DRIFT_SLICES), value: z.string() }).nullable(),
  /**
   * What `before` and `after` are: a quantile or the mean in the signal's unit (characters, milliseconds, US dollars, tokens), the share of
   * `what`, or of words the chance that a classifier tells a new text from an old one (0.5: it cannot).
   */
  measure: z.enum(['median', 'p10', 'p90', 'mean', 'share', 'auc']),
  /** The category whose share changed the most; null for other measures. */
  what: z.string().nullable(),
  before: z.number(),
  after: z.number(),
  /** after − before, with its 95 % interval. */
  difference: z.object({ estimate: z.number(), low: z.number(), high: z.number() }),
  /** 0 (equal) to 1 (nothing in common): what findings are sorted by. */
  effect: z.number(),
  /** Values on both sides. */
  n: z.object({ before: z.number(), after: z.number() }),
  /** Of the test and corrected over all tests of its run; null for a rate that is watched call by call. */
  pValue: z.number().nullable(),
  adjusted: z.number().nullable(),
  tests: z.number().nullable(),
  /** What is compared: of a watched rate, the time before and after the change. */
  baseline: Range,
  window: Range,
  /** Words or categories that changed the most, the clearest first. */
  movers: z.array(DriftMover),
})
export type DriftSummary = z.infer<typeof DriftSummary>

/** What is shown of a finding besides: pictures and traces, as they were when it was last seen. */
export const DriftEvidence = z.object({
  /** The signal over time: the measure, or the share of `what`, in buckets with values. */
  series: z.array(
    z.object({
      from: Instant,
      to: Instant,
      n: z.number(),
      estimate: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  /** Shares of both sides in bins of equal width; the last one holds all that is greater. Empty for other measures. */
  histogram: z.array(z.object({ from: z.number(), to: z.number(), before: z.number(), after: z.number() })),
  /** Traces that show it best. */
  examples: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
})
export type DriftEvidence = z.infer<typeof DriftEvidence>

export const DriftFinding = DriftSummary.extend({
  id: z.string(),
  /** `window`: two windows were compared; `online`: a rate was watched call by call. */
  method: z.enum(['window', 'online']),
  state: z.enum(DRIFT_STATES),
  /** When the change most likely began. */
  since: Instant,
  foundAt: Instant,
  lastSeenAt: Instant,
  endedAt: Instant.nullable(),
  acknowledged: z.object({ at: Instant, by: z.string().nullable(), note: z.string().nullable() }).nullable(),
})
export type DriftFinding = z.infer<typeof DriftFinding>

export const DriftFindingsQuery = z.object({
  /** Default: those that have not ended. */
  state: z.enum([...DRIFT_STATES, 'current', 'any']).default('current'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type DriftFindingsQuery = z.infer<typeof DriftFindingsQuery>

export const DriftFindings = z.object({
  /** Greatest effect first. */
  findings: z.array(DriftFinding),
  total: z.number(),
})
export type DriftFindings = z.infer<typeof DriftFindings>

export const DriftFindingDetail = DriftFinding.extend({ evidence: DriftEvidence })
export type DriftFindingDetail = z.infer<typeof DriftFindingDetail>

export const DriftAcknowledge = z.strictObject({ note: plainText(500).nullable().default(null) })

/** What to compare with from now on; without bounds, the window of the last run. */
export const DriftPin = z
  .strictObject({ from: instant.optional(), to: instant.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    error: 'give both from and to, or none',
  })
export type DriftPin = z.infer<typeof DriftPin>
