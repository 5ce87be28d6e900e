import { describe, expect, test } from 'vitest'
import { checkEvidentlyCases, EVIDENTLY_SCORES, type EvidentlyCase } from '../reference/evidently-cases.ts'
import { hasSharedData, readStats } from '../shared-data.ts'

describe.skipIf(!hasSharedData)(
  "reference values of Evidently's own tests (skipped without ASSAY_SHARED)",
  () => {
    const cases = hasSharedData ? readStats<EvidentlyCase>('evidently.json').cases : []

    test('every case is of a test that we know', () => {
      expect(cases).toHaveLength(26)
      expect([...new Set(cases.map((item) => item.test))].sort()).toEqual(
        Object.keys(EVIDENTLY_SCORES).sort(),
      )
    })

    test.each(checkEvidentlyCases({ cases }))('$id: $test', ({ faults }) => expect(faults).toEqual([]))
  },
)
