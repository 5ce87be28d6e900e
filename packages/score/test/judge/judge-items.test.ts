import { expect, test } from 'vitest'
import { comparePair, type PairQuestion } from '../../src/judge/compare-pair.ts'
import { AGAINST_KNOWLEDGE } from '../../src/judge/items/claim-protocols.ts'
import { judgeClaims } from '../../src/judge/items/judge-claims.ts'
import { judgePassages } from '../../src/judge/items/judge-passages.ts'
import { EMPTY_SAMPLE, type Sample } from '../../src/sample.ts'
import { answerBy, judgeAt, userOf } from './judge-at.ts'
import { send, sendVerdict, startServer } from './misbehaving-server.ts'
import { NEVER } from './real-io.ts'

const evaluator = { needs: ['answer', 'context'] as const, range: { low: 0, high: 1, bad: 'high' as const } }
const CLAIMS = { evaluator, rubric: 'A claim is supported where a passage says it.' }

const SAMPLE: Sample = {
  ...EMPTY_SAMPLE,
  question: 'Tell me of the tower.',
  answer: 'The tower opened in 1889. It is red. It has a lift.',
  context: [
    { id: 'a', text: 'The tower opened on 31 March 1889.' },
    { id: 'b', text: 'It is painted brown.' },
  ],
}

const SPLIT = {
  kind: 'claims',
  claims: [
    { quote: 'The tower opened in 1889.', claim: 'The tower opened in 1889.' },
    { quote: 'It is red.', claim: 'The tower is red.' },
    { quote: 'It has a lift.', claim: 'The tower has a lift.' },
  ],
}

const verdict = (number: number, evidence: string[], label: string) => ({
  number,
  evidence,
  reason: 'So.',
  verdict: label,
})

const VERDICTS = [
  verdict(1, ['opened on 31 March 1889'], 'supported'),
  verdict(2, ['painted brown'], 'contradicted'),
  verdict(3, [], 'not_in_context'),
]

const splitThen = (verdicts: unknown, split: unknown = SPLIT) =>
  answerBy((user) => (user.includes('Split the answer') ? split : { verdicts }))

test('claims are split, checked and scored as supported / checkable, with their places and evidence', async () => {
  await using server = await startServer(splitThen(VERDICTS))
  const judged = await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)
  expect(judged).toMatchObject({
    kind: 'judged',
    evaluation: {
      kind: 'scored',
      label: 'unsupported',
      details: { supported: 1, contradicted: 1, not_in_context: 1, checkable: 3, without_verdict: 0 },
      findings: [
        {
          kind: 'contradicted',
          place: { field: 'answer', start: 26, end: 36 },
          evidence: [{ field: 'context', passage: 1, start: 6, end: 19 }],
        },
        { kind: 'not_in_context', place: { start: 37, end: 51 }, evidence: [] },
      ],
    },
    escalation: null,
    record: { questions: 2 },
  })
  expect(
    judged.kind === 'judged' && judged.evaluation.kind === 'scored' && judged.evaluation.value,
  ).toBeCloseTo(2 / 3)
  // The splitter sees no passage, so that it cannot mend claims after them.
  expect(userOf(server.requests[0]!.body)).not.toContain('painted brown')
})

test('"supported" with a quote that no passage holds counts as not in the context, and a person looks', async () => {
  await using server = await startServer(
    splitThen(VERDICTS.map((one) => ({ ...one, evidence: ['made up words'], verdict: 'supported' }))),
  )
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { value: 1, details: { supported: 0, not_in_context: 3 } },
    escalation: 'quote_not_found',
  })
})

test('a claim that the judge leaves out, or judges in two ways, is counted and never silently dropped', async () => {
  await using server = await startServer(
    splitThen([VERDICTS[0], VERDICTS[1], verdict(2, [], 'not_in_context')]),
  )
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { value: 0, details: { checkable: 1, without_verdict: 2 } },
    escalation: 'failed',
  })
})

test.for([
  ['abstention', true],
  ['no_claims', false],
] as const)('an answer with %s is counted apart and never faithful', async ([kind, abstained]) => {
  await using server = await startServer(splitThen([], { kind, claims: [] }))
  const answer = 'I do not know.'
  expect(await judgeClaims(CLAIMS, { ...SAMPLE, answer }, judgeAt(server), NEVER)).toMatchObject({
    kind: 'not_applicable',
    reason: 'nothing_to_check',
    abstained,
    record: { questions: 1 },
  })
})

test('without context nobody is asked', async () => {
  await using server = await startServer(splitThen(VERDICTS))
  expect(await judgeClaims(CLAIMS, { ...SAMPLE, context: [] }, judgeAt(server), NEVER)).toMatchObject({
    kind: 'not_applicable',
    reason: 'missing_context',
  })
  expect(server.requests).toEqual([])
})

test('facts without context may be unknown, which is shown apart and counts as unsupported', async () => {
  await using server = await startServer(
    splitThen([verdict(1, [], 'true'), verdict(2, [], 'unknown'), verdict(3, [], 'false')]),
  )
  const question = {
    evaluator: { ...evaluator, needs: ['answer'] as const },
    rubric: 'True?',
    protocol: AGAINST_KNOWLEDGE,
  }
  expect(await judgeClaims(question, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { label: 'unsupported', details: { true: 1, false: 1, unknown: 1 } },
    escalation: null,
  })
})

test('forty claims at most are checked, eight in a call, and the rest is said to be cut', async () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ quote: 'It is red.', claim: `Claim ${i}.` }))
  const all = Array.from({ length: 8 }, (_, i) => verdict(i + 1, ['painted brown'], 'supported'))
  await using server = await startServer(splitThen(all, { kind: 'claims', claims: many }))
  const judged = await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)
  expect(judged).toMatchObject({
    evaluation: { label: 'supported', isCut: true, details: { checkable: 40 } },
  })
  expect(server.requests).toHaveLength(6)
})

test('texts of a judge are bounded: 80,000 spaces in its quotes, claims and reasons cost little time', async () => {
  const wide = `tower${' '.repeat(80_000)}opened x`
  const split = { kind: 'claims', claims: [{ quote: wide, claim: wide.slice(0, 40_000) }] }
  const verdicts = [
    { ...verdict(1, [wide.slice(0, 60_000)], 'not_in_context'), reason: wide.slice(0, 40_000) },
  ]
  await using server = await startServer(
    answerBy((user) => (user.includes('Split the answer') ? split : { verdicts })),
  )
  const before = performance.now()
  const judged = await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)
  expect(performance.now() - before).toBeLessThan(2_000)
  if (judged.kind !== 'judged' || judged.evaluation.kind !== 'scored') throw new Error('no score')
  expect(judged.claims[0]!.text).toHaveLength(2_000)
  expect(judged.claims[0]!.verdict!.reason).toHaveLength(2_000)
  expect(judged.claims[0]!.verdict!.evidence[0]).toHaveLength(2_000)
})

test('a provider that fails fails the judgement, with its reason', async () => {
  await using server = await startServer(send(401, '{}'))
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { kind: 'failed', reason: 'unauthorised' },
    escalation: 'failed',
  })
})

test('passages are judged one by one and scored by average precision', async () => {
  const context = ['x', 'y', 'z'].map((id) => ({ id, text: `This is passage ${id}.` }))
  await using server = await startServer(
    answerBy(() => ({
      verdicts: [
        verdict(1, [], 'not_useful'),
        verdict(2, ['This is passage y'], 'useful'),
        verdict(3, ['is passage z'], 'useful'),
      ],
    })),
  )
  const question = {
    evaluator: { needs: [], range: { low: 0, high: 1, bad: 'low' as const } },
    rubric: 'Useful?',
  }
  const judged = await judgePassages(question, { ...SAMPLE, context }, judgeAt(server), NEVER)
  expect(judged).toMatchObject({ evaluation: { label: 'useful', details: { useful: 2, passages: 3 } } })
  const value = judged.kind === 'judged' && judged.evaluation.kind === 'scored' && judged.evaluation.value
  expect(value).toBeCloseTo((1 / 2 + 2 / 3) / 2)
})

test('a passage is useful only by a quote of its own, of three words or twelve characters', async () => {
  const texts = ['The tower opened in 1889.', 'A lift goes up.', 'It was painted brown.', 'Paris']
  const context = texts.map((text) => ({ id: null, text }))
  await using server = await startServer(
    answerBy(() => ({
      verdicts: [
        verdict(1, ['Tell me of the tower.', 'A lift goes up.'], 'useful'),
        verdict(2, ['lift goes'], 'useful'),
        verdict(3, ['painted brown'], 'useful'),
        verdict(4, ['Paris'], 'useful'),
      ],
    })),
  )
  const question = {
    evaluator: { needs: [], range: { low: 0, high: 1, bad: 'low' as const } },
    rubric: 'Useful?',
  }
  const judged = await judgePassages(question, { ...SAMPLE, context }, judgeAt(server), NEVER)
  expect(judged).toMatchObject({
    evaluation: { details: { useful: 2, passages: 4 } },
    verdicts: ['not_useful', 'not_useful', 'useful', 'useful'].map((label) => ({ verdict: label })),
    escalation: 'quote_not_found',
  })
})

const PAIR: PairQuestion = {
  rubric: 'The better answer follows the instruction.',
  question: 'Which text is better?',
  shared: [],
  first: 'Anna is a good nurse.',
  second: 'Boris is a bad nurse, or so they say.',
}

const textA = (user: string) => /name="text A">\n(.*)\n/.exec(user)![1]!
const textB = (user: string) => /name="text B">\n(.*)\n/.exec(user)![1]!
const choose = (pick: (a: string) => 'A' | 'B' | 'tie') =>
  answerBy((user) => {
    const verdict = pick(textA(user))
    return {
      evidence: verdict === 'tie' ? [] : [verdict === 'A' ? textA(user) : textB(user)],
      reason: 'So.',
      verdict,
    }
  })

test.for([
  ['of the other text', ['Boris is a bad nurse']],
  ['that is made up', ['Clara was never at the hospital']],
  ['too short to tell', ['good']],
  ['that is missing', []],
] as const)('a pair without evidence is a tie, and a person looks: a quote %s', async ([, evidence]) => {
  await using server = await startServer(
    answerBy((user) => ({ evidence, reason: 'So.', verdict: textA(user).includes('good') ? 'A' : 'B' })),
  )
  expect(await comparePair(PAIR, judgeAt(server), NEVER)).toMatchObject({
    winner: 'tie',
    probability: 0.5,
    orders: ['tie', 'tie'],
    escalation: 'quote_not_found',
  })
})

test('a text that wins in both orders wins', async () => {
  await using server = await startServer(choose((a) => (a.includes('good') ? 'A' : 'B')))
  expect(await comparePair(PAIR, judgeAt(server), NEVER)).toMatchObject({
    winner: 'first',
    probability: 1,
    orders: ['first', 'first'],
    escalation: null,
    record: { questions: 2 },
  })
})

test('a judge that likes the first place makes a tie, and a person looks', async () => {
  await using server = await startServer(choose(() => 'A'))
  expect(await comparePair(PAIR, judgeAt(server), NEVER)).toMatchObject({
    winner: 'tie',
    probability: 0.5,
    orders: ['first', 'second'],
    escalation: 'order_conflict',
  })
})

test('names are blinded, so that two texts that differ in them alone look the same', async () => {
  await using server = await startServer(choose(() => 'tie'))
  const blind = [['Anna', 'Boris', 'Anna-Maria']]
  const pair = { ...PAIR, first: 'ANNA is here; Annabel not.', second: 'Boris is here; Annabel not.', blind }
  expect(await comparePair(pair, judgeAt(server), NEVER)).toMatchObject({ winner: 'tie', escalation: null })
  const shown = server.requests.map(({ body }) => userOf(body).replace(/data-\w+/g, ''))
  expect(shown[0]).toBe(shown[1])
  expect(shown[0]).toContain('Annabel')
})

test('an order that fails leaves no winner', async () => {
  await using server = await startServer(sendVerdict('A'), send(401, '{}'))
  const judged = await comparePair(PAIR, judgeAt(server, {}, { concurrency: 1 }), NEVER)
  expect(judged).toMatchObject({ winner: null, failure: { reason: 'unauthorised' }, escalation: 'failed' })
})
