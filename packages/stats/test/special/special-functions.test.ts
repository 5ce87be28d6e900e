import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf } from '../../src/distributions/normal.ts'
import { deviance } from '../../src/special/deviance.ts'
import { incompleteBeta } from '../../src/special/incomplete-beta.ts'
import { incompleteGamma } from '../../src/special/incomplete-gamma.ts'
import { logBeta } from '../../src/special/log-beta.ts'
import { logGamma } from '../../src/special/log-gamma.ts'
import { expectClose } from '../shared-data.ts'

type Rows = number[][]
const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/special-functions.json'), 'utf8'),
) as { logGamma: Rows; beta: Rows; gamma: Rows; normal: Rows }

const parameter = fc.double({ min: 0.3, max: 1e5, noNaN: true })
const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })

describe('special functions', () => {
  test('log-gamma has 14 digits, beside its zeros as well', () => {
    for (const [x, value] of fixture.logGamma)
      expectClose(logGamma(x!), value!, { rel: 1e-14, abs: 0 }, `at ${x}`)
  })

  test('both tails of the beta function have 13 digits, 12 for parameters of 100,000 and more', () => {
    for (const [a, b, x, lower, upper] of fixture.beta) {
      const rel = Math.max(a!, b!) >= 1e5 ? 1e-12 : Math.min(a!, b!) < 0.5 ? 3e-12 : 1e-13
      const tails = incompleteBeta(a!, b!, x!)
      expectClose(tails.lower, lower!, { rel, abs: 0 }, `lower of ${a}, ${b} at ${x}`)
      expectClose(tails.upper, upper!, { rel, abs: 0 }, `upper of ${a}, ${b} at ${x}`)
    }
  })

  test('both tails of the gamma function have 13 digits, however large the parameter', () => {
    for (const [a, x, lower, upper] of fixture.gamma) {
      const tails = incompleteGamma(a!, x!)
      expectClose(tails.lower, lower!, { rel: 1e-13, abs: 0 }, `lower of ${a} at ${x}`)
      expectClose(tails.upper, upper!, { rel: 1e-13, abs: 0 }, `upper of ${a} at ${x}`)
    }
  })

  test('the normal law has 14 digits, 38 deviations out as well', () => {
    for (const [x, cdf] of fixture.normal) expectClose(normalCdf(x!), cdf!, { rel: 1e-14, abs: 0 }, `at ${x}`)
  })

  test('log-beta agrees with log-gammas where these keep their digits', () => {
    fc.assert(
      fc.property(parameter, parameter, (a, b) => {
        const expected = logGamma(a) + logGamma(b) - logGamma(a + b)
        expectClose(logBeta(a, b), expected, { rel: 1e-12, abs: 1e-9 }, `${a}, ${b}`)
      }),
    )
  })

  test('the beta function turned round is its complement', () => {
    fc.assert(
      fc.property(parameter, parameter, share, (a, b, x) => {
        const tails = incompleteBeta(a, b, x)
        const turned = incompleteBeta(b, a, 1 - x, x)
        expectClose(tails.lower, turned.upper, { rel: 1e-10, abs: 1e-300 })
        expect(tails.lower + tails.upper).toBeCloseTo(1, 12)
      }),
    )
  })

  test('the tails of the beta function grow with x and those of the gamma function too', () => {
    fc.assert(
      fc.property(parameter, parameter, share, share, (a, b, x, y) => {
        const low = Math.min(x, y)
        const high = Math.max(x, y)
        const slack = 1 + 1e-9
        expect(incompleteBeta(a, b, low).lower).toBeLessThanOrEqual(incompleteBeta(a, b, high).lower * slack)
        expect(incompleteGamma(a, 3 * a * low).lower).toBeLessThanOrEqual(
          incompleteGamma(a, 3 * a * high).lower * slack,
        )
      }),
    )
  })

  test('a deviance is never negative, 0 only between equals, and keeps its digits beside them', () => {
    expect(deviance(3, 3)).toBe(0)
    expect(deviance(0, 2.5)).toBe(2.5)
    // x·ln(x/m) + m − x is t²/(2m) − t³/(6m²) + … at x = m + t.
    expectClose(deviance(1e8 + 1, 1e8), 0.5e-8 - 1e-16 / 6, { rel: 1e-14, abs: 0 })
    fc.assert(fc.property(parameter, parameter, (x, m) => deviance(x, m) >= 0))
  })

  test('what is out of range is refused with a sentence, never answered by NaN', () => {
    expect(() => incompleteBeta(0, 1, 0.5)).toThrow(/above 0/)
    expect(() => incompleteBeta(1, 1, NaN)).toThrow(/from 0 to 1/)
    expect(() => incompleteGamma(-1, 1)).toThrow(/above 0/)
    expect(() => incompleteGamma(1, NaN)).toThrow(/from 0/)
    expect(() => logGamma(0)).toThrow(/above 0/)
    expect(() => logBeta(1, -1)).toThrow(/above 0/)
  })
})
