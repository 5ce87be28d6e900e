import type { Interval } from '@assay/stats/intervals/interval'

/** Targets of the evaluators, as docs/ACCURACY.md names them. */
export type TargetName = `T${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`

/** One number of the run, with all that is needed to judge it. */
export interface Figure {
  /** Stable, for scripts: letters, digits and underscores. */
  name: string
  /** What was measured on what, for people. */
  what: string
  /** null where it is not defined on these rows. */
  value: number | null
  /** Why there is no value; null where there is one. */
  reason: string | null
  unit: 'AUROC' | 'BA' | 'kappa' | 'F1' | 'F2' | 'share' | 'samples' | 'samples/s' | 'alarms/10k' | 'accuracy'
  /** 95 %, by bootstrap over documents unless `what` says otherwise; null for counts and speeds. */
  interval: Interval | null
  /** Rows, cases or runs behind it. */
  items: number
  /** Documents that the rows come from; null where each row is one. */
  documents: number | null
  target: TargetName | null
  goal: { least?: number; most?: number } | null
  /** The best published figure of the same kind, with its source. */
  comparator: string | null
  /** How far the recorded judge, or another annotator, agrees with people on the same rows. */
  judge: string | null
}

/** Figures of one kind, in the order of the page. */
export interface Section {
  title: string
  /** How the figures came about, in one or two sentences. */
  about: string
  figures: Figure[]
}

export type Verdict = 'met' | 'missed' | null

/** Whether a figure reaches its goal as measured, whatever its interval; null without a goal or a value. */
export function verdictOf({ value, goal }: Figure): Verdict {
  if (goal === null || value === null) return null
  const { least = -Infinity, most = Infinity } = goal
  return value >= least && value <= most ? 'met' : 'missed'
}

/** A figure from what differs; the rest is unknown. */
export function figure(
  known: Pick<Figure, 'name' | 'what' | 'value' | 'unit' | 'items'> & Partial<Figure>,
): Figure {
  return {
    interval: null,
    documents: null,
    target: null,
    goal: null,
    comparator: null,
    judge: null,
    ...known,
    reason: known.value === null ? (known.reason ?? 'not defined') : null,
    name: known.name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, ''),
  }
}
