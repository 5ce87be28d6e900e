import { expect, test } from 'vitest'
import { comparePair, type PairQuestion } from '../../src/judge/compare-pair.ts'
import { answerBy, judgeAt, userOf } from './judge-at.ts'
import { completion, send, sendJson, sendVerdict, startServer } from './misbehaving-server.ts'
import { NEVER } from './real-io.ts'
import { weighed } from './weighed.ts'

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
    record: { questions: 6 },
  })
  expect(await comparePair(PAIR, judgeAt(server, { samples: 1 }), NEVER)).toMatchObject({
    winner: 'first',
    record: { questions: 2 },
  })
})

test('each order of a pair is a majority of votes, and votes that differ send it to a person', async () => {
  let asked = 0
  await using server = await startServer(
    choose((a) => {
      asked += 1
      const isGood = a.includes('good')
      return asked === 3 ? 'tie' : isGood ? 'A' : 'B'
    }),
  )
  const judged = await comparePair(PAIR, judgeAt(server), NEVER)
  expect(judged).toMatchObject({ winner: 'first', orders: ['first', 'first'], escalation: 'split' })
  expect(judged.probability).toBeCloseTo((1 + 2 / 3 + 1 / 6) / 2)
})

test('log-probabilities weigh each order of a pair with one answer', async () => {
  await using server = await startServer((response, request, place) => {
    const best = textA(userOf(request.body)).includes('good') ? 'A' : 'B'
    const other = best === 'A' ? 'B' : 'A'
    const content = JSON.stringify({ evidence: ['Anna is a good nurse.'], reason: 'So.', verdict: best })
    const answer = completion(content, {
      logprobs: weighed(content, [[best, { [best]: 0.8, [other]: 0.2 }]]),
    })
    sendJson(answer)(response, request, place)
  })
  const judged = await comparePair(PAIR, judgeAt(server), NEVER)
  expect(judged).toMatchObject({ winner: 'first', escalation: null, record: { questions: 2 } })
  expect(judged.probability).toBeCloseTo(0.8)
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
  const judged = await comparePair(PAIR, judgeAt(server, { samples: 1 }, { concurrency: 1 }), NEVER)
  expect(judged).toMatchObject({ winner: null, failure: { reason: 'unauthorised' }, escalation: 'failed' })
})
