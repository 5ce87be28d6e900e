/**
 * The whole path of a score, from a span to its scores on disk, on a process of its own: what it takes alone, and beside ingest, whose
 * rate is compared with the rule on and off. A sample has an answer of 1 kB and 4 kB of context; five evaluators score it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quantile, sendLoad } from './ingest/load.ts'
import { KEY, startServer, type BenchServer } from './ingest/server.ts'
import { makePayload } from './otlp-payload.ts'
import { makeSamples, SAMPLE_SERVICE } from './scoring/sample-payload.ts'
import { lagBetween, scoringState } from './scoring/scores-so-far.ts'

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20)
const EVALUATORS = ['faithfulness', 'refusal', 'relevance', 'retrieval-coverage', 'answer-language']
const SAMPLES_PER_SECOND = 1_000
const BACKLOG = 20_000
const TEXT_BYTES = 2_000
const ROLES = { ASSAY_ROLES: 'otlp,worker,api', ASSAY_LOG_LEVEL: 'warn' }

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(
    `figure ${name} ${value >= 100 ? Math.round(value) : Number(value.toFixed(3))} ${unit}\n`,
  )
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function bench(): Promise<void> {
  const off = await onServer(async (server) => {
    await setRules(server, false)
    return fullLoad(server)
  })
  figure('ingest_full_unscored', off, 'spans/s')
  await onServer(async (server) => {
    await setRules(server, true)
    await drain(server, 2_000)
    figure('scored_alone', await drain(server, BACKLOG), 'samples/s')
    await beside(server, off / 2)
  })
  const on = await onServer(async (server) => {
    await setRules(server, true)
    return fullLoad(server)
  })
  figure('ingest_full_scored', on, 'spans/s')
  figure('ingest_slowed', 1 - on / off, 'share')
}

async function onServer<T>(work: (server: BenchServer) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const server = await startServer(dir, ROLES)
  try {
    return await work(server)
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Sends a backlog at once and tells samples scored per second, from the first sent to the last scored. */
async function drain(server: BenchServer, samples: number): Promise<number> {
  const before = await scoringState(server)
  const begin = performance.now()
  await sendSamples(server, { samples })
  for (;;) {
    const { done, dead } = await scoringState(server)
    if (dead > 0) throw new Error(`${dead} samples could not be scored`)
    if (done - before.done >= samples) break
    await pause(100)
  }
  return (samples * 1000) / (performance.now() - begin)
}

/** Samples at their rate beside other spans at half load. */
async function beside(server: BenchServer, rate: number): Promise<void> {
  const before = await scoringState(server)
  const begin = performance.now()
  const [load] = await Promise.all([
    sendLoad(server, { make: (seed) => makePayload(256, TEXT_BYTES, seed), seconds: SECONDS, rate }),
    sendSamples(server, { samples: SECONDS * SAMPLES_PER_SECOND, rate: SAMPLES_PER_SECOND }),
  ])
  const after = await scoringState(server)
  figure('beside_half_load', load.spans / load.seconds, 'spans/s')
  figure('beside_ack_p99', quantile(load.latenciesMs, 0.99), 'ms')
  figure('beside_scored', ((after.done - before.done) * 1000) / (performance.now() - begin), 'samples/s')
  figure('beside_lag_p50_below', lagBetween(before, after, 0.5), 's')
  figure('beside_lag_p95_below', lagBetween(before, after, 0.95), 's')
}

/** Spans per second that are acknowledged as fast as senders can, while samples come at their rate. */
async function fullLoad(server: BenchServer): Promise<number> {
  const make = (seed: number) => makePayload(256, TEXT_BYTES, seed)
  await sendLoad(server, { make: (seed) => make(seed + 100), seconds: 5 })
  const [load] = await Promise.all([
    sendLoad(server, { make, seconds: SECONDS }),
    sendSamples(server, {
      samples: SECONDS * SAMPLES_PER_SECOND,
      rate: SAMPLES_PER_SECOND,
      seconds: SECONDS,
    }),
  ])
  return load.spans / load.seconds
}

let serial = 0

async function sendSamples(
  server: BenchServer,
  { samples, rate, seconds = Infinity }: { samples: number; rate?: number; seconds?: number },
): Promise<void> {
  const payload = makeSamples(50, 7)
  const begin = performance.now()
  for (let sent = 0; sent < samples; sent += payload.samples) {
    if (rate !== undefined) await pause(Math.max(0, begin + (sent * 1000) / rate - performance.now()))
    if (performance.now() - begin > seconds * 1000) return
    payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
    const response = await fetch(`http://127.0.0.1:${server.otlpPort}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': payload.contentType, authorization: `Bearer ${KEY}` },
      body: payload.body,
    })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`the collector answered ${response.status}`)
  }
}

/** Leaves one rule: samples are scored, or nothing is. */
async function setRules(server: BenchServer, isOn: boolean): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${server.apiUrl}/api/v1/projects/default/rules${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? null : response.json()
  }
  const { rules } = (await ask('GET', '')) as { rules: { id: string }[] }
  for (const { id } of rules) await ask('DELETE', `/${id}`)
  if (!isOn) return
  const evaluators = EVALUATORS.map((name) => ({ name }))
  await ask('POST', '', {
    name: 'Samples',
    target: 'span',
    filter: { kind: ['llm'], service: [SAMPLE_SERVICE] },
    evaluators,
  })
  // A rule counts within two seconds.
  await pause(2_500)
}
