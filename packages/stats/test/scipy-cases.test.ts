import { describe, expect, test } from 'vitest'
import type { ScipyCase } from './scipy/case.ts'
import { RUNNERS } from './scipy/runners.ts'
import { expectClose, hasSharedData, readStats } from './shared-data.ts'

const cases = hasSharedData ? readStats<ScipyCase>('scipy_cases.json').cases : []

function compare(got: unknown, expected: unknown, tol: ScipyCase['tol'], what: string): void {
  if (Array.isArray(expected)) {
    expect(got, what).toHaveLength(expected.length)
    for (const [i, value] of expected.entries()) compare((got as unknown[])[i], value, tol, `${what}[${i}]`)
  } else if (typeof expected === 'number') {
    // undefined is how a runner passes on null: we answer null where SciPy answers NaN.
    if (Number.isNaN(expected)) expect(got, what).toBeUndefined()
    else expectClose(got as number, expected, tol, what)
  } else {
    expect.unreachable(`${what} is neither a number nor a list`)
  }
}

describe.skipIf(!hasSharedData)('reference values of SciPy (skipped without ASSAY_SHARED)', () => {
  test('no case is of a test that we do not know', () => {
    expect(cases.length).toBeGreaterThan(1600)
    expect([...new Set(cases.map((item) => item.test))].sort()).toEqual(Object.keys(RUNNERS).sort())
  })

  test.each(Object.keys(RUNNERS))('%s agrees on every case', (name) => {
    for (const { id, inputs, params, expected, tol } of cases.filter((item) => item.test === name)) {
      const got = RUNNERS[name]!(inputs, params)
      if ('error' in expected) {
        expect(got, id).toEqual({ error: 'AssayError' })
        continue
      }
      expect(got, id).not.toHaveProperty('error')
      for (const [key, value] of Object.entries(expected)) compare(got[key], value, tol, `${id} ${key}`)
    }
  })
})
