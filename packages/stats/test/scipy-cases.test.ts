import { describe, expect, test } from 'vitest'
import type { ScipyCase } from './reference/scipy-case.ts'
import { checkScipyCases } from './reference/scipy-cases.ts'
import { RUNNERS } from './reference/scipy-runners.ts'
import { hasSharedData, readStats } from './shared-data.ts'

const cases = hasSharedData ? readStats<ScipyCase>('scipy_cases.json').cases : []

describe.skipIf(!hasSharedData)('reference values of SciPy (skipped without ASSAY_SHARED)', () => {
  test('no case is of a test that we do not know', () => {
    expect(cases.length).toBeGreaterThan(1600)
    expect([...new Set(cases.map((item) => item.test))].sort()).toEqual(Object.keys(RUNNERS).sort())
  })

  test.each(Object.keys(RUNNERS))('%s agrees on every case', (name) => {
    const results = checkScipyCases({ cases: cases.filter((item) => item.test === name) })
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([])
  })
})
