import { expect, test } from 'vitest'
import { AGAINST_KNOWLEDGE } from '../../src/judge/items/claim-protocols.ts'
import { judgeClaims } from '../../src/judge/items/judge-claims.ts'
import { judgePassages } from '../../src/judge/items/judge-passages.ts'
import { EMPTY_SAMPLE, type Sample } from '../../src/sample.ts'
import { answerBy, judgeAt, userOf } from './judge-at.ts'
import { completion, send, sendJson, startServer } from './misbehaving-server.ts'
import { weighed } from './weighed.ts'
import { NEVER } from './real-io.ts'
import { processorMs } from '../processor-ms.ts'

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
    // One to split, and two that agree: a third vote could change nothing.
    record: { questions: 3 },
  })
  expect(
    judged.kind === 'judged' && judged.evaluation.kind === 'scored' && judged.evaluation.value,
  ).toBeCloseTo(2 / 3)
  // The splitter sees no passage, so that it cannot mend claims after them.
  expect(userOf(server.requests[0]!.body)).not.toContain('painted brown')
})

test('with log-probabilities one answer is enough, and each claim counts by how likely it is supported', async () => {
  const content = JSON.stringify({ verdicts: VERDICTS })
  const logprobs = weighed(content, [
    ['supported', { supported: 0.9, contradicted: 0.1 }],
    ['contradicted', { contradicted: 0.6, supported: 0.2 }],
    ['not_in_context', { not_in_context: 1 }],
  ])
  await using server = await startServer(
    sendJson(completion(JSON.stringify(SPLIT))),
    sendJson(completion(content, { logprobs })),
  )
  const judged = await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)
  expect(server.requests.map(({ body }) => body['temperature'])).toEqual([0, 0])
  if (judged.kind !== 'judged' || judged.evaluation.kind !== 'scored') throw new Error('no score')
  expect(judged.evaluation.value).toBeCloseTo(1 - (0.9 + 0.25 + 0) / 3)
  expect(judged.evaluation.details).toMatchObject({ supported: 1, contradicted: 1, not_in_context: 1 })
})

/** Votes of answers that come one after the other; the splitter comes first. */
const votesInTurn = (...votes: unknown[][]) => {
  let turn = 0
  return answerBy((user) =>
    user.includes('Split the answer') ? SPLIT : { verdicts: votes[Math.min(turn++, votes.length - 1)] },
  )
}
const OTHERWISE = [VERDICTS[0], verdict(2, [], 'not_in_context'), VERDICTS[2]]

test('votes that differ on one claim are asked for once more, and the majority stands but a person looks', async () => {
  await using server = await startServer(votesInTurn(VERDICTS, OTHERWISE, VERDICTS))
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { details: { supported: 1, contradicted: 1, not_in_context: 1 } },
    claims: [
      { verdict: { isSplit: false } },
      { verdict: { verdict: 'contradicted', isSplit: true, probabilities: { contradicted: 2 / 3 } } },
      { verdict: { isSplit: false } },
    ],
    escalation: 'split',
    record: { questions: 4 },
  })
})

test('a claim on which no label has a majority counts as neither', async () => {
  const third = [VERDICTS[0], verdict(2, ['painted brown'], 'supported'), VERDICTS[2]]
  await using server = await startServer(votesInTurn(VERDICTS, OTHERWISE, third))
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)).toMatchObject({
    evaluation: { details: { checkable: 2, without_verdict: 1 } },
    escalation: 'failed',
  })
})

test('a vote that fails does not vote: two that agree are a majority, one alone is none', async () => {
  const refused = send(400, '{}')
  const split = sendJson(completion(JSON.stringify(SPLIT)))
  const vote = sendJson(completion(JSON.stringify({ verdicts: VERDICTS })))
  await using two = await startServer(split, vote, refused, vote)
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(two), NEVER)).toMatchObject({
    evaluation: { kind: 'scored', details: { checkable: 3 } },
  })
  await using one = await startServer(split, vote, refused)
  expect(await judgeClaims(CLAIMS, SAMPLE, judgeAt(one), NEVER)).toMatchObject({
    evaluation: { kind: 'failed' },
  })
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
  expect(server.requests).toHaveLength(1 + 5 * 2)
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
  const before = processorMs()
  const judged = await judgeClaims(CLAIMS, SAMPLE, judgeAt(server), NEVER)
  expect(processorMs() - before).toBeLessThan(2_000)
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
