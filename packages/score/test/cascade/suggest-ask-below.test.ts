import { expect, test } from 'vitest'
import { chooseAskBelow } from '../../src/cascade/choose-ask-below.ts'
import { type RecordedItem, replayCascade } from '../../src/cascade/replay-cascade.ts'
import { suggestAskBelow } from '../../src/cascade/suggest-ask-below.ts'

/** A free tier that errs in a third of the three tenths it is unsure of, and a judge that errs once in twenty. */
const knowing = (count: number, more: (i: number) => Partial<RecordedItem> = () => ({})): RecordedItem[] =>
  Array.from({ length: count }, (_, i) => ({
    group: `g${i}`,
    confidence: i % 10 < 3 ? 0.55 : 0.9,
    isFreeRight: i % 10 >= 3 || i % 2 === 0,
    isJudgeRight: i % 20 !== 0,
    ...more(i),
  }))

const suggested = (items: readonly RecordedItem[]) => {
  const found = suggestAskBelow(items)
  if (found.kind === 'missing') throw new Error(`${found.labels} labels are missing`)
  return found.is
}

test('where the free tier knows when it errs, the suggestion asks about those alone, with an interval and n', () => {
  const items = knowing(400)
  const { askBelow, calls, cascade, judge, free } = suggested(items)
  expect(askBelow).toBeGreaterThan(0.55)
  expect(askBelow).toBeLessThanOrEqual(0.9)
  expect(calls.estimate).toBeCloseTo(0.3, 10)
  expect(judge.estimate).toBeCloseTo(0.95, 10)
  expect(free.estimate).toBeCloseTo(0.9, 10)
  expect(cascade.estimate).toBeGreaterThanOrEqual(0.99 * judge.estimate)
  for (const one of [calls, cascade, judge, free]) {
    expect(one.n).toBe(400)
    expect(one.low).toBeLessThan(one.estimate)
    expect(one.high).toBeGreaterThan(one.estimate)
  }
})

test('figures are those of labels that the threshold was not chosen on', () => {
  // No confidence tells anything: what was chosen on all looks better than what holds on others.
  const items = knowing(160, (i) => ({
    confidence: ((i * 37) % 160) / 160,
    isFreeRight: (i * 71) % 10 < 8,
    isJudgeRight: (i * 53) % 10 < 8,
  }))
  expect(suggested(items).cascade.estimate).toBeCloseTo(replayCascade(items).accuracy, 10)
  expect(suggested(items).cascade.estimate).toBeLessThan(chooseAskBelow(items).accuracy)
})

test('with too few labels it says how many are missing, and no number', () => {
  expect(suggestAskBelow([])).toEqual({ kind: 'missing', labels: 100 })
  expect(suggestAskBelow(knowing(60))).toEqual({ kind: 'missing', labels: 40 })
  expect(suggestAskBelow(knowing(100)).kind).toBe('suggested')
})

test('labels of one trace count as one, since they are alike', () => {
  const paired = knowing(120, (i) => ({ group: `g${Math.floor(i / 2)}` }))
  expect(suggestAskBelow(paired)).toEqual({ kind: 'missing', labels: 80 })
  const [alone, twice] = [suggested(knowing(200)), suggested(knowing(200).flatMap((item) => [item, item]))]
  expect(twice.cascade).toEqual({ ...alone.cascade, n: 400 })
})

test('labels that stand for more weigh more: a judge that saw few of the sure ones changes no figure', () => {
  const all = knowing(2_000)
  // Of what the free tier is sure of one in four went to the judge, of the others all.
  const drawn = all.filter(({ confidence }, i) => confidence < 0.6 || Math.floor(i / 20) % 4 === 0)
  const weighed = drawn.map((item) => ({ ...item, weight: item.confidence < 0.6 ? 1 : 4 }))
  const [whole, part] = [suggested(all), suggested(weighed)]
  expect(part.calls.estimate).toBeCloseTo(whole.calls.estimate, 10)
  expect(part.judge.estimate).toBeCloseTo(whole.judge.estimate, 10)
  expect(part.free.estimate).toBeCloseTo(whole.free.estimate, 10)
  expect(part.cascade.high - part.cascade.low).toBeGreaterThan(whole.cascade.high - whole.cascade.low)
  expect(suggested(drawn).calls.estimate).toBeGreaterThan(0.5)
  expect(() => chooseAskBelow([{ ...all[0]!, weight: 0 }])).toThrow(/weight/)
})

test('a judge that is no better is never asked, and a free tier that knows nothing always asks', () => {
  const never = suggested(knowing(200, () => ({ isFreeRight: true })))
  expect([never.askBelow, never.calls.estimate]).toEqual([0, 0])
  const always = suggested(
    knowing(200, (i) => ({ isFreeRight: i % 2 === 0, isJudgeRight: true, confidence: 0.7 })),
  )
  expect([always.askBelow, always.calls.estimate]).toEqual([1, 1])
})
