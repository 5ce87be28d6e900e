import { Agent, request } from 'node:http'
import type { Payload } from '../otlp-payload.ts'
import { KEY, type BenchServer } from './server.ts'

const CONNECTIONS = 6

export interface LoadResult {
  /** Spans that were acknowledged. */
  spans: number
  seconds: number
  /** Milliseconds from the first byte sent to the acknowledgement, ascending. */
  latenciesMs: number[]
  /** Requests that were told to try again later. */
  refused: number
  /** Milliseconds from an acknowledgement until the API answers with the trace, ascending. */
  visibleMs: number[]
}

/** Asking takes some of the processors that are measured: at 15 ms a third of one. What is seen is seen so much too late. */
const LOOK_MS = 100

/**
 * Sends from six connections for some seconds; at `rate` spans a second where one is given, else each connection as fast as it is
 * answered. With a rate, a trace is looked for in the API until it is there, again and again.
 */
export async function sendLoad(
  server: BenchServer,
  options: { make: (seed: number) => Payload; seconds: number; rate?: number },
): Promise<LoadResult> {
  const { make, rate } = options
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const result: LoadResult = { spans: 0, seconds: 0, latenciesMs: [], refused: 0, visibleMs: [] }
  const payloads = Array.from({ length: CONNECTIONS }, (_, index) => make(index + 1))
  const begin = performance.now()
  const end = begin + options.seconds * 1000
  let sequence = 0
  let watching = false

  const watch = async (traceId: string) => {
    watching = true
    const acknowledged = performance.now()
    while (!(await isThere(server, traceId))) await pause(LOOK_MS)
    result.visibleMs.push(performance.now() - acknowledged)
    await pause(150)
    watching = false
  }

  const connection = async (payload: Payload) => {
    while (performance.now() < end) {
      const number = sequence++
      if (rate !== undefined) await pause(begin + (number * payload.spans * 1000) / rate - performance.now())
      payload.renew(number, BigInt(Date.now()) * 1_000_000n)
      const sent = performance.now()
      const status = await post(agent, server.otlpPort, payload)
      if (status === 200) {
        result.latenciesMs.push(performance.now() - sent)
        result.spans += payload.spans
        if (rate !== undefined && !watching) void watch(payload.idsOf(0).traceId)
      } else if (status === 503 || status === 429) {
        result.refused++
        await pause(50)
      } else throw new Error(`the collector answered ${status}`)
    }
  }
  await Promise.all(payloads.map(connection))
  result.seconds = (performance.now() - begin) / 1000
  while (watching) await pause(20)
  agent.destroy()
  result.latenciesMs.sort((a, b) => a - b)
  result.visibleMs.sort((a, b) => a - b)
  return result
}

/** The value below which a share of ascending values lies; NaN of none. */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN

const pause = (ms: number) =>
  ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))

async function isThere(server: BenchServer, traceId: string): Promise<boolean> {
  const response = await fetch(`${server.apiUrl}/api/v1/projects/default/traces/${traceId}`, {
    headers: { authorization: `Bearer ${KEY}` },
  })
  await response.arrayBuffer()
  if (response.status !== 200 && response.status !== 404)
    throw new Error(`the API answered ${response.status}`)
  return response.status === 200
}

function post(agent: Agent, port: number, payload: Payload): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: '/v1/traces',
        method: 'POST',
        headers: {
          'content-type': payload.contentType,
          'content-length': payload.body.length,
          authorization: `Bearer ${KEY}`,
        },
      },
      (res) => {
        res.resume()
        res.on('end', () => resolve(res.statusCode ?? 0))
      },
    )
    req.on('error', reject)
    req.end(payload.body)
  })
}
