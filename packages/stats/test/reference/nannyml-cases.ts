import { binEdges, countBins } from '../../src/distances/bin-edges.ts'
import { hellingerDistance } from '../../src/distances/hellinger.ts'
import { jensenShannonDistance } from '../../src/distances/jensen-shannon.ts'
import { largestDifference } from '../../src/distances/largest-difference.ts'
import { wassersteinDistance } from '../../src/distances/wasserstein.ts'
import type { CaseResult } from './case-result.ts'
import { isClose } from './is-close.ts'

interface StoredArray {
  encoding: string
  data: string
}

export interface NannyCase {
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

export const NANNY_METHODS: Record<string, (reference: never[], analysis: never[]) => number> = {
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

/** Cases, and the samples that they name. */
export interface NannyFile {
  cases: NannyCase[]
  arrays?: Record<string, StoredArray>
}

/** The score of each case of nannyml.json, to the digits of the package and to ours. */
export function checkNannyCases({ cases, arrays = {} }: NannyFile): CaseResult[] {
  return cases.map(({ id, method, reference, analysis, value, decimals, expected }) => {
    const score = NANNY_METHODS[method]?.(decode(arrays[reference]!), decode(arrays[analysis]!)) ?? NaN
    const isMet = isClose(score, value) && Number(score.toFixed(decimals)) === expected
    return { id, test: method, faults: isMet ? [] : [`got ${score}, expected ${value}`] }
  })
}
