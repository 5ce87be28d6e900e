import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { compressionAlgorithms } from '@grpc/grpc-js'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openClient } from './call-grpc.ts'
import { encodeRequest } from './protobuf-oracle.ts'
import { sampleRequest, withBinaryIds } from './sample-request.ts'
import { send } from './send.ts'
import { startTestServer } from './start-test-server.ts'

const MIB = 1024 ** 2
const BUDGET = 32 * MIB
const body = encodeRequest(withBinaryIds(sampleRequest({ spans: 500, textBytes: 8000 })))

it('four times the load over both transports never holds more bytes than the budget, and who is refused may retry', async () => {
  // A disk that answers late: whoever was let in keeps its bytes for a while.
  let rows = 0
  const server = await startTestServer({
    maxBytesInFlight: BUDGET,
    // The real one: the server of the tests keeps every span besides.
    encodeSpan,
    spool: {
      async append(frames) {
        await new Promise((resolve) => setTimeout(resolve, 150))
        for (const frame of frames) if (frame.table === 'spans') rows += frame.rows
      },
    },
  })
  const clients = [
    openClient(server.grpcPort),
    openClient(server.grpcPort, {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
      'grpc.use_local_subchannel_pool': 1,
    }),
  ]
  const zipped = gzipSync(body)
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, server.stats().bytesInFlight)
  }, 1)

  const counts = { taken: 0, refused: 0 }
  const overHttp = async (isGzip: boolean) => {
    const answer = await send(server.port, {
      body: isGzip ? zipped : body,
      contentType: 'application/x-protobuf',
      contentEncoding: isGzip ? 'gzip' : null,
    })
    if (answer.status !== 200) {
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1'])
    }
    return answer.status === 200
  }
  const overGrpc = async (client: (typeof clients)[number]) => {
    const answer = await client.export(body)
    if (answer.code !== 0) {
      expect(answer).toMatchObject({ code: 14, detail: { type: 'type.googleapis.com/google.rpc.RetryInfo' } })
    }
    return answer.code === 0
  }
  const ways = [() => overHttp(false), () => overHttp(true), ...clients.map((c) => () => overGrpc(c))]
  const inFlightAtOnce = Math.ceil((4 * BUDGET) / body.length / ways.length)
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(
      ways.flatMap((way) => Array.from({ length: inFlightAtOnce }, () => way())),
    )
    for (const isTaken of answers) counts[isTaken ? 'taken' : 'refused']++
  }
  clearInterval(watch)

  expect(peak).toBeGreaterThan(BUDGET / 2)
  expect(peak).toBeLessThanOrEqual(BUDGET)
  expect(counts.refused).toBeGreaterThan(0)
  expect(rows).toBe(500 * counts.taken)
  expect(server.stats().bytesInFlight).toBe(0)
  for (const client of clients) client.close()
  await server.close()
}, 60_000)
