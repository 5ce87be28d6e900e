import { AssayError } from '@assay/contract/error'
import { compressionAlgorithms } from '@grpc/grpc-js'
import { connect } from 'node:http2'
import { connect as dial } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { callRaw, frame, openClient, TRACES } from '../../test/call-grpc.ts'
import { BadRequestType, encodeRequest, RetryInfoType } from '../../test/protobuf-oracle.ts'
import { sampleRequest, withBinaryIds } from '../../test/sample-request.ts'
import { send, statusOf } from '../../test/send.ts'
import { startTestServer, type TestOptions, type TestServer } from '../../test/start-test-server.ts'
import { startOtlpGrpc } from '../start-otlp-grpc.ts'

const MIB = 1024 ** 2
const request = sampleRequest({ spans: 40, textBytes: 2000 })
const json = Buffer.from(JSON.stringify(request))
const protobuf = encodeRequest(withBinaryIds(request))
const PROTOBUF = 'application/x-protobuf'

let server: TestServer
let client: ReturnType<typeof openClient>
afterEach(async () => {
  client.close()
  await server.close()
})
const start = async (options: TestOptions = {}, clientOptions = {}) => {
  server = await startTestServer(options)
  client = openClient(server.grpcPort, clientOptions)
}
const GZIP = { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip }

describe('what is taken', () => {
  it('one payload gives the same rows by every transport, encoding and compression', async () => {
    await start({ nextVersion: () => 7n })
    // What comes first brings the bodies, which are stored once.
    await client.export(protobuf)
    expect(server.frames.map((f) => [f.table, f.rows])).toEqual([
      ['spans', 40],
      ['span_content', 40],
      ['message_bodies', 8],
    ])
    const zipping = openClient(server.grpcPort, GZIP)
    const ways: (() => Promise<unknown>)[] = [
      () => send(server.port, { body: protobuf, contentType: PROTOBUF }),
      () => send(server.port, { body: json }),
      () => send(server.port, { body: gzipSync(protobuf), contentEncoding: 'gzip', contentType: PROTOBUF }),
      () => send(server.port, { body: gzipSync(json), contentEncoding: 'gzip' }),
      () => client.export(protobuf),
      () => zipping.export(protobuf),
    ]
    const rows = []
    for (const way of ways) {
      server.frames.length = 0
      await way()
      rows.push(server.frames.map((f) => [f.table, f.rows, f.payload.toString('hex')]))
    }
    zipping.close()
    expect(rows[0]?.map((f) => f.slice(0, 2))).toEqual([
      ['spans', 40],
      ['span_content', 40],
    ])
    for (const other of rows) expect(other).toEqual(rows[0])
  })

  it('every signal that HTTP takes is taken by its service too', async () => {
    await start()
    const paths = server.receiver.signals.map(({ service }) => `/${service}/Export`)
    expect(paths).toContain(TRACES)
    for (const path of paths) expect(await client.export(Buffer.alloc(0), path)).toMatchObject({ code: 0 })
  })

  it('an empty message is taken, and a message in single bytes too', async () => {
    await start()
    expect(await client.export(Buffer.alloc(0))).toMatchObject({ code: 0, partial: null })
    const session = connect(`http://127.0.0.1:${server.grpcPort}`)
    const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' })
    const small = frame(encodeRequest(withBinaryIds(sampleRequest({ spans: 1, textBytes: 10 }))))
    const trailers = new Promise((resolve) => stream.once('trailers', resolve))
    for (const byte of small) {
      stream.write(Buffer.from([byte]))
      if (byte % 16 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    stream.end()
    stream.resume()
    expect(await trailers).toMatchObject({ 'grpc-status': '0' })
    expect(server.stored).toHaveLength(1)
    session.destroy()
  })

  it('spans that are refused are told in partial_success, the others are kept', async () => {
    await start()
    const one = withBinaryIds(sampleRequest({ spans: 2, textBytes: 10 })) as {
      resourceSpans: { scopeSpans: { spans: { spanId: Buffer }[] }[] }[]
    }
    const span = one.resourceSpans[0]?.scopeSpans[0]?.spans[1]
    if (span !== undefined) span.spanId = Buffer.alloc(8)
    const answer = await client.export(encodeRequest(one))
    expect(answer).toMatchObject({ code: 0, partial: { rejected: 1 } })
    expect(answer.partial?.message).toContain('bad_ids')
    expect(server.stored).toHaveLength(1)
  })

  it('many calls on one connection are answered, also past the open ones that are allowed', async () => {
    await start({ maxConcurrentStreams: 4 })
    const answers = await Promise.all(Array.from({ length: 40 }, () => client.export(protobuf)))
    expect(answers.every((answer) => answer.code === 0)).toBe(true)
    expect(server.stats().projects.get('p1')).toMatchObject({ received: 1600, accepted: 1600 })
    expect(server.stats().bytesInFlight).toBe(0)
  })
})

describe('what is refused', () => {
  const bomb = gzipSync(Buffer.alloc(96 * MIB))

  it.each<[string, Buffer, Record<string, string>, number, RegExp]>([
    ['a message that is no protobuf', frame(Buffer.from('{"resourceSpans":[]}')), {}, 3, /protobuf/],
    ['a message that is cut', frame(protobuf.subarray(0, -7)), {}, 3, /protobuf/],
    ['a call that ends within its message', frame(protobuf, 0, protobuf.length + 9), {}, 3, /ended within/],
    ['a call that ends within the prefix', Buffer.alloc(3), {}, 3, /ended within/],
    ['a plain message that says gzip', frame(protobuf, 1), { 'grpc-encoding': 'gzip' }, 3, /gzip/],
    [
      'gzip that is cut',
      frame(gzipSync(protobuf).subarray(0, 60), 1),
      { 'grpc-encoding': 'gzip' },
      3,
      /gzip/,
    ],
    ['a compression that nobody knows', frame(protobuf, 1), { 'grpc-encoding': 'snappy' }, 12, /gzip/],
    ['compressed without a word about how', frame(gzipSync(protobuf), 1), {}, 13, /grpc-encoding/],
    ['a flag that nobody knows', frame(protobuf, 7), {}, 13, /flag/],
    ['no message', Buffer.alloc(0), {}, 12, /one message/],
    ['two messages', Buffer.concat([frame(protobuf), frame(protobuf)]), {}, 12, /one message/],
    ['another service', frame(protobuf), { ':path': '/grpc.health.v1.Health/Check' }, 12, /unknown method/],
    ['a bomb', frame(bomb, 1), { 'grpc-encoding': 'gzip' }, 8, /larger than/],
  ])('%s gets its status, stores nothing and disturbs nobody', async (_, bytes, headers, code, message) => {
    await start({ maxBodyBytes: 16 * MIB })
    const answer = await callRaw(server.grpcPort, bytes, headers)
    expect(answer).toMatchObject({ code, message: expect.stringMatching(message) as string })
    expect(answer.headers['content-type']).toBe('application/grpc+proto')
    expect(server.stored).toHaveLength(0)
    expect(server.stats().bytesInFlight).toBe(0)
    expect(await client.export(protobuf)).toMatchObject({ code: 0 })
  })

  it('a declared length past the limit is refused before the message comes, and no retry is proposed', async () => {
    await start({ maxBodyBytes: MIB })
    const early = await callRaw(server.grpcPort, frame(Buffer.alloc(100), 0, MIB + 1), {}, true)
    expect(early.code).toBe(8)
    expect(early.headers['grpc-status-details-bin']).toBeUndefined()
    expect(await client.export(Buffer.alloc(3 * MIB))).toMatchObject({ code: 8, detail: null })
  })

  it('a malformed message is told with a BadRequest', async () => {
    await start()
    const answer = await client.export(Buffer.from('{}'))
    expect(answer).toMatchObject({ code: 3, detail: { type: 'type.googleapis.com/google.rpc.BadRequest' } })
    const detail = BadRequestType.decode(answer.detail?.value ?? Buffer.alloc(0)) as unknown as {
      fieldViolations: { description: string }[]
    }
    expect(detail.fieldViolations[0]?.description).toBe(answer.message)
  })

  it('a sender of OTLP/HTTP is told that it has the wrong port, and disturbs nobody', async () => {
    await start()
    for (const body of [json, Buffer.alloc(8 * MIB, ' ')]) {
      const answer = await send(server.grpcPort, { body })
      expect([answer.status, statusOf(answer).message]).toEqual([
        400,
        expect.stringContaining('takes OTLP over gRPC') as string,
      ])
    }
    expect(await client.export(protobuf)).toMatchObject({ code: 0 })
  })

  it('what is no gRPC is answered by a status of HTTP', async () => {
    await start()
    const status = async (headers: Record<string, string>) =>
      (await callRaw(server.grpcPort, Buffer.alloc(0), headers)).headers[':status']
    expect(await status({ 'content-type': 'application/json' })).toBe(415)
    expect(await status({ 'content-type': 'application/grpc-web' })).toBe(415)
    expect(await status({ ':method': 'PUT' })).toBe(405)
  })
})

describe('who and how much', () => {
  it('senders are known by the metadata authorization or x-api-key', async () => {
    await start({
      authenticate: (headers) => {
        const key = headers['x-api-key'] ?? headers.authorization
        if (key === undefined)
          return Promise.reject(new AssayError('unauthenticated', 'send a key: schlüssel %'))
        if (key === 'reader') return Promise.reject(new AssayError('forbidden', 'this key may only read'))
        return Promise.resolve({ projectId: String(key) })
      },
    })
    const call = (headers: Record<string, string>) => client.export(protobuf, TRACES, headers)
    expect(await call({})).toMatchObject({ code: 16, message: 'send a key: schlüssel %', detail: null })
    expect(await call({ 'x-api-key': 'reader' })).toMatchObject({ code: 7, detail: null })
    expect(await call({ 'x-api-key': 'a' })).toMatchObject({ code: 0 })
    expect(await call({ authorization: 'Bearer b' })).toMatchObject({ code: 0 })
    expect([...server.stats().projects.keys()]).toEqual(['a', 'Bearer b'])
  })

  it('nothing of a message is lost while its sender is being looked up', async () => {
    const lookUp = () => new Promise<void>((resolve) => setTimeout(resolve, 60))
    await start({ authenticate: () => lookUp().then(() => ({ projectId: 'p1' })) })
    expect(await client.export(protobuf)).toMatchObject({ code: 0 })
    expect(await client.export(Buffer.alloc(0))).toMatchObject({ code: 0 })
    expect((await callRaw(server.grpcPort, Buffer.alloc(0))).code).toBe(12)
    expect(server.stored).toHaveLength(40)
  })

  it('an unknown sender is turned away while its message is still on the way', async () => {
    await start({ authenticate: () => Promise.reject(new AssayError('unauthenticated', 'no')) })
    const answer = await callRaw(server.grpcPort, frame(Buffer.alloc(10), 0, 5 * MIB), {}, true)
    expect(answer.code).toBe(16)
  })

  it('a full spool is UNAVAILABLE with RetryInfo', async () => {
    const full = new AssayError('unavailable', 'the spool is full', { retryAfterSeconds: 2.5 })
    await start({ spool: { append: () => Promise.reject(full) } })
    const answer = await client.export(protobuf)
    expect(answer).toMatchObject({ code: 14, detail: { type: 'type.googleapis.com/google.rpc.RetryInfo' } })
    const info = RetryInfoType.decode(answer.detail?.value ?? Buffer.alloc(0)) as unknown as {
      retryDelay: { seconds: unknown; nanos: number }
    }
    expect([String(info.retryDelay.seconds), info.retryDelay.nanos]).toEqual(['2', 500_000_000])
  })

  it('a fault of ours names the request and nothing else', async () => {
    await start({ spool: { append: () => Promise.reject(new Error('secret path')) } })
    const answer = await client.export(protobuf)
    expect(answer).toMatchObject({ code: 13, message: expect.stringContaining('request-1') as string })
    expect(answer.message).not.toContain('secret')
  })

  it('a message that stops arriving is given up', async () => {
    await start({ idleTimeoutMs: 50 })
    const answer = await callRaw(server.grpcPort, frame(Buffer.alloc(10), 0, 100), {}, true)
    expect(answer.code).toBe(4)
    expect(server.stats().bytesInFlight).toBe(0)
  })

  it('a sender that leaves in the middle gives back its bytes', async () => {
    await start()
    const session = connect(`http://127.0.0.1:${server.grpcPort}`)
    const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'application/grpc' })
    stream.on('error', () => undefined)
    session.on('error', () => undefined)
    stream.write(frame(Buffer.alloc(1000), 0, 5000))
    await vi.waitFor(() => expect(server.stats().bytesInFlight).toBe(1000))
    stream.close(8)
    await vi.waitFor(() => expect(server.stats().bytesInFlight).toBe(0))
    stream.close()
    session.destroy()
    expect(await client.export(protobuf)).toMatchObject({ code: 0 })
  })
})

describe('connections', () => {
  it('a port that is taken is an error that says so', async () => {
    await start()
    const taken = startOtlpGrpc(server.receiver, { port: server.grpcPort, host: '127.0.0.1' })
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('closing waits for the answer of a call that is being stored, and takes no new one', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    const append = vi.fn(() => gate)
    await start({ spool: { append } })
    const answer = client.export(protobuf)
    await vi.waitFor(() => expect(append).toHaveBeenCalledOnce())
    let isClosed = false
    const closing = server.close().then(() => (isClosed = true))
    const late = openClient(server.grpcPort)
    expect((await late.export(protobuf)).code).toBe(14)
    late.close()
    expect(isClosed).toBe(false)
    release()
    expect(await answer).toMatchObject({ code: 0 })
    await closing
  })

  it('closing does not wait longer than it may', async () => {
    await start({ spool: { append: () => new Promise(() => {}) }, drainTimeoutMs: 100 })
    const answer = client.export(protobuf)
    await vi.waitFor(() => expect(server.stats().bytesInFlight).toBeGreaterThan(0))
    await server.close()
    expect((await answer).code).not.toBe(0)
  })

  it('closing does not wait for connections that say nothing', async () => {
    await start()
    const silent = dial(server.grpcPort, '127.0.0.1')
    await new Promise((resolve) => silent.once('connect', resolve))
    expect(await client.export(protobuf)).toMatchObject({ code: 0 })
    const begin = performance.now()
    await server.close()
    expect(performance.now() - begin).toBeLessThan(3000)
    silent.destroy()
  })

  it('an idle connection is closed, and one with an open call is not', async () => {
    let release = () => {}
    const gate = new Promise<void>((resolve) => (release = resolve))
    await start({ maxIdleMs: 100, spool: { append: () => gate } })
    const quiet = connect(`http://127.0.0.1:${server.grpcPort}`)
    const quietClosed = new Promise((resolve) => quiet.once('close', resolve))
    const answer = client.export(protobuf)
    await quietClosed
    await new Promise((resolve) => setTimeout(resolve, 150))
    release()
    expect(await answer).toMatchObject({ code: 0 })
  })

  it('a connection that opens byte by byte is served', async () => {
    await start()
    const socket = dial(server.grpcPort, '127.0.0.1')
    socket.setNoDelay(true)
    const opening = Buffer.from(
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00',
      'latin1',
    )
    for (const byte of opening) {
      socket.write(Buffer.from([byte]))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const settings = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    expect(settings[3]).toBe(4)
    socket.destroy()
  })

  it('a connection whose other side answers no ping is cut', async () => {
    await start({ keepaliveTimeMs: 40, keepaliveTimeoutMs: 40 })
    const socket = dial(server.grpcPort, '127.0.0.1')
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00', 'latin1')
    socket.resume()
    await new Promise((resolve) => socket.once('close', resolve))
    const alive = await client.export(protobuf)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect([alive.code, (await client.export(protobuf)).code]).toEqual([0, 0])
  })
})
