import type { LabelPair } from '@assay/store/clickhouse/queries/label-pairs'
import { expect, it } from 'vitest'
import { agreementOf } from './agreement-of.ts'

const pair = (more: Partial<LabelPair>): LabelPair => ({
  version: '1',
  source: 'metric',
  value: null,
  label: '',
  labelName: 'refusal',
  labelSource: 'human',
  givenValue: null,
  givenLabel: '',
  ...more,
})
const times = (count: number, more: Partial<LabelPair>) => Array.from({ length: count }, () => pair(more))

it('without labels there is nothing to agree with', () => {
  expect(agreementOf([])).toEqual([])
})

it('equal labels make kappa and accuracy, each with its interval and n', () => {
  const [found] = agreementOf([
    ...times(40, { label: 'yes', givenLabel: 'yes' }),
    ...times(40, { label: 'no', givenLabel: 'no' }),
    ...times(10, { label: 'no', givenLabel: 'yes' }),
    ...times(10, { label: 'yes', givenLabel: 'no' }),
  ])
  expect(found).toMatchObject({ n: 100, labels: { name: 'refusal', source: 'human' }, correlation: null })
  expect(found?.kappa).toMatchObject({ n: 100 })
  expect(found?.kappa?.estimate).toBeCloseTo(0.6, 10)
  expect(found?.accuracy?.estimate).toBeCloseTo(0.8, 10)
  expect(found?.accuracy?.low).toBeCloseTo(0.711, 3)
  expect(found?.accuracy?.high).toBeCloseTo(0.867, 3)
})

it('values of 0 and 1 are compared as labels, and graded ones by their order alone', () => {
  const [binary] = agreementOf([
    ...times(6, { value: 1, givenValue: 1 }),
    ...times(4, { value: 0, givenValue: 0 }),
    ...times(2, { value: 0, givenValue: 1 }),
  ])
  expect(binary?.accuracy?.estimate).toBeCloseTo(10 / 12, 10)
  const graded = Array.from({ length: 20 }, (_, i) =>
    pair({ labelName: 'user_feedback', labelSource: 'api', value: i / 20, givenValue: i % 3 === 0 ? 0 : 1 }),
  )
  const [feedback] = agreementOf(graded)
  expect(feedback).toMatchObject({ kappa: null, accuracy: null, labels: { name: 'user_feedback' } })
  expect(feedback?.correlation?.low).toBeLessThan(feedback?.correlation?.estimate ?? -1)
  expect(feedback?.correlation?.high).toBeGreaterThan(feedback?.correlation?.estimate ?? 1)
})

it('labels of other words, and values that are all alike, give no number instead of a wrong one', () => {
  const [found] = agreementOf(times(9, { label: 'yes', givenLabel: 'thumbs up', value: 0.5, givenValue: 1 }))
  expect(found).toMatchObject({ n: 9, kappa: null, accuracy: null, correlation: null })
})

it('versions, sources and kinds of labels stand for themselves, most pairs first', () => {
  const found = agreementOf([
    pair({ label: 'yes', givenLabel: 'yes', version: '2' }),
    ...times(3, { label: 'yes', givenLabel: 'yes' }),
    ...times(2, { label: 'yes', givenLabel: 'no', source: 'judge' }),
  ])
  expect(found.map(({ n, version, source }) => [n, version, source])).toEqual([
    [3, '1', 'metric'],
    [2, '1', 'judge'],
    [1, '2', 'metric'],
  ])
})
