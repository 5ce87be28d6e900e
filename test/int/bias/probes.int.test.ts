import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareProbes } from '@assay/score/probes/compare-probes'
import { changeRun } from '@assay/store/postgres/bias/change-run'
import { dueRuns } from '@assay/store/postgres/bias/hold-run'
import { measuredPairs } from '@assay/store/postgres/bias/read-pairs'
import { says, startJudgeServer, type Answering, type JudgeServer } from '../scoring/judge-server.ts'
import { startProbes, type Probes } from './start-probes.ts'

const HELP = 'Of course. Here is a short and helpful answer that goes into the question, step by step.'
const NO = "I'm sorry, but I can't help with that request."
const PRICE = { input: 1, output: 2, cachedInput: null }
const isAboutWomen = (prompt: string) => prompt.includes('a woman') || prompt.includes('Emily')

let probes: Probes
const servers: JudgeServer[] = []
beforeAll(async () => {
  probes = await startProbes()
})
afterAll(async () => {
  await probes.close()
  for (const server of servers) await server.close()
})

async function serve(answering: Answering): Promise<JudgeServer> {
  const server = await startJudgeServer(answering)
  servers.push(server)
  return server
}
const gapsOf = async (runId: string) =>
  compareProbes(await measuredPairs(probes.pool, runId), { correction: 'holm', seed: runId })
const status =
  (code: number, body = '{"error":{"message":"no"}}'): Answering =>
  (response) =>
    void response.writeHead(code, { 'content-type': 'application/json' }).end(body)

test('a model that refuses one group is found, with both answers of each pair, and all is paid', async () => {
  let asked = 0
  const { baseUrl, calls } = await serve((response, prompt) =>
    says(isAboutWomen(prompt) && ++asked % 2 === 0 ? NO : HELP)(response, prompt),
  )
  const runId = await probes.start({ baseUrl, price: PRICE }, {}, { calls: 60, usd: 1 })
  await probes.pass(runId)
  const run = await probes.run(runId)
  expect(run).toMatchObject({
    state: 'done',
    note: null,
    calls: { total: 48, answered: 48, failed: 0, sent: 48 },
  })
  expect(calls).toHaveLength(48)
  expect(run.usd).toBeCloseTo((48 * (1000 * 1 + 100 * 2)) / 1e6, 9)
  const refused = (await gapsOf(runId)).find(({ measure }) => measure === 'refused')!
  expect(refused).toMatchObject({
    verdict: 'differs',
    first: 'women',
    second: 'men',
    pairs: 24,
    difference: 0.5,
  })
  expect(refused.sentence).toMatch(/^Prompts for women are refused more often/)
  const pairs = await probes.pairs(runId)
  expect(pairs).toHaveLength(24)
  for (const { first, second, similarity } of pairs) {
    expect([NO, HELP]).toContain(first.answer)
    expect(second).toMatchObject({ group: 'men', answer: HELP, error: null, measures: { refused: 0 } })
    expect(similarity).toBe(first.answer === HELP ? 1 : similarity)
  }
})

test('a model that answers everybody alike is not accused', async () => {
  const { baseUrl } = await serve((response, prompt) =>
    says(`${HELP} ${prompt.length % 3 === 0 ? 'Good luck.' : ''}`)(response, prompt),
  )
  const runId = await probes.start({ baseUrl }, { axes: ['gender', 'religion'], repeats: 2 })
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 2 * 24 * 5 } })
  const gaps = await gapsOf(runId)
  expect(gaps).toHaveLength(4 * 4)
  expect(gaps.every(({ pairs }) => pairs === 24)).toBe(true)
  expect(gaps.filter(({ verdict }) => verdict === 'differs')).toEqual([])
})

test('a broken answer is told beside its pair, and the other pairs have theirs', async () => {
  const { baseUrl } = await serve((response, prompt) =>
    prompt.includes('Emily') && prompt.includes('pension')
      ? void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices": [')
      : says(HELP)(response, prompt),
  )
  const runId = await probes.start({ baseUrl, concurrency: 2 }, { pairs: 32 })
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 63, failed: 1 } })
  const [failed, ...others] = await probes.pairs(runId, 'failed')
  expect(others).toEqual([])
  expect(failed!.first).toMatchObject({ answer: null, attempts: 3 })
  expect(failed!.first.error).toMatch(
    /^malformed_response: The response has not the form of a chat completion/,
  )
  expect(failed!.second.answer).toBe(HELP)
  expect(failed!.similarity).toBeNull()
})

test('an endpoint that is slow for one prompt is given up for it in time, with a sentence', async () => {
  const { baseUrl } = await serve((response, prompt) =>
    prompt.includes('Andrew') && prompt.includes('police') ? undefined : says(HELP)(response, prompt),
  )
  const runId = await probes.start({ baseUrl, callTimeoutMs: 1_000 }, { pairs: 32 })
  // Where nothing else is left to ask, the endpoint is left alone for a while in between.
  for (let pass = 0; pass < 3; pass++) await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 63, failed: 1 } })
  const [failed] = await probes.pairs(runId, 'failed')
  expect(failed!.second.error).toMatch(/^timeout: /)
})

test('an endpoint that is away loses nothing: the run says so, waits, stops in the end, and goes on when told', async () => {
  let isAway = true
  const { baseUrl } = await serve((response, prompt) =>
    isAway ? status(503)(response, prompt) : says(HELP)(response, prompt),
  )
  const runId = await probes.start({ baseUrl })
  await probes.pass(runId)
  const waiting = await probes.run(runId)
  expect(waiting).toMatchObject({ state: 'running', calls: { answered: 0, failed: 0 } })
  expect(waiting.note).not.toBeNull()
  for (let pass = 1; pass < 6; pass++) await probes.pass(runId)
  const stopped = await probes.run(runId)
  expect(stopped).toMatchObject({ state: 'stopped', calls: { answered: 0, failed: 0 } })
  expect(stopped.note).toMatch(/^The endpoint gave no answer in 6 tries\. .+nothing is lost\.$/)
  const [told] = await probes.pairs(runId, 'failed')
  expect(told!.first.error ?? told!.second.error).toMatch(/^server_error: /)
  isAway = false
  await changeRun(probes.pool, probes.change(), { projectId: 'default', runId, to: 'running', limits: null })
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({
    state: 'done',
    note: null,
    calls: { answered: 48, failed: 0 },
  })
})

test('a wrong key stops the run at once, and says what to do', async () => {
  const { baseUrl, calls } = await serve(status(401))
  const runId = await probes.start({ baseUrl, concurrency: 1 })
  await probes.pass(runId)
  const run = await probes.run(runId)
  expect(run.state).toBe('stopped')
  expect(run.note).toMatch(/key/i)
  expect(calls.length).toBeLessThanOrEqual(2)
})

test('calls and money end where the limits are, and a higher limit asks on without asking again', async () => {
  const { baseUrl, calls } = await serve(says(HELP))
  const runId = await probes.start({ baseUrl, price: PRICE }, {}, { calls: 10, usd: 5 })
  await probes.pass(runId)
  const run = await probes.run(runId)
  expect(run).toMatchObject({ state: 'stopped', calls: { answered: 10, sent: 10 } })
  expect(run.note).toMatch(
    /^The budget of the run \(10 calls and \$5\) does not pay for the next call: 10 calls/,
  )
  expect(calls).toHaveLength(10)
  const limits = { calls: 100, usd: 5 }
  await changeRun(probes.pool, probes.change(), { projectId: 'default', runId, to: 'running', limits })
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 48, sent: 48 } })
  expect(calls).toHaveLength(48)
  const poor = await probes.start({ baseUrl, price: PRICE }, {}, { calls: 100, usd: 0.001 })
  await probes.pass(poor)
  expect(await probes.run(poor)).toMatchObject({ state: 'stopped', calls: { answered: 0, sent: 0 } })
})

test('a run that is cancelled asks nothing more and keeps its answers', async () => {
  let asked = 0
  const runs: string[] = []
  const { baseUrl, calls } = await serve((response, prompt) => {
    if (++asked === 8)
      void changeRun(probes.pool, probes.change(), { projectId: 'default', runId: runs[0]!, to: 'cancelled' })
    says(HELP, { afterMs: 20 })(response, prompt)
  })
  const runId = await probes.start({ baseUrl, concurrency: 2 })
  runs.push(runId)
  await probes.pass(runId)
  const run = await probes.run(runId)
  expect(run.state).toBe('cancelled')
  expect(run.calls.answered).toBe(calls.length)
  expect(calls.length).toBeLessThan(48)
  const due = await dueRuns(probes.pool, { now: new Date(Date.now() + 60_000), limit: 10 })
  expect(due.map((one) => one.runId)).not.toContain(runId)
})

test('a pass whose store fails asks nothing more when it has ended, and the next one asks the rest', async () => {
  const { baseUrl, calls } = await serve(says(HELP, { afterMs: 20 }))
  const runId = await probes.start({ baseUrl, concurrency: 4 })
  let kept = 0
  const query = (...args: Parameters<typeof probes.pool.query>) =>
    args[0].includes("SET state = 'answered'") && ++kept === 5
      ? Promise.reject(new Error('the store is away'))
      : probes.pool.query(...args)
  const pool = Object.create(probes.pool, { query: { value: query } }) as typeof probes.pool
  await expect(probes.pass(runId, { pool })).rejects.toThrow('the store is away')
  const asked = calls.length
  expect(asked).toBeLessThanOrEqual(8)
  await probes.pool.query('UPDATE bias_run SET held_until = NULL WHERE id = $1', [runId])
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 48 } })
  expect(calls).toHaveLength(49)
})

test('two processes never ask one run at the same time', async () => {
  const { baseUrl, calls } = await serve(says(HELP, { afterMs: 5 }))
  const runId = await probes.start({ baseUrl })
  await Promise.all([probes.pass(runId), probes.pass(runId), probes.pass(runId)])
  expect(await probes.run(runId)).toMatchObject({ state: 'done' })
  expect(calls).toHaveLength(48)
})

test('a process that stops in the middle leaves the rest to the next, and no prompt is asked twice but those under way', async () => {
  const stop = new AbortController()
  const prompts: string[] = []
  const { baseUrl } = await serve((response, prompt) => {
    prompts.push(prompt)
    if (prompts.length === 20) stop.abort()
    says(HELP, { afterMs: 30 })(response, prompt)
  })
  const runId = await probes.start({ baseUrl, concurrency: 4 })
  await probes.pass(runId, {}, stop.signal)
  const between = await probes.run(runId)
  expect(between.state).toBe('running')
  expect(between.calls.answered).toBeGreaterThan(10)
  expect(between.calls.answered).toBeLessThan(48)
  await probes.pass(runId)
  expect(await probes.run(runId)).toMatchObject({ state: 'done', calls: { answered: 48 } })
  expect(prompts.length).toBeLessThanOrEqual(48 + 4)
  expect(new Set(prompts).size).toBe(48)
})
