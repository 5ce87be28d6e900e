import { LAG_BOUNDS } from '@assay/contract/ingest'

/**
 * A quantile of the lag in milliseconds, read from its histogram by a straight line within the bucket, as Prometheus
 * does; null without observations. Beyond the last bound it is that bound.
 *
 * @param buckets items by upper bound in seconds, `+Inf` for the last.
 */
export function lagQuantile(buckets: ReadonlyMap<string, number>, quantile: number): number | null {
  let n = 0
  for (const items of buckets.values()) n += items
  if (n === 0) return null
  let below = 0
  let lower = 0
  for (const bound of LAG_BOUNDS) {
    const items = buckets.get(String(bound)) ?? 0
    if (items > 0 && below + items >= quantile * n)
      return (lower + ((bound - lower) * (quantile * n - below)) / items) * 1000
    below += items
    lower = bound
  }
  return lower * 1000
}
