import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeApi, type TestApi } from './make-api.ts'

const JUDGES = '/api/v1/projects/default/judges'
const KEY = 'sk-secret-of-the-test-0123456789'
let api: TestApi
let cookie: string
let server: Server
let baseUrl: string
let asked: { authorization: string | undefined; body: { model: string } }[]
let answer: (body: { model: string }) => { status: number; body: unknown }

const completion = (verdict: string) => ({
  model: 'judge-model-2026',
  choices: [
    {
      finish_reason: 'stop',
      message: { role: 'assistant', content: JSON.stringify({ evidence: [], reason: 'It does.', verdict }) },
    },
  ],
  usage: { prompt_tokens: 400, completion_tokens: 50 },
})

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const body = JSON.parse(text) as { model: string }
      asked.push({ authorization: request.headers.authorization, body })
      const { status, body: said } = answer(body)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(said))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  api = await makeApi({
    judgeIo: {
      fetch: (url, init) => fetch(url, init),
      clock: {
        now: () => Date.now(),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
      },
      random: Math.random,
    },
  })
  cookie = await api.setUp()
})
beforeEach(() => {
  asked = []
  answer = () => ({ status: 200, body: completion('yes') })
})
afterAll(async () => {
  await api.close()
  server.closeAllConnections()
  server.close()
})

const ask = (method: string, path: string, body?: unknown) => api.ask(method, path, { cookie, body })
const newJudge = async (given: object = {}) => {
  const body = { name: 'Judge', provider: 'openai', baseUrl, model: 'a-model', apiKey: KEY, ...given }
  const made = await ask('POST', JUDGES, body)
  expect([made.status, made.json.detail]).toEqual([201, undefined])
  return made.json
}

describe('a judge', () => {
  it('is answered without its key, whoever asks and however', async () => {
    const made = await newJudge()
    const path = `${JUDGES}/${made.id}`
    const answers = [
      made,
      (await ask('GET', JUDGES)).json,
      (await ask('PATCH', path, { name: 'Renamed' })).json,
      (await ask('POST', `${path}/test`)).json,
      (await ask('PATCH', path, { apiKey: `${KEY}\n` })).json,
      (await ask('PATCH', path, { baseUrl: 'http://elsewhere.test/v1' })).json,
    ]
    expect(JSON.stringify(answers)).not.toContain(KEY)
    expect(answers[2]).toMatchObject({ name: 'Renamed', hasKey: true })
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', JUDGES)).json.judges).toEqual([])
  })

  it('is refused with an address that is none or holds a password', async () => {
    for (const wrong of ['ftp://x/v1', 'not an address', 'https://me:secret@host/v1', 'file:///etc/passwd'])
      expect(
        (await ask('POST', JUDGES, { name: 'J', provider: 'openai', baseUrl: wrong, model: 'm' })).status,
      ).toBe(400)
  })

  it('is refused with a key in the query of its address, which everyone sees, and keeps other queries', async () => {
    const judge = { name: 'J', provider: 'openai', model: 'm' }
    const { id } = await newJudge({ baseUrl: 'https://host/v1?api-version=2026-01-01' })
    for (const query of [
      'key=s3cret',
      'api_key=s3cret',
      'x=1&accessToken=s3cret',
      'subscription-key=s3cret',
    ]) {
      const address = `https://host/v1?${query}`
      const made = await ask('POST', JUDGES, { ...judge, baseUrl: address })
      const changed = await ask('PATCH', `${JUDGES}/${id}`, { baseUrl: address })
      for (const { status, json } of [made, changed]) {
        expect([query, status]).toEqual([query, 400])
        expect(json.errors).toMatchObject([{ path: 'baseUrl' }])
        expect(json.errors[0].message).toContain('give it as a key')
        expect(JSON.stringify(json)).not.toContain('s3cret')
      }
    }
    expect((await ask('DELETE', `${JUDGES}/${id}`)).status).toBe(204)
  })
})

describe('testing a judge', () => {
  it('makes one real call with the key, and tells model, tokens and cost', async () => {
    const made = await newJudge({ price: { input: 10, output: 20, cachedInput: null }, samples: 5 })
    const { status, json } = await ask('POST', `${JUDGES}/${made.id}/test`)
    expect(status).toBe(200)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ authorization: `Bearer ${KEY}`, body: { model: 'a-model' } })
    expect(json).toMatchObject({
      isOk: true,
      verdict: 'yes',
      expected: 'yes',
      failure: null,
      modelAnswered: 'judge-model-2026',
      outputMode: 'json_schema',
      hasLogProbabilities: false,
      calls: 1,
      inputTokens: 400,
      outputTokens: 50,
    })
    expect(json.costUsd).toBeCloseTo((400 * 10 + 50 * 20) / 1e6)
  })

  it('counts as what it is: calls to the judge, and their answers and failures', async () => {
    const { id } = await newJudge({})
    const health = async () =>
      (await ask('GET', '/api/v1/projects/default/judge-health')).json.judges.find(
        ({ judgeId }: { judgeId: string }) => judgeId === id,
      )
    expect(await health()).toMatchObject({ calls: 0, lastSuccessAt: null })
    await ask('POST', `${JUDGES}/${id}/test`)
    expect(await health()).toMatchObject({ calls: 1, failed: { count: 0, n: 1 }, latency: { n: 1 } })
    expect((await health()).lastSuccessAt).not.toBeNull()
    answer = () => ({ status: 401, body: {} })
    await ask('POST', `${JUDGES}/${id}/test`)
    expect(await health()).toMatchObject({
      calls: 2,
      failed: { count: 1, n: 2 },
      lastError: { reason: 'unauthorised' },
    })
  })

  it('tells of a judge that answers wrongly', async () => {
    const made = await newJudge()
    answer = () => ({ status: 200, body: completion('no') })
    const { json } = await ask('POST', `${JUDGES}/${made.id}/test`)
    expect(json).toMatchObject({ isOk: false, verdict: 'no', failure: null })
  })

  it('names what is wrong and never the key, when the provider refuses or is not there', async () => {
    const made = await newJudge()
    answer = () => ({ status: 401, body: { error: { message: `Incorrect API key provided: ${KEY}.` } } })
    const refused = await ask('POST', `${JUDGES}/${made.id}/test`)
    expect(refused.json).toMatchObject({ isOk: false, verdict: null, failure: 'unauthorised' })
    expect(JSON.stringify(refused.json)).not.toContain(KEY)
    expect(asked).toHaveLength(1)
    const away = await newJudge({ baseUrl: 'http://127.0.0.1:1/v1' })
    const { status, json } = await ask('POST', `${JUDGES}/${away.id}/test`)
    expect([status, json.failure]).toEqual([200, 'network'])
  })

  it('says so when what it writes is no verdict', async () => {
    const made = await newJudge()
    answer = () => ({
      status: 200,
      body: { ...completion('yes'), choices: [{ message: { content: 'Hello!' } }] },
    })
    const { json } = await ask('POST', `${JUDGES}/${made.id}/test`)
    expect(json).toMatchObject({ isOk: false, failure: 'unparseable' })
  })
})
