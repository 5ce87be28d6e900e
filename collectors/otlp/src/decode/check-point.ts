import type { DropReason } from '@assay/contract/drop-reason'
import type { Count, ExponentialBuckets, RawExemplar, RawMetric, RawPoint } from '@assay/contract/raw-metric'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { isId, NO_ID } from './check-span.ts'
import type { TimeWindow } from './time-window.ts'

/** Bit of a point's flags that says that no value was recorded. */
const NO_RECORDED_VALUE = 1

const NOTHING: readonly never[] = []
/** Shared by all points without buckets; nobody writes into it. */
const NO_BUCKETS: ExponentialBuckets = { offset: 0, counts: NOTHING }

/** A metric as the wire formats start it. */
export function blankMetric(resource: RawResource, scope: RawScope): RawMetric {
  return {
    name: '',
    description: '',
    unit: '',
    type: 'gauge',
    temporality: 0,
    isMonotonic: false,
    resource,
    scope,
  }
}

/** A point as the wire formats start it, every field at its default. */
export function blankPoint(metric: RawMetric): RawPoint {
  return {
    metric,
    attributes: new Map(),
    timeUnixNano: 0n,
    startTimeUnixNano: 0n,
    flags: 0,
    value: null,
    intValue: null,
    count: 0,
    sum: null,
    min: null,
    max: null,
    bounds: NOTHING,
    counts: NOTHING,
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: NO_BUCKETS,
    negative: NO_BUCKETS,
    quantiles: NOTHING,
    exemplars: NOTHING,
  }
}

export function blankExemplar(): RawExemplar {
  return { timeUnixNano: 0n, value: null, traceId: NO_ID, spanId: NO_ID, attributes: new Map() }
}

/** A list of a point that its reader may write to: the empty one is shared by all points, a started one is its own. */
export function growing<T>(list: readonly T[]): T[] {
  return list.length === 0 ? [] : (list as T[])
}

export function appended<T>(list: readonly T[], item: T): readonly T[] {
  const own = growing(list)
  own.push(item)
  return own
}

/** An unsigned 64-bit count: a number where it is safe. */
export function toCount(value: bigint): Count {
  return value <= 9_007_199_254_740_991n ? Number(value) : value
}

/** A signed 64-bit integer: a number where it is safe. */
export function toInteger(value: bigint): number | bigint {
  const near = Number(value)
  return Number.isSafeInteger(near) ? near : value
}

/**
 * Puts the last hand to a point that was read, or says why it is refused: a time outside the window
 * (`bad_timestamp`), no name, no value, or buckets that do not fit their bounds (`bad_value`). A start that lies
 * outside the window or after the point's time is unknown, 0: it tells resets only, and the value is worth keeping.
 */
export function checkPoint(point: RawPoint, window: TimeWindow): DropReason | null {
  const { metric } = point
  const time = point.timeUnixNano
  if (time < window.from || time > window.to) return 'bad_timestamp'
  if (metric.name === '') return 'bad_value'
  const start = point.startTimeUnixNano
  if (start < window.from || start > time) point.startTimeUnixNano = 0n
  for (const exemplar of point.exemplars) tidy(exemplar)
  if ((point.flags & NO_RECORDED_VALUE) !== 0) {
    point.value = null
    point.intValue = null
    return null
  }
  if (metric.type === 'gauge' || metric.type === 'sum') return point.value === null ? 'bad_value' : null
  return metric.type === 'histogram' && !hasSoundBuckets(point) ? 'bad_value' : null
}

function hasSoundBuckets({ bounds, counts }: RawPoint): boolean {
  if (counts.length === 0 ? bounds.length > 0 : counts.length !== bounds.length + 1) return false
  for (let i = 0; i < bounds.length; i++) {
    const bound = bounds[i] ?? Number.NaN
    if (Number.isNaN(bound) || bound <= (bounds[i - 1] ?? Number.NEGATIVE_INFINITY)) return false
  }
  return true
}

/** Ids of an exemplar that lead nowhere are none, and a time beyond what can be told is unknown. */
function tidy(exemplar: RawExemplar): void {
  if (!isId(exemplar.traceId, 16)) exemplar.traceId = NO_ID
  if (!isId(exemplar.spanId, 8)) exemplar.spanId = NO_ID
}
