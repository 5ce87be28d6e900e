import { describe, expect, it } from 'vitest'
import { sumUp, type Tried } from './score-samples.ts'

const tried = (values: readonly number[]): Tried[] =>
  values.map((value) => ({
    evaluation: {
      kind: 'scored',
      value,
      label: 'related',
      explanation: '',
      findings: [],
      confidence: null,
      details: {},
      isCut: false,
    },
    ms: 1,
  }))
const summed = (values: readonly number[]) => sumUp({ name: 'relevance', parameters: {} }, tried(values))

describe('the mean of a trial', () => {
  it('of scores that are 0 or 1 has the interval of a rate', () => {
    const { scored, mean, interval } = summed([1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    expect([scored, mean]).toEqual([10, 0.8])
    // SciPy: binomtest(8, 10).proportion_ci(method='wilson')
    expect(interval?.low).toBeCloseTo(0.4902, 4)
    expect(interval?.high).toBeCloseTo(0.9433, 4)
  })

  it('of other scores has the interval of a mean, and never reaches beyond the range of the evaluator', () => {
    // SciPy: t.interval(0.95, 3, 0.5, std([0.2, 0.4, 0.6, 0.8], ddof=1) / 2)
    expect(summed([0.2, 0.4, 0.6, 0.8]).interval?.low).toBeCloseTo(0.0891, 4)
    expect(summed([0.9, 1, 0.2]).interval).toMatchObject({ high: 1 })
  })

  it('of one score or none has no interval', () => {
    expect(summed([0.5])).toMatchObject({ mean: 0.5, interval: null })
    expect(summed([])).toMatchObject({ mean: null, interval: null })
  })
})
