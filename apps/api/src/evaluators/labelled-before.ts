import type { TimeRange } from '@assay/store/clickhouse/queries/time-range'

/** Labels of people are few, so those of a longer time count. */
const LABELLED_NS = 90n * 86_400_000_000_000n

/** The time whose labels count at an instant, in nanoseconds since 1970. */
export const labelledBefore = (to: bigint): TimeRange => ({ from: to - LABELLED_NS, to })
