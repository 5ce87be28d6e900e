import type { DriftSignal, DriftSliceBy, DriftSummary } from '@assay/contract/api/drift'

/** One value with where it came from. */
export interface Item<V> {
  value: V
  timeMs: number
  traceId: string
  /** Inclusion probability; 1 for calls, which are drawn evenly. */
  probability: number
}

/** Which signal of which slice. */
export interface ColumnPlace {
  /** The same for the same signal and slice in every run. */
  key: string
  signal: DriftSignal
  score: DriftSummary['score']
  slice: DriftSummary['slice']
}

/** A signal of a slice in both windows. A rate has the values 0 and 1. */
export type Column = ColumnPlace &
  (
    | { kind: 'number' | 'rate'; before: Item<number>[]; after: Item<number>[] }
    | { kind: 'category' | 'text'; before: Item<string>[]; after: Item<string>[] }
  )

/** What is told of a column that drifted. */
export type Told = Pick<DriftSummary, 'measure' | 'what' | 'before' | 'after' | 'difference' | 'movers'> & {
  /** A number for each item in which the change shows: by place, the items before and after. */
  scoreBefore: Float64Array
  scoreAfter: Float64Array
  /** Whether the number of an item is a share (0 or 1) for the series over time, and what it is of. */
  isShare: boolean
}

/** A test, and what to tell when it finds something. */
export interface Comparison {
  pValue: number
  /** 0 (equal) to 1 (nothing in common). */
  effect: number
  tell: () => Told
}

/** Those of spans have the key that all had before kinds of targets were told apart, so that watches go on. */
const partsOf = ({ name, version, source, target }: NonNullable<DriftSummary['score']>): string[] =>
  target === 'span' ? [name, version, source] : [name, version, source, target]

export function keyOf(
  signal: DriftSignal,
  score: DriftSummary['score'],
  slice: { by: DriftSliceBy; value: string } | null,
): string {
  const what = score === null ? signal : `${signal} ${JSON.stringify(partsOf(score))}`
  return slice === null ? what : `${what} ${slice.by} ${JSON.stringify(slice.value)}`
}

/** Whether all items were as likely to be drawn, so that they can be compared one by one. */
export function isEven(...sides: readonly (readonly Item<unknown>[])[]): boolean {
  const first = sides[0]?.[0]?.probability
  return sides.every((items) => items.every(({ probability }) => probability === first))
}

export const valuesOf = (items: readonly Item<number>[]): Float64Array =>
  Float64Array.from(items, ({ value }) => value)
export const probabilitiesOf = (items: readonly Item<unknown>[]): Float64Array =>
  Float64Array.from(items, ({ probability }) => probability)
