import { expect, it } from 'vitest'
import { instantToNs, nsToInstant } from './instant.ts'

it('an instant keeps all nine digits and no trailing zero', () => {
  expect(nsToInstant(1_763_625_600_123_456_789n)).toBe('2025-11-20T08:00:00.123456789Z')
  expect(nsToInstant(1_763_625_600_120_000_000n)).toBe('2025-11-20T08:00:00.12Z')
  expect(nsToInstant(1_763_625_600_000_000_000n)).toBe('2025-11-20T08:00:00Z')
  expect(nsToInstant(-1n)).toBe('1969-12-31T23:59:59.999999999Z')
})

it('an instant is read to the nanosecond, in whatever offset', () => {
  for (const ns of [0n, 1n, 1_763_625_600_123_456_789n]) expect(instantToNs(nsToInstant(ns))).toBe(ns)
  expect(instantToNs('2025-11-20T10:00:00.5+02:00')).toBe(1_763_625_600_500_000_000n)
  expect(instantToNs('2025-11-20T08:00Z')).toBe(1_763_625_600_000_000_000n)
})

it('text that is no instant is refused', () => {
  for (const text of ['', 'now', '2025-11-20', '2025-13-20T08:00:00Z', '2025-11-20T08:00:00']) {
    expect(() => instantToNs(text)).toThrow(expect.objectContaining({ code: 'invalid' }))
  }
})
