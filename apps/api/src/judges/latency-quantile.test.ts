import { latencyStep } from '@assay/contract/judge-latency'
import { expect, test } from 'vitest'
import { latencyQuantile } from './latency-quantile.ts'

function countsOf(times: readonly number[]): number[] {
  const counts: number[] = []
  for (const ms of times) counts[latencyStep(ms)] = (counts[latencyStep(ms)] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}

test('a quantile is within a quarter of the true one, and its interval holds that', () => {
  const times = Array.from({ length: 1_000 }, (_, i) => 100 + i)
  const p95 = latencyQuantile(countsOf(times), 0.95)
  expect(p95?.estimate).toBeGreaterThan(1_050 / 1.25)
  expect(p95?.estimate).toBeLessThan(1_050 * 1.25)
  expect(p95?.interval?.low).toBeLessThan(1_050)
  expect(p95?.interval?.high).toBeGreaterThan(1_050)
})

test('so few times that none ranks above the quantile give no interval', () => {
  const p95Of = (n: number) => latencyQuantile(countsOf(Array.from({ length: n }, () => 75)), 0.95)
  expect(p95Of(1)).toMatchObject({ interval: null })
  expect(p95Of(72)).toMatchObject({ interval: null })
  expect(p95Of(73)?.interval?.high).toBeGreaterThanOrEqual(75)
})

test('without times there is none, and what is longer than the longest step is a number too', () => {
  expect(latencyQuantile([], 0.95)).toBeNull()
  expect(latencyQuantile([0, 0], 0.95)).toBeNull()
  const { estimate } = latencyQuantile(countsOf([1e12]), 0.5) ?? {}
  expect(estimate).toBeGreaterThan(500_000)
})
