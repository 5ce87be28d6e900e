import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Session } from '@assay/contract/api/session'
import { SpanBody } from '@assay/contract/api/span-body'
import { Trace, TracePage } from '@assay/contract/api/trace'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, ORIGIN, type TestApi } from './make-api.ts'
import { putSpans, spanHex, traceHex } from './put-spans.ts'

const PROJECT = '/api/v1/projects/default'
const SESSION = 'a/b c%2F?'
const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string
const stop = new AbortController()
const now = Date.now()

const chat = (trace: string, startMs: number, history: object[], answer: string) => ({
  trace,
  span: `${trace}-call`,
  startMs,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'a-model',
    'gen_ai.conversation.id': SESSION,
    'gen_ai.input.messages': JSON.stringify(history),
    'gen_ai.output.messages': JSON.stringify([{ ...message('assistant', answer), finish_reason: 'stop' }]),
    'gen_ai.usage.input_tokens': 10,
    'big.number': 9_007_199_254_740_993n,
    __proto__note: 'kept',
  },
})

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-api-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, stopping: stop.signal })
  cookie = await api.setUp()
  const first = [message('system', 'Be brief.'), message('user', 'One?')]
  const second = [...first, message('assistant', 'Yes.'), message('user', 'Two?')]
  await putSpans(ch, directory, 'default', [
    chat('one', now - 60_000, first, 'Yes.'),
    chat('two', now - 30_000, second, 'No.'),
    { trace: 'broken', span: 'root', startMs: now - 10_000, isError: true },
  ])
  await putSpans(ch, directory, 'elsewhere', [{ trace: 'secret', span: 'root', startMs: now }])
})
afterAll(async () => {
  stop.abort()
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true })
})
const get = (path: string) => api.ask('GET', PROJECT + path, { cookie })

describe('traces', () => {
  it('are listed newest first, those of the project alone', async () => {
    const { traces } = TracePage.parse((await get('/traces')).json)
    expect(traces.map((t) => t.traceId)).toEqual(['broken', 'two', 'one'].map(traceHex))
  })

  it('are filtered by repeated values, and pages follow each other', async () => {
    const page = TracePage.parse((await get('/traces?model=a-model&model=none&limit=1')).json)
    expect(page.traces.map((t) => t.traceId)).toEqual([traceHex('two')])
    const next = await get(
      `/traces?model=a-model&limit=1&cursor=${encodeURIComponent(page.nextCursor ?? '')}`,
    )
    expect(TracePage.parse(next.json)).toMatchObject({
      traces: [{ traceId: traceHex('one') }],
      nextCursor: null,
    })
  })

  it('takes filters, ids and cursors of any characters and of the greatest length', async () => {
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    const long = encodeURIComponent('研'.repeat(500))
    for (const path of [
      '/traces?user=%00&session=a%00b&name=%09%0a',
      `/traces?user=${long}&session=${long}`,
      `/traces?session=${'s'.repeat(1000)}`,
      '/traces?q=a%00b',
      `/traces?cursor=${cursor('traces.start.desc', '9223372036854775807', 'ab'.repeat(16))}`,
      `/traces?cursor=${cursor('traces.start.desc', '-9223372036854775808', 'ab'.repeat(16))}`,
      `/traces?order=asc&cursor=${cursor('traces.start.asc', '9223372036854775807', 'ab'.repeat(16))}`,
      `/traces?sort=cost&cursor=${cursor('traces.cost.desc', '9223372036854775807', 'ab'.repeat(16))}`,
      `/sessions?user=%00&q=%00&cursor=${cursor('session_id.last.desc', null, 'a\0b')}`,
      `/sessions?cursor=${cursor('session_id.last.desc', '1', '研'.repeat(500))}`,
      `/users?sort=cost&q=%27%5C&cursor=${cursor('user_id.cost.desc', null, 'x')}`,
      '/facets?q=%00',
      `/metrics?q=%00`,
      '/metrics/%00/series?by=%00&unit=%00',
      '/sessions/%00',
      `/sessions/${'s'.repeat(1000)}`,
    ]) {
      const { status, json } = await get(path)
      expect([path, [200, 404].includes(status), json.detail]).toEqual([path, true, json.detail])
    }
  })

  it('with a faulty filter are refused with the name of the field', async () => {
    const answer = await get('/traces?limit=5000&kind=nonsense')
    expect(answer.status).toBe(400)
    expect(answer.json.errors.map((e: { path: string }) => e.path.split('.')[0]).sort()).toEqual([
      'kind',
      'limit',
    ])
  })

  it('are read whole by their id, and not found in another project', async () => {
    const trace = Trace.parse((await get(`/traces/${traceHex('broken')}`)).json)
    expect(trace.spans).toMatchObject([{ spanId: spanHex('root'), isError: true }])
    expect((await get(`/traces/${traceHex('secret')}`)).status).toBe(404)
    expect((await get('/traces/nonsense')).status).toBe(400)
  })
})

describe('a span', () => {
  it('comes with its messages and with its attributes exactly as they were sent', async () => {
    const answer = await get(`/traces/${traceHex('two')}/spans/${spanHex('two-call')}`)
    const body = SpanBody.parse(answer.json)
    expect(body.inputMessages.map((m) => m.role)).toEqual(['system', 'user', 'assistant', 'user'])
    expect(body.outputMessages[0]?.parts).toEqual([{ type: 'text', text: 'No.' }])
    expect(body.attributes['big.number']).toBe('9007199254740993')
    expect(body.resource).toEqual({ 'service.name': 'shop' })
    expect(body.sessionId).toBe(SESSION)
  })

  it('that is not there is not found', async () => {
    expect((await get(`/traces/${traceHex('two')}/spans/${spanHex('none')}`)).status).toBe(404)
  })
})

describe('a session', () => {
  it('shows in each turn what is new in it, whatever its id holds', async () => {
    const answer = await get(`/sessions/${encodeURIComponent(SESSION)}`)
    const { turns, summary } = Session.parse(answer.json)
    expect(summary).toMatchObject({ sessionId: SESSION, traceCount: 2 })
    const texts = turns.map((turn) =>
      [...turn.input, ...turn.output].map((m) =>
        m.parts.map((p) => (p.type === 'text' ? p.text : '')).join(),
      ),
    )
    expect(texts).toEqual([
      ['Be brief.', 'One?', 'Yes.'],
      ['Two?', 'No.'],
    ])
  })

  it('is in the list, and its users are in theirs', async () => {
    expect((await get('/sessions')).json.sessions).toMatchObject([{ sessionId: SESSION }])
    expect((await get('/users')).json).toEqual({ users: [], nextCursor: null })
  })
})

describe('the other questions', () => {
  it('are answered: facets, models without a price, state of the project', async () => {
    const facets = await get('/facets?field=model')
    expect(facets.json.facets).toMatchObject([{ field: 'model', values: [{ value: 'a-model', traces: 2 }] }])
    expect((await get('/unpriced-models')).json.models).toMatchObject([{ model: 'a-model', calls: 2 }])
    expect((await get('/state')).json).toMatchObject({ hasSpans: true, traceCount: 3 })
  })
})

describe('the live tail', () => {
  const open = async (query = '', lastEventId?: string) => {
    const leave = new AbortController()
    const answer = await api.app.request(`${ORIGIN}${PROJECT}/tail${query}`, {
      headers: { cookie, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
      signal: leave.signal,
    })
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (isEnough: (text: string) => boolean) => {
      while (!isEnough(text)) {
        const chunk = await reader?.read()
        if (!chunk || chunk.done) break
        text += chunk.value
      }
      return text
    }
    return { status: answer.status, headers: answer.headers, until, leave: () => reader?.cancel() }
  }

  it('sends what arrives from now on, and resumes where it was left', async () => {
    const tail = await open()
    expect(tail.headers.get('content-type')).toBe('text/event-stream')
    const start = await tail.until((text) => /^id: \d+/m.test(text))
    expect(start).not.toContain('event: trace')
    await putSpans(ch, directory, 'default', [{ trace: 'live', span: 'live', startMs: Date.now() }])
    const text = await tail.until((t) => t.includes('event: trace') && t.endsWith('\n\n'))
    await tail.leave()
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? ''
    expect(JSON.parse(data)).toMatchObject({ traceId: traceHex('live') })

    await putSpans(ch, directory, 'default', [{ trace: 'later', span: 'later', startMs: Date.now() }])
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map((m) => m[1])
    const again = await open('', ids.at(-1))
    const more = await again.until((t) => t.includes('event: trace') && t.endsWith('\n\n'))
    await again.leave()
    expect([...more.matchAll(/"traceId":"(\w+)"/g)].map((m) => m[1])).toEqual([traceHex('later')])
  })

  it('leaves out what its filter leaves out', async () => {
    const tail = await open('?error=true')
    await tail.until((text) => /^id: \d+/m.test(text))
    await putSpans(ch, directory, 'default', [
      { trace: 'fine', span: 'fine', startMs: Date.now() },
      { trace: 'failed', span: 'failed', startMs: Date.now(), isError: true },
    ])
    const text = await tail.until((t) => t.includes('event: trace') && t.endsWith('\n\n'))
    await tail.leave()
    expect([...text.matchAll(/"traceId":"(\w+)"/g)].map((m) => m[1])).toEqual([traceHex('failed')])
  })

  it('refuses an id that is none', async () => {
    expect((await open('', 'nonsense')).status).toBe(400)
  })

  it('ends when the process stops', async () => {
    const tail = await open()
    await tail.until((text) => /^id: \d+/m.test(text))
    stop.abort()
    await tail.until(() => false)
  })
})
