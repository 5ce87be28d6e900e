import { AssayError } from '@assay/contract/error'
import { request as open } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { encodeRequest } from '../../test/protobuf-oracle.ts'
import { sampleRequest, withBinaryIds } from '../../test/sample-request.ts'
import { partialSuccessOf, send, statusOf, type Sent } from '../../test/send.ts'
import { startTestServer, type TestOptions, type TestServer } from '../../test/start-test-server.ts'

const request = sampleRequest({ spans: 3, textBytes: 100 })
const json = Buffer.from(JSON.stringify(request))
const protobuf = encodeRequest(withBinaryIds(request))
const PROTOBUF = 'application/x-protobuf'

/** One span in JSON, with fields of it replaced. */
function oneSpan(fields: object): Buffer {
  const span = {
    traceId: 'ab'.repeat(16),
    spanId: 'cd'.repeat(8),
    name: 'x',
    startTimeUnixNano: '1795176000000000000',
    endTimeUnixNano: '1795176000500000000',
    ...fields,
  }
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))
}

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels)
const inAttribute = (value: string) =>
  Buffer.from(
    oneSpan({ attributes: [{ key: 'k', value: '@' }] })
      .toString()
      .replace('"@"', value),
  )

let server: TestServer
afterEach(() => server.close())
const start = async (options: TestOptions = {}) => {
  server = await startTestServer(options)
}

describe('what is taken', () => {
  it.each<[string, Sent]>([
    ['JSON', { body: json }],
    ['protobuf', { body: protobuf, contentType: PROTOBUF }],
    ['JSON in gzip', { body: gzipSync(json), contentEncoding: 'gzip' }],
    ['protobuf in gzip', { body: gzipSync(protobuf), contentEncoding: 'gzip', contentType: PROTOBUF }],
    [
      'gzip of two members',
      {
        body: Buffer.concat([gzipSync(json.subarray(0, 99)), gzipSync(json.subarray(99))]),
        contentEncoding: 'GZIP',
      },
    ],
    [
      'a media type in capitals with parameters',
      { body: json, contentType: 'Application/JSON; charset=UTF-8' },
    ],
    ['a body in chunks without a length', { body: [json.subarray(0, 50), json.subarray(50)] }],
    ['a sender that waits for 100 Continue', { body: json, headers: { expect: '100-continue' } }],
  ])('%s is stored and answered by an empty response in the encoding of the request', async (_, sent) => {
    await start()
    const answer = await send(server.port, sent)
    expect(answer.status).toBe(200)
    expect(partialSuccessOf(answer)).toBeNull()
    expect(server.stored).toHaveLength(3)
    expect(server.frames.map((frame) => [frame.table, frame.rows])).toEqual([
      ['spans', 3],
      ['span_content', 3],
    ])
    expect(server.stats().projects.get('p1')).toEqual({ received: 3, accepted: 3, refused: {} })
    expect(server.stats().bytesInFlight).toBe(0)
  })
})

describe('what is refused', () => {
  const bomb = gzipSync(Buffer.alloc(4 * 1024 ** 2, ' '))
  const gz = gzipSync(json)
  const badCrc = Buffer.from(gz)
  badCrc[badCrc.length - 6] = (badCrc[badCrc.length - 6] ?? 0) ^ 0xff
  const logs = Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}')

  it.each<[string, Sent, number, RegExp]>([
    ['another path', { body: json, path: '/v1/spans' }, 404, /\/v1\/traces/],
    ['another method', { method: 'GET' }, 405, /POST/],
    ['a browser that asks for cross-origin rights', { method: 'OPTIONS' }, 405, /POST/],
    ['no media type', { body: json, contentType: null }, 415, /Content-Type/],
    ['a form', { body: json, contentType: 'application/x-www-form-urlencoded' }, 415, /Content-Type/],
    ['brotli', { body: json, contentEncoding: 'br' }, 415, /gzip/],
    ['a plain body that says gzip', { body: json, contentEncoding: 'gzip' }, 400, /gzip/],
    ['gzip that is cut', { body: gz.subarray(0, 60), contentEncoding: 'gzip' }, 400, /gzip/],
    ['gzip with a wrong checksum', { body: badCrc, contentEncoding: 'gzip' }, 400, /gzip/],
    ['gzip that grows past the limit', { body: bomb, contentEncoding: 'gzip' }, 413, /larger than/],
    ['a declared length past the limit', { body: Buffer.alloc(3e6, ' ') }, 413, /larger than/],
    [
      'chunks past the limit',
      { body: Array<Buffer>(60).fill(Buffer.alloc(65_536, ' ')) },
      413,
      /larger than/,
    ],
    ['no bytes as JSON', {}, 400, /json body/],
    ['a JSON list', { body: Buffer.from('[]') }, 400, /must be an object/],
    ['JSON with something behind it', { body: Buffer.from('{} {}') }, 400, /follows/],
    ['a bare NaN', { body: inAttribute('{"doubleValue":NaN}') }, 400, /number/],
    [
      'attributes as an object',
      { body: oneSpan({ attributes: { a: 1 } }) },
      400,
      /attributes must be a list/,
    ],
    ['a bare attribute value', { body: inAttribute('"x"') }, 400, /stringValue/],
    ['logs', { body: logs }, 400, /\/v1\/logs/],
    [
      'JSON as protobuf',
      { body: Buffer.from('{\n "resourceSpans": []}'), contentType: PROTOBUF },
      400,
      /protobuf/,
    ],
    ['protobuf that is cut', { body: protobuf.subarray(0, -7), contentType: PROTOBUF }, 400, /protobuf/],
  ])('%s is answered by a Status and stores nothing', async (_, sent, status, message) => {
    await start({ maxBodyBytes: 2 * 1024 ** 2 })
    const answer = await send(server.port, sent)
    expect(answer.status).toBe(status)
    expect(statusOf(answer).message).toMatch(message)
    expect(answer.headers['content-type']).toBe(sent.contentType === PROTOBUF ? PROTOBUF : 'application/json')
    expect(server.stored).toHaveLength(0)
    expect(server.stats().bytesInFlight).toBe(0)
    expect((await send(server.port, { body: json })).status).toBe(200)
  })

  const deepList = nested(5000, '{"arrayValue":{"values":[', ']}}')
  it.each<[string, Buffer, string]>([
    ['a trace id of eight bytes', oneSpan({ traceId: 'ab'.repeat(8) }), 'bad_ids'],
    ['a trace id of zeros', oneSpan({ traceId: '0'.repeat(32) }), 'bad_ids'],
    ['a span id that is no hex', oneSpan({ spanId: 'g'.repeat(16) }), 'bad_ids'],
    ['a bad parent id', oneSpan({ parentSpanId: 'xyz' }), 'bad_ids'],
    ['no start', oneSpan({ startTimeUnixNano: '0' }), 'bad_timestamp'],
    ['milliseconds as nanoseconds', oneSpan({ startTimeUnixNano: '1795176000000' }), 'bad_timestamp'],
    ['the year 2500', oneSpan({ startTimeUnixNano: '16725225600000000000' }), 'bad_timestamp'],
    ['an end beyond 64 bits', oneSpan({ endTimeUnixNano: '18446744073709551616' }), 'bad_timestamp'],
    ['an integer beyond 64 bits', inAttribute('{"intValue":"9223372036854775808"}'), 'bad_value'],
    ['an attribute of 5,000 levels', inAttribute(deepList), 'too_deep'],
  ])('%s refuses that span by name', async (_, body, reason) => {
    await start()
    const answer = await send(server.port, { body })
    expect(answer.status).toBe(200)
    expect(partialSuccessOf(answer)).toEqual({
      rejected: 1,
      message: expect.stringContaining(reason) as string,
    })
    expect(server.stored).toHaveLength(0)
    expect(server.stats().projects.get('p1')).toEqual({ received: 1, accepted: 0, refused: { [reason]: 1 } })
  })

  it('a span that cannot be normalised or encoded is refused alone', async () => {
    let calls = 0
    await start({
      encodeSpan() {
        if (++calls === 2) throw new Error('no row for this')
      },
    })
    const answer = await send(server.port, { body: json })
    expect(partialSuccessOf(answer)?.rejected).toBe(1)
    expect(server.frames[0]?.rows).toBe(2)
  })

  it('keys in snake_case are ignored with a warning', async () => {
    await start()
    const answer = await send(server.port, { body: Buffer.from('{"resource_spans":[]}') })
    expect(partialSuccessOf(answer)).toEqual({
      rejected: 0,
      message: expect.stringContaining('snake_case') as string,
    })
  })
})

describe('who and how much', () => {
  it('an unknown sender is turned away before its body is read', async () => {
    const authenticate = () => Promise.reject(new AssayError('unauthenticated', 'the API key is not known'))
    await start({ authenticate })
    const answer = await send(server.port, { body: Buffer.alloc(5e6, ' '), contentType: PROTOBUF })
    expect([answer.status, statusOf(answer)]).toMatchObject([
      401,
      { code: 16, message: 'the API key is not known' },
    ])
  })

  it('a sender without the right is told so', async () => {
    await start({ authenticate: () => Promise.reject(new AssayError('forbidden', 'this key may only read')) })
    const answer = await send(server.port, { body: json })
    expect([answer.status, statusOf(answer).code]).toEqual([403, 7])
  })

  it('a full spool is a 503 that says when to come back, and counts nothing as accepted', async () => {
    const full = new AssayError('unavailable', 'the spool is full', { retryAfterSeconds: 30 })
    await start({ spool: { append: () => Promise.reject(full) } })
    const answer = await send(server.port, { body: json })
    expect([answer.status, answer.headers['retry-after'], statusOf(answer).code]).toEqual([503, '30', 14])
    expect(server.stats().projects.get('p1')).toMatchObject({ accepted: 0, refused: { unavailable: 3 } })
  })

  it('past the bytes in flight a sender is asked to come back', async () => {
    await start({ maxBytesInFlight: 1000 })
    const answer = await send(server.port, { body: json })
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(server.stats().bytesInFlight).toBe(0)
  })

  it('a fault of ours is a 500 that names the request and nothing else', async () => {
    await start({ spool: { append: () => Promise.reject(new Error('secret path')) } })
    const answer = await send(server.port, { body: json })
    expect(answer.status).toBe(500)
    expect(statusOf(answer).message).toContain('request-1')
    expect(answer.body.toString()).not.toContain('secret')
  })

  it('a body that stops arriving is given up', async () => {
    await start({ idleTimeoutMs: 50 })
    const status = await new Promise((resolve, reject) => {
      const req = open({
        port: server.port,
        host: '127.0.0.1',
        path: '/v1/traces',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      })
      req.on('response', (res) => {
        resolve(res.statusCode)
        req.destroy()
      })
      req.on('error', reject)
      req.write('{"resourceSpans":')
    })
    expect(status).toBe(408)
  })

  it('what is no HTTP is answered by a Status too', async () => {
    await start()
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'))
      let text = ''
      socket.on('data', (chunk) => (text += chunk.toString()))
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 3 })
  })

  it('closing waits for the answer of a request that is being stored', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    let entered = () => {}
    const isIn = new Promise<void>((resolve) => (entered = resolve))
    await start({
      spool: {
        append: () => {
          entered()
          return gate
        },
      },
    })
    const answer = send(server.port, { body: json })
    await isIn
    const closed = server.close()
    release()
    expect((await answer).status).toBe(200)
    await closed
  })
})
