import { describe, expect, test } from 'vitest'
import { checkNannyCases, NANNY_METHODS, type NannyFile } from '../reference/nannyml-cases.ts'
import { hasSharedData, readStats } from '../shared-data.ts'

describe.skipIf(!hasSharedData)(
  "reference values of NannyML's own tests (skipped without ASSAY_SHARED)",
  () => {
    const file: NannyFile = hasSharedData ? readStats('nannyml.json') : { cases: [] }

    test('every case is of a method that we know', () => {
      expect(file.cases).toHaveLength(14)
      expect([...new Set(file.cases.map((item) => item.method))].sort()).toEqual(
        Object.keys(NANNY_METHODS).sort(),
      )
    })

    test.each(checkNannyCases(file))('$id: $test', ({ faults }) => expect(faults).toEqual([]))
  },
)
