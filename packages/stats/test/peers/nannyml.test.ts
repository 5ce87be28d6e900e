import { describe, expect, test } from 'vitest'
import { binEdges, countBins } from '../../src/distances/bin-edges.ts'
import { hellingerDistance } from '../../src/distances/hellinger.ts'
import { jensenShannonDistance } from '../../src/distances/jensen-shannon.ts'
import { largestDifference } from '../../src/distances/largest-difference.ts'
import { wassersteinDistance } from '../../src/distances/wasserstein.ts'
import { expectClose, hasSharedData, readStats } from '../shared-data.ts'

interface StoredArray {
  encoding: string
  data: string
}

interface NannyCase {
  id: string
  method: string
  reference: string
  analysis: string
  expected: number
  decimals: number
  value: number
}

type Counts = [reference: number[], analysis: number[]]

/** Counts over Doane's bins of the reference; what lies outside is one more bin. */
function binned(reference: number[], analysis: number[]): Counts {
  const edges = binEdges(reference, 'doane')
  const count = (values: number[]) => {
    const { counts, outside } = countBins(values, edges)
    return [...counts, outside]
  }
  return [count(reference), count(analysis)]
}

/** Counts over the categories of the reference; the rest is one more bin. */
function categorised(reference: unknown[], analysis: unknown[]): Counts {
  const categories = [...new Set(reference)]
  const count = (values: unknown[]) => {
    const counts = categories.map((item) => values.filter((value) => value === item).length)
    return [...counts, values.length - counts.reduce((sum, value) => sum + value, 0)]
  }
  return [count(reference), count(analysis)]
}

const METHODS: Record<string, (reference: never[], analysis: never[]) => number> = {
  jensen_shannon_continuous: (a, b) => jensenShannonDistance(...binned(a, b), 2),
  jensen_shannon_categorical: (a, b) => jensenShannonDistance(...categorised(a, b), 2),
  hellinger_continuous: (a, b) => hellingerDistance(...binned(a, b)),
  hellinger_categorical: (a, b) => hellingerDistance(...categorised(a, b)),
  l_infinity: (a, b) => largestDifference(...categorised(a, b)),
  wasserstein: (a, b) => wassersteinDistance(a, b),
}

function decode({ encoding, data }: StoredArray): never[] {
  if (encoding === 'one character per value') return data.split('') as never[]
  const bytes = Buffer.from(data, 'base64')
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i)) as never[]
}

describe.skipIf(!hasSharedData)(
  "reference values of NannyML's own tests (skipped without ASSAY_SHARED)",
  () => {
    const file = hasSharedData
      ? (readStats<NannyCase>('nannyml.json') as { cases: NannyCase[]; arrays?: Record<string, StoredArray> })
      : { cases: [] }

    test('every case is of a method that we know', () => {
      expect(file.cases).toHaveLength(14)
      expect([...new Set(file.cases.map((item) => item.method))].sort()).toEqual(Object.keys(METHODS).sort())
    })

    test.each(file.cases.map((item) => [item.id, item.method, item] as const))(
      '%s: %s',
      (_id, method, item) => {
        const array = (name: string) => decode(file.arrays![name]!)
        const score = METHODS[method]!(array(item.reference), array(item.analysis))
        expectClose(score, item.value)
        expect(Number(score.toFixed(item.decimals))).toBe(item.expected)
      },
    )
  },
)
