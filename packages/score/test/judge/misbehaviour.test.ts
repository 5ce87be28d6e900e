import { expect, test } from 'vitest'
import { anthropicMessages } from '../../src/judge/clients/anthropic-messages.ts'
import { openAiChat } from '../../src/judge/clients/openai-chat.ts'
import { guardModel, type GuardOptions } from '../../src/judge/guard/guarded-model.ts'
import type { ModelRequest } from '../../src/judge/model-client.ts'
import {
  completion,
  send,
  sendJson,
  sendVerdict,
  startServer,
  type Behaviour,
  type TestServer,
} from './misbehaving-server.ts'
import { NEVER, REAL_IO } from './real-io.ts'

const KEY = 'sk-very-secret-0123456789'

const REQUEST: ModelRequest = {
  system: 'Judge.',
  user: 'Text.',
  output: { name: 'verdict', schema: { type: 'object' } },
  maxTokens: 50,
  temperature: 0,
  wantsLogProbabilities: false,
}

const QUICK: GuardOptions = { callTimeoutMs: 300, totalTimeoutMs: 5_000, backoffBaseMs: 1, attempts: 3 }

function modelAt(server: TestServer, options: GuardOptions = {}, endpoint: object = {}) {
  const client = openAiChat({ baseUrl: server.baseUrl, apiKey: KEY, model: 'judge-1', ...endpoint }, REAL_IO)
  return guardModel(client, REAL_IO, { ...QUICK, ...options })
}

const hang: Behaviour = () => undefined
const hangInBody: Behaviour = (response) => void response.writeHead(200).write('{"choices": [')
const reset: Behaviour = (response) => void response.socket?.resetAndDestroy()
const drip: Behaviour = (response) => {
  response.writeHead(200)
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}
const flood: Behaviour = (response) => {
  response.writeHead(200)
  const block = Buffer.alloc(65_536, 32)
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', more)
  more()
}
const cutOff: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"choices"')
  setTimeout(() => response.destroy(), 10)
}

test.for<[name: string, behaviour: Behaviour, reason: string, calls: number]>([
  ['429 without Retry-After', send(429, '{"error":{"message":"slow down"}}'), 'rate_limited', 3],
  ['429 for spent credit', send(429, '{"error":{"code":"insufficient_quota"}}'), 'quota_exhausted', 1],
  ['402', send(402, '{}'), 'quota_exhausted', 1],
  ['401', send(401, '{"error":{"message":"bad key"}}'), 'unauthorised', 1],
  ['404', send(404, 'not here'), 'refused_request', 1],
  ['413', send(413, '{}'), 'refused_request', 1],
  ['500', send(500, '{}'), 'server_error', 3],
  ['529', send(529, '{"error":{"type":"overloaded_error","message":"Overloaded"}}'), 'server_error', 3],
  [
    '502 with a page',
    send(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' }),
    'server_error',
    3,
  ],
  ['200 with a page', send(200, '<html>Sign in</html>'), 'malformed_response', 3],
  ['200 with an error', sendJson({ error: { code: 429, message: 'busy' } }), 'rate_limited', 3],
  ['200 with nothing', send(200, ''), 'malformed_response', 3],
  ['truncated JSON', send(200, '{"choices": [{"message": {"content": "x'), 'malformed_response', 3],
  ['no choices', sendJson({ choices: [] }), 'malformed_response', 3],
  ['another form', sendJson({ output: 'x' }), 'malformed_response', 3],
  ['nested deeper than stacks', send(200, '['.repeat(500_000)), 'malformed_response', 3],
  ['a connection reset', reset, 'network', 3],
  ['a body that breaks off', cutOff, 'network', 3],
  ['silence before the headers', hang, 'timeout', 3],
  ['silence in the body', hangInBody, 'timeout', 3],
  ['a body that never ends, slowly', drip, 'timeout', 3],
  ['a body that never ends, fast', flood, 'too_large', 1],
  ['a body announced as gigantic', send(200, 'x'.repeat(2_000_000)), 'too_large', 1],
])('%s ends in a named failure, in time', async ([, behaviour, reason, calls]) => {
  await using server = await startServer(behaviour)
  const model = modelAt(server)
  const { outcome, attempts, latencyMs } = await model.ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({ kind: 'failed', reason })
  expect([attempts, server.requests.length]).toEqual([calls, calls])
  expect(latencyMs).toBeLessThan(4_000)
  expect(model.status.slots).toEqual({ running: 0, waiting: 0 })
})

test.for([301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, so the key goes nowhere',
  async (status) => {
    await using thief = await startServer(sendVerdict('a'))
    await using server = await startServer(
      send(status, '', { location: `${thief.baseUrl}/chat/completions` }),
    )
    const { outcome } = await modelAt(server).ask(REQUEST, NEVER)
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'redirected' })
    expect(thief.requests).toEqual([])
  },
)

test('a provider that recovers is asked again and answers', async () => {
  await using server = await startServer(send(500, '{}'), reset, sendVerdict('a'))
  const { outcome, attempts } = await modelAt(server).ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({ kind: 'reply', model: 'judge-1-2026', finish: 'stop' })
  expect(attempts).toBe(3)
})

test('a wait that the provider asks for is kept, in seconds, milliseconds or as a date', async () => {
  const inTwoSeconds = () => ({ 'retry-after': new Date(Date.now() + 2_000).toUTCString() })
  for (const wait of [() => ({ 'retry-after': '1' }), () => ({ 'retry-after-ms': '600' }), inTwoSeconds]) {
    const headers = wait()
    await using server = await startServer(send(429, '{}', headers), sendVerdict('a'))
    const { outcome, latencyMs } = await modelAt(server).ask(REQUEST, NEVER)
    expect(outcome.kind).toBe('reply')
    expect(latencyMs).toBeGreaterThan(550)
  }
})

test('a wait beyond the deadline is handed to the caller at once', async () => {
  await using server = await startServer(send(429, '{}', { 'retry-after': '3600' }))
  const { outcome, latencyMs } = await modelAt(server).ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'rate_limited', retryAfterMs: 3_600_000 })
  expect(latencyMs).toBeLessThan(2_000)
})

test('a caller who gives up is answered at once, and the connection is closed', async () => {
  await using server = await startServer(hang)
  const caller = new AbortController()
  const model = modelAt(server, { callTimeoutMs: 60_000, totalTimeoutMs: 60_000 })
  const asked = model.ask(REQUEST, caller.signal)
  await expect.poll(() => server.requests.length).toBe(1)
  caller.abort()
  expect((await asked).outcome).toMatchObject({ kind: 'failed', reason: 'aborted' })
  await expect.poll(() => server.openConnections()).toBe(0)
  await expect.poll(() => model.status.slots.running).toBe(0)
})

test('the total deadline holds over all repetitions', async () => {
  await using server = await startServer(hang)
  const model = modelAt(server, { callTimeoutMs: 200, totalTimeoutMs: 500, attempts: 100 })
  const { outcome, latencyMs } = await model.ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' })
  expect(latencyMs).toBeLessThan(1_500)
})

test('a hung provider holds only its places: who waits too long is told, and the circuit opens', async () => {
  await using server = await startServer(hang)
  const model = modelAt(server, { concurrency: 2, attempts: 1, circuit: { failuresInARow: 4 } })
  const answers = await Promise.all(Array.from({ length: 12 }, () => model.ask(REQUEST, NEVER)))
  const reasons = answers.map(({ outcome }) => (outcome.kind === 'failed' ? outcome.reason : 'reply'))
  const timeouts = reasons.filter((reason) => reason === 'timeout').length
  // The fourth failure opens it; the call beside it may be out already.
  expect(timeouts).toBeGreaterThanOrEqual(4)
  expect(timeouts).toBeLessThanOrEqual(5)
  expect(reasons.filter((reason) => reason === 'circuit_open')).toHaveLength(12 - timeouts)
  expect(server.requests).toHaveLength(timeouts)
})

test('no more calls run side by side than allowed, and those beyond the queue are turned away', async () => {
  let [running, most] = [0, 0]
  const slow: Behaviour = (response, request, place) => {
    most = Math.max(most, ++running)
    setTimeout(() => {
      running--
      sendVerdict('a')(response, request, place)
    }, 30)
  }
  await using server = await startServer(slow)
  const model = modelAt(server, { concurrency: 3, waiting: 10 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => model.ask(REQUEST, NEVER)))
  expect(most).toBe(3)
  expect(answers.filter(({ outcome }) => outcome.kind === 'reply')).toHaveLength(13)
  expect(
    answers.filter(({ outcome }) => outcome.kind === 'failed' && outcome.reason === 'queue_full'),
  ).toHaveLength(7)
})

test('bytes that are no UTF-8 do not cost the answer around them', async () => {
  const body = Buffer.from(JSON.stringify(completion('{"verdict":"a","reason":"X"}')))
  body[body.indexOf('X')] = 0xff
  await using server = await startServer(send(200, body))
  const { outcome } = await modelAt(server).ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({ kind: 'reply', text: '{"verdict":"a","reason":"\ufffd"}' })
})

test('a key never leaves in an explanation, whatever the provider echoes', async () => {
  const echo: Behaviour = (response, { headers, body }) => {
    const words = JSON.stringify({ headers, body, again: encodeURIComponent(KEY), b: btoa(KEY) })
    void response.writeHead(401).end(JSON.stringify({ error: { message: `Bad key ${KEY}: ${words}` } }))
  }
  for (const behaviour of [
    echo,
    send(500, `${'x'.repeat(290)}${KEY}`),
    send(200, KEY),
    reset,
    send(302, KEY),
  ]) {
    await using server = await startServer(behaviour)
    const answer = await modelAt(server, { attempts: 1 }).ask(REQUEST, NEVER)
    expect(answer.outcome.kind).toBe('failed')
    const said = JSON.stringify(answer)
    expect(said).not.toContain(KEY)
    expect(said).not.toContain(KEY.slice(0, 12))
    expect(said).not.toContain(btoa(KEY))
    expect(server.requests[0]!.path).toBe('/v1/chat/completions')
  }
})

test('a key or an address that cannot be used is refused without saying it', () => {
  const open = (endpoint: { baseUrl?: string; apiKey?: string }) => () =>
    openAiChat({ baseUrl: 'http://127.0.0.1:1/v1', apiKey: null, model: 'm', ...endpoint }, REAL_IO)
  expect(open({ apiKey: 'sk-secret\nwith-a-line' })).toThrow(/^The API key of the judge holds spaces/)
  expect(open({ apiKey: 'sk-sécret' })).toThrow(/copy it again/)
  expect(open({ baseUrl: 'ftp://x' })).toThrow(/address/)
  expect(open({ baseUrl: 'https://me:sk-secret@host/v1' })).toThrow(/holds a password: give the key as a key/)
})

test('parameters that an endpoint refuses are left out from then on', async () => {
  const refuse = (message: string) => send(400, JSON.stringify({ error: { message } }))
  await using server = await startServer(
    refuse(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    refuse("Unsupported value: 'temperature' does not support 0 with this model."),
    refuse('You are not allowed to request logprobs from this model'),
    refuse("Invalid parameter: 'response_format' of type 'json_schema' is not supported"),
    refuse('tool_choice is not supported'),
    sendVerdict('a'),
  )
  const model = modelAt(server)
  const request = { ...REQUEST, wantsLogProbabilities: true }
  const first = await model.ask(request, NEVER)
  expect(first).toMatchObject({
    attempts: 1,
    outcome: { kind: 'reply', sent: { outputMode: 'json_object' } },
  })
  expect((await model.ask(request, NEVER)).outcome.kind).toBe('reply')
  expect(server.requests).toHaveLength(7)
  const last = server.requests.at(-1)!.body
  expect(last).toMatchObject({ max_completion_tokens: 50, response_format: { type: 'json_object' } })
  for (const name of ['max_tokens', 'temperature', 'logprobs', 'tools']) expect(last).not.toHaveProperty(name)
})

test('a refusal that names no parameter ends the question, and teaches nothing', async () => {
  await using server = await startServer(
    send(400, '{"error":{"message":"temperature: the sample says so"}}'),
    send(400, '{"error":{"message":"context too long"}}'),
    sendVerdict('a'),
  )
  const model = modelAt(server)
  expect((await model.ask(REQUEST, NEVER)).outcome).toMatchObject({ reason: 'refused_request' })
  expect((await model.ask(REQUEST, NEVER)).outcome).toMatchObject({ sent: { temperature: 0 } })
})

const anthropicReply = (content: object[], stop = 'end_turn') => ({
  type: 'message',
  model: 'claude-judge-20260101',
  content,
  stop_reason: stop,
  usage: { input_tokens: 10, cache_read_input_tokens: 90, cache_creation_input_tokens: 5, output_tokens: 7 },
})

test('Anthropic is asked for a schema, then for a tool, and all its tokens are counted', async () => {
  await using server = await startServer(
    send(400, '{"type":"error","error":{"message":"`temperature` is deprecated for this model."}}'),
    send(400, '{"type":"error","error":{"message":"output_config: extra inputs are not permitted"}}'),
    sendJson(anthropicReply([{ type: 'tool_use', name: 'verdict', input: { verdict: 'a' } }], 'tool_use')),
  )
  const endpoint = { baseUrl: server.baseUrl, apiKey: KEY, model: 'claude-judge' }
  const model = guardModel(anthropicMessages(endpoint, REAL_IO), REAL_IO, QUICK)
  const { outcome } = await model.ask(REQUEST, NEVER)
  expect(outcome).toMatchObject({
    kind: 'reply',
    text: '{"verdict":"a"}',
    finish: 'stop',
    model: 'claude-judge-20260101',
    usage: { inputTokens: 105, cachedTokens: 90, outputTokens: 7 },
    sent: { outputMode: 'tool', temperature: null },
  })
  const [first, , last] = server.requests
  expect(first).toMatchObject({
    path: '/v1/messages',
    headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01' },
  })
  expect(first!.body).toMatchObject({
    output_config: { format: { type: 'json_schema' } },
    system: [{ type: 'text', text: 'Judge.', cache_control: { type: 'ephemeral' } }],
  })
  expect(last!.body).toMatchObject({ tool_choice: { type: 'tool', name: 'verdict' } })
})

test.for([
  ['end_turn', 'stop', null],
  ['max_tokens', 'length', null],
  ['refusal', 'refusal', 'No.'],
  ['pause_turn', 'other', null],
] as const)('Anthropic stopping for %s is understood', async ([stop, finish, refusal]) => {
  await using server = await startServer(sendJson(anthropicReply([{ type: 'text', text: 'No.' }], stop)))
  const client = anthropicMessages({ baseUrl: server.baseUrl, apiKey: KEY, model: 'c' }, REAL_IO)
  expect(await client.ask(REQUEST, NEVER)).toMatchObject({ kind: 'reply', finish, refusal })
})
