import { describe, expect, it } from 'vitest'
import {
  explainCost,
  formatAgo,
  formatBoundedCost,
  formatCompact,
  formatCost,
  formatCount,
  formatDuration,
  formatExact,
  instantMs,
  totalTokens,
} from './format.ts'

describe('numbers as people read them', () => {
  it('a missing number is a dash and never 0, and 0 is 0', () => {
    for (const format of [formatCount, formatCompact, formatDuration, formatCost]) {
      expect(format(null)).toBe('–')
      expect(format(undefined)).toBe('–')
      expect(format(Number.NaN)).toBe('–')
      expect(format(0)).toMatch(/^\$?0/)
    }
  })

  it.each([
    [999, '999'],
    [1234, '1,234'],
    [9999, '9,999'],
    [10_000, '10k'],
    [12_449, '12.4k'],
    [999_949, '999.9k'],
    [999_950, '1M'],
    [3_140_000, '3.1M'],
    [2_000_000_000, '2B'],
  ])('a count of %d takes little space: %s', (value, text) => expect(formatCompact(value)).toBe(text))

  it.each([
    [0.04, '0.04 ms'],
    [0.4, '0.4 ms'],
    [340.2, '340 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [2100, '2.1 s'],
    [2345, '2.35 s'],
    [32_340, '32.3 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min'],
    [61_000, '1 min 1 s'],
    [3_599_600, '1 h'],
    [7_800_000, '2 h 10 min'],
    [90_000_000, '1 d 1 h'],
  ])('a duration of %d ms reads %s', (ms, text) => expect(formatDuration(ms)).toBe(text))

  it.each([
    [0.0000001, '<$0.000001'],
    [0.0042, '$0.0042'],
    [0.02, '$0.020'],
    [0.123, '$0.12'],
    [3.4, '$3.40'],
    [999.99, '$999.99'],
    [1234.5, '$1,235'],
  ])('a cost of %d dollars reads %s', (usd, text) => expect(formatCost(usd)).toBe(text))

  it('a cost with unpriced calls is shown as a lower bound and says why', () => {
    expect(formatBoundedCost(0.0042, 2)).toBe('≥ $0.0042')
    expect(explainCost(0.0042, 2)).toBe('Lower bound: 2 calls have no known price')
    expect(formatBoundedCost(0.00000024, 2)).toBe('≥ $0')
    expect(formatBoundedCost(0.00000024, 0)).toBe('<$0.000001')
    expect(formatBoundedCost(0, 2)).toBe('≥ $0')
    expect(formatBoundedCost(null, 1)).toBe('–')
    expect(explainCost(null, 1)).toBe('1 call has no known price')
    expect(explainCost(1, 0)).toBeUndefined()
  })

  it('tokens are missing only when neither side is known', () => {
    expect(totalTokens(3, null)).toBe(3)
    expect(totalTokens(3, 4)).toBe(7)
    expect(totalTokens(null, null)).toBeNull()
  })
})

describe('times as people read them', () => {
  it('says how long ago, in the largest whole unit', () => {
    const now = Date.UTC(2026, 10, 21, 12)
    const ago = (ms: number) => formatAgo(now - ms, now)
    expect(ago(500)).toBe('now')
    expect(ago(12_000)).toBe('12 s ago')
    expect(ago(60_000)).toBe('1 min ago')
    expect(ago(3 * 3_600_000)).toBe('3 h ago')
    expect(ago(5 * 86_400_000)).toBe('5 d ago')
    expect(ago(-3 * 3_600_000)).toBe('in 3 h')
  })

  it('reads instants of nanoseconds and shows the exact time of a zone', () => {
    expect(instantMs('2026-11-20T08:00:00.123456789Z')).toBe(Date.UTC(2026, 10, 20, 8, 0, 0, 123))
    expect(formatExact('2026-11-20T08:00:00.123456789Z', 'UTC')).toBe('2026-11-20 08:00:00.123 UTC')
    expect(formatExact('no time')).toBe('–')
  })
})
