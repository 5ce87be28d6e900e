import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { faithfulness } from './evaluator.ts'

interface Golden {
  task: string
  context: string
  answer: string
  label: string
}

const golden = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden)

const score = (answer: string, context: string | string[], task = 'auto', question: string | null = null) => {
  const passages = (typeof context === 'string' ? [context] : context).map((text) => ({ id: null, text }))
  return evaluate(faithfulness, prepareSample({ ...EMPTY_SAMPLE, answer, question, context: passages }), {
    task,
  })
}
const scored = (...parameters: Parameters<typeof score>) => {
  const evaluation = score(...parameters)
  if (evaluation.kind !== 'scored') throw new Error(evaluation.explanation)
  return evaluation
}

const BRIDGE =
  'The bridge opened in 1932 and carries eight lanes of traffic. It was built by the harbour authority.'

test.for(golden)('$answer is $label as $task', ({ task, context, answer, label }) => {
  expect(score(answer, context, task)).toMatchObject({ kind: 'scored', label })
})

test('an unsupported claim is shown where it stands, with its best evidence', () => {
  const passages = ['Lanterns hang over the old market at night.', BRIDGE]
  const answer = 'The bridge opened in 1932. Napoleon crossed it on 400 elephants.'
  const { findings, label } = scored(answer, passages, 'dialogue')
  expect(label).toBe('unsupported')
  const [finding] = findings
  expect(answer.slice(finding!.place.start, finding!.place.end)).toBe('Napoleon crossed it on 400 elephants.')
  expect(finding!.explanation).toContain('"400"')
  const first = scored(
    'The bridge opened in 1932, and Napoleon paid for elephants and circuses.',
    passages,
    'dialogue',
  )
  const [evidence] = first.findings[0]!.evidence
  expect(evidence!.passage).toBe(1)
  expect(BRIDGE.slice(evidence!.start, evidence!.end)).toContain('opened in 1932')
})

test.for([
  ['another number', 'The bridge opened in 1932.', 'The bridge opened in 1967.', 'claim'],
  ['a negation', 'The bridge carries eight lanes.', 'The bridge does not carry eight lanes.', 'summary'],
  ['a contrary', 'The bridge opened in 1932.', 'The bridge closed in 1932.', 'summary'],
  ['another name', 'It was built by the authority.', 'It was built by the Kowalski authority.', 'summary'],
  [
    'more that is new',
    'The bridge opened in 1932.',
    'The bridge opened in 1932 after bitter strikes.',
    'dialogue',
  ],
] as const)('%s makes a claim less supported', ([, good, bad, task]) => {
  expect(scored(bad, BRIDGE, task).value).toBeGreaterThan(scored(good, BRIDGE, task).value)
})

test('numbers are the same in digits and in words', () => {
  const { details } = scored('It carries 8 lanes of traffic since 1,932.', BRIDGE, 'claim')
  expect(details['unknownNumbers']).toBe(0)
})

test('the kind of text comes from the sample where nobody says it', () => {
  const taskOf = (...parameters: Parameters<typeof score>) =>
    /Scored as (\w+)/.exec(scored(...parameters).explanation)?.[1]
  expect(taskOf('The bridge opened in 1932.', BRIDGE)).toBe('claim')
  expect(taskOf('The bridge opened in 1932.', BRIDGE, 'auto', 'When did the bridge open?')).toBe('dialogue')
  expect(taskOf('The bridge opened. It has lanes.', BRIDGE.repeat(3))).toBe('summary')
  expect(score('The bridge opened in 1932.', BRIDGE, 'poem')).toMatchObject({ reason: 'missing_parameters' })
})

test.for([
  ['an empty answer', '', 'empty_text'],
  ['punctuation alone', '... !!! ???', 'nothing_to_check'],
  ['emoji alone', '🙂🙂🎉', 'nothing_to_check'],
  ['a Chinese answer', '这座桥于1932年通车，有八条车道。它由港务局建造。', 'language_not_measured'],
  [
    'an Arabic answer',
    'افتتح الجسر عام ألف وتسعمائة واثنين وثلاثين ويحمل ثمانية حارات',
    'language_not_measured',
  ],
  [
    'a French answer',
    'Le pont a été ouvert en 1932 et il porte huit voies pour les voitures.',
    'language_not_measured',
  ],
] as const)('%s gives no score but %s', ([, answer, reason]) => {
  expect(score(answer, BRIDGE)).toMatchObject({ kind: 'not_applicable', reason })
})

test('no text makes the score leave its range, lone surrogates included', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('auto', 'dialogue', 'summary', 'claim'),
      (answer, context, task) => {
        const evaluation = score(`The bridge opened. ${answer}`, `${BRIDGE} ${context}`, task)
        if (evaluation.kind === 'scored') expect(Number.isFinite(evaluation.value)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
}, 60_000)

test.for(['dialogue', 'claim', 'summary'])(
  'as %s a copied text is supported and strange words are not',
  (task) => {
    expect(scored(BRIDGE, BRIDGE, task).label).toBe('supported')
    expect(
      scored('Zebras graze quietly beside volcanic lakes in Kenya.', BRIDGE, task).value,
    ).toBeGreaterThan(0.7)
  },
)

test('texts of megabytes are scored in bounded time and say that they were cut', () => {
  const word = (n: number) => `w${(n * 2_654_435_761) % 99_991}`
  const long = Array.from({ length: 600_000 }, (_, n) => (n % 17 === 16 ? `${word(n)}.` : word(n))).join(' ')
  const evaluation = score(`The bridge opened in 1932. ${long}`, `${BRIDGE} ${long}`)
  expect(evaluation).toMatchObject({ kind: 'scored', isCut: true })
  expect(scored('the the the '.repeat(10_000), 'the the the '.repeat(30_000)).isCut).toBe(true)
}, 60_000)
