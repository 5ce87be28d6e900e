import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate } from '../../evaluate.ts'
import { EMPTY_SAMPLE } from '../../sample.ts'
import { prepareSample } from '../../text/prepare-sample.ts'
import { faithfulness } from './evaluator.ts'

interface Golden {
  task: string
  context: string | string[]
  question?: string
  answer: string
  label: string
  /** The sentence that spoils the answer. */
  finding?: string
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

test.for(golden)('$answer is $label as $task', ({ task, context, question, answer, label, finding }) => {
  const evaluation = scored(answer, context, task, question ?? null)
  expect(evaluation).toMatchObject({ kind: 'scored', label })
  if (finding === undefined) return
  const { start, end } = evaluation.findings[0]!.place
  expect(answer.slice(start, end)).toBe(finding)
})

test.for([
  ['a greeting', 'Hello! Thanks for your patience.'],
  ['an offer', 'Would you like me to look for another one? Just let me know.'],
  ['what was done to answer', "I've searched our articles for you."],
  ['a heading and a lead-in', '## Opening hours\n\nHere is what I found:\n'],
  ['code', '```sh\ncurl https://harbour.example/bridges --header verbose\n```\n'],
  ['an admission', 'I do not know who painted it.'],
] as const)('%s claims nothing, alone or beside a claim', ([, nothing]) => {
  const alone = scored('The bridge opened in 1932.', BRIDGE, 'dialogue')
  expect(scored(`${nothing}\nThe bridge opened in 1932.`, BRIDGE, 'dialogue').value).toBe(alone.value)
  const only = score(nothing, BRIDGE, 'dialogue')
  expect(only.kind === 'scored' ? only.label : only.reason).toMatch(/^(?:nothing_to_check|abstained)$/)
})

test.for([
  ['Thanks for asking, it was painted by Kowalski.'],
  ['Did you know that elephants crossed it?'],
  ['Sorry for the delay of 14 weeks.'],
  ["I'm not sure, but elephants crossed it."],
] as const)('"%s" claims something all the same', ([text]) => {
  expect(scored(text, BRIDGE, 'dialogue').details['claims']).toBe(1)
})

test('the number before an item of a list is no number of the claim', () => {
  const details = (answer: string) => scored(answer, BRIDGE, 'dialogue').details
  expect(details('1. It carries eight lanes.\n2) It opened in 1932.\n')).toMatchObject({
    claims: 2,
    numbers: 2,
    unknownNumbers: 0,
  })
  expect(details('42 lanes are closed.').unknownNumbers).toBe(1)
})

test('an answer may take up what the person said, but agreeing to a wrong number is no support', () => {
  const order = 'Parcels are handed over to the carrier within a day.'
  const answer = 'Your order 441838 with the lantern is handed over to the carrier within a day.'
  const asked = scored(answer, order, 'dialogue', 'Where is my order 441838 with the lantern?')
  expect(asked.value).toBeLessThan(scored(answer, order, 'dialogue').value)
  expect(asked.details['unknownNumbers']).toBe(0)
  const agreed = scored('Yes, the bridge opened in 1967.', BRIDGE, 'dialogue', 'Did the bridge open in 1967?')
  expect(agreed).toMatchObject({ label: 'unsupported', details: { unknownNumbers: 1 } })
})

test('one more faithful sentence never makes a long answer unsupported', () => {
  const sentences = Array.from(
    { length: 40 },
    (_, n) => `Lane ${n + 2} of the bridge is closed in week ${n + 2} for repairs.`,
  )
  for (const count of [1, 2, 3, 10, 40]) {
    const answer = sentences.slice(0, count).join(' ')
    expect(scored(answer, sentences.join(' '), 'dialogue', 'Which lanes are closed?').label).toBe('supported')
  }
})

test('a context of a few words says nothing of a long answer, but supports what it holds', () => {
  const status = '{"status":"ok","sent":true}'
  const long =
    'The committee of engineers inspected every rusty cable of the bridge on Monday and painted its towers. Visitors climbed slippery wooden ladders.'
  expect(score(long, status)).toMatchObject({ kind: 'not_applicable', reason: 'context_too_thin' })
  expect(scored('The status is ok.', status).label).toBe('supported')
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
