import { describe, expect, test } from 'vitest'
import { differences } from './expectation.ts'
import { canonicalSpans, expectations, hasSharedFixtures } from './shared-fixtures.ts'

const load = (path: string) => (hasSharedFixtures ? expectations(path) : [])

describe.skipIf(!hasSharedFixtures)('recorded OpenInference spans (skipped without ../shared)', () => {
  test.each(load('openinference/expected.json'))('$file means what its attributes say', (wanted) => {
    const found = canonicalSpans(`openinference/${wanted.file}`).get(wanted.span_id)
    expect(differences(wanted, found!)).toEqual([])
  })
})

describe.skipIf(!hasSharedFixtures)('one call in three forms (skipped without ../shared)', () => {
  const wanted = load('genai-pairs/tool-calls.expected.json')
  const spans = wanted.map((span) => canonicalSpans(`genai-pairs/${span.file}`).get(span.span_id)!)

  test.each(wanted)('$file means what its attributes say', (span) => {
    expect(differences(span, spans[wanted.indexOf(span)]!)).toEqual([])
  })

  test('the three canonical spans are equal', () => {
    const [first, ...rest] = spans.map((span) => ({
      ...span,
      dialect: '',
      responseId: '',
      otherAttributes: [],
    }))
    for (const other of rest) expect(other).toStrictEqual(first)
  })
})
