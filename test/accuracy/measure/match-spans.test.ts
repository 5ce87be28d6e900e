import { expect, test } from 'vitest'
import { matchSpans, type MatchRule, type TypedSpan } from './match-spans.ts'

const TEXT = 'Ann Lee, 5 High Street, Bath. Write to ann@lee.org or 555-0100.'
const STRICT: MatchRule = { overlap: 0.9, anyType: false }

function span(type: string, words: string): TypedSpan {
  const start = TEXT.indexOf(words)
  return { type, start, end: start + words.length }
}

function totals(wanted: TypedSpan[], found: TypedSpan[], rule = STRICT) {
  const sums = { truePositives: 0, falsePositives: 0, falseNegatives: 0 }
  for (const counts of matchSpans(TEXT, wanted, found, rule).values())
    for (const key of ['truePositives', 'falsePositives', 'falseNegatives'] as const) sums[key] += counts[key]
  return [sums.truePositives, sums.falsePositives, sums.falseNegatives]
}

test('a span is right by its characters and type, punctuation at its ends apart', () => {
  expect(totals([span('PERSON', 'Ann Lee')], [span('PERSON', 'Ann Lee,')])).toEqual([1, 0, 0])
  expect(totals([span('PERSON', 'Ann Lee')], [span('PERSON', 'Ann')])).toEqual([0, 1, 1])
  expect(totals([span('PERSON', 'Ann Lee')], [span('GPE', 'Ann Lee')])).toEqual([0, 1, 1])
})

test('looser rules take another type, or a part', () => {
  expect(
    totals([span('PERSON', 'Ann Lee')], [span('GPE', 'Ann Lee')], { overlap: 0.9, anyType: true }),
  ).toEqual([1, 0, 0])
  expect(
    totals([span('PERSON', 'Ann Lee')], [span('PERSON', 'Ann')], { overlap: 0.01, anyType: false }),
  ).toEqual([1, 0, 0])
})

test('neighbours of one type with nothing but punctuation between are one span', () => {
  const parts = [span('ADDRESS', '5 High Street'), span('ADDRESS', 'Bath')]
  expect(totals([span('ADDRESS', '5 High Street, Bath')], parts)).toEqual([1, 0, 0])
})

test('a found span serves one wanted span only, and counts go to the types', () => {
  const counts = matchSpans(
    TEXT,
    [span('EMAIL', 'ann@lee.org'), span('PHONE', '555-0100')],
    [span('EMAIL', 'ann@lee.org'), span('EMAIL', '555-0100')],
    STRICT,
  )
  expect(counts.get('EMAIL')).toEqual({ truePositives: 1, falsePositives: 1, falseNegatives: 0 })
  expect(counts.get('PHONE')).toEqual({ truePositives: 0, falsePositives: 0, falseNegatives: 1 })
})
