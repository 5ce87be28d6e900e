import type { CaseResult } from './case-result.ts'
import { isClose } from './is-close.ts'
import type { ScipyCase } from './scipy-case.ts'
import { RUNNERS } from './scipy-runners.ts'

/** Computes each case of scipy_cases.json and compares all numbers of it. */
export function checkScipyCases({ cases }: { cases: ScipyCase[] }): CaseResult[] {
  return cases.map(({ id, test, inputs, params, expected, tol }) => {
    const runner = RUNNERS[test]
    if (runner === undefined) return { id, test, faults: ['nobody knows this test'] }
    const got = runner(inputs, params)
    if ('error' in expected || 'error' in got)
      return { id, test, faults: 'error' in expected && 'error' in got ? [] : ['one of both refuses'] }
    const faults = Object.entries(expected).flatMap(([key, value]) => compare(got[key], value, tol, key))
    return { id, test, faults }
  })
}

function compare(got: unknown, expected: unknown, tol: ScipyCase['tol'], what: string): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length)
      return [`${what}: not ${expected.length} values`]
    return expected.flatMap((value, i) => compare(got[i], value, tol, `${what}[${i}]`))
  }
  if (typeof expected !== 'number') return [`${what} is neither a number nor a list`]
  // undefined is how a runner passes on null: we answer null where SciPy answers NaN.
  const isMet = Number.isNaN(expected) ? got === undefined : isClose(got as number, expected, tol)
  return isMet ? [] : [`${what}: got ${String(got)}, expected ${expected}`]
}
