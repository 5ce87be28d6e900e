import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeJsonPayload } from './ingest/json-payload.ts'
import { quantile, sendLoad } from './ingest/load.ts'
import { startServer, type BenchServer } from './ingest/server.ts'
import { makePayload } from './otlp-payload.ts'
import { setRules } from './scoring/set-rules.ts'

const BASELINE = fileURLToPath(new URL('./ingest/baseline.ts', import.meta.url))
const SPANS_PER_REQUEST = 512
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10)
/** 600 for the ten minutes in which memory must stay flat. */
const SOAK_SECONDS = Number(process.env['BENCH_SOAK_SECONDS'] ?? 20)
/** The rates that the collector is held to, in spans a second; half of them is the load of the other figures. */
const GOALS = [
  { textBytes: 400, rate: 40_000 },
  { textBytes: 2400, rate: 20_000 },
] as const
/** Compilers of a process that just started share the processors with it; at half load they take longer. */
const WARM_UP_SECONDS = { full: 3, half: 10 }

/**
 * No rule is on: what scoring takes from ingest is told by `bench scoring`. Spans a second through the whole path with durable acknowledgement, counted until the last acknowledged span is
 * in the engine; the same number of the same rows inserted straight into the engine; then half of the goal's load.
 */
export async function bench(): Promise<void> {
  for (const { textBytes, rate } of GOALS) {
    const name = `ingest_${textBytes}b`
    const make = (seed: number) => makePayload(SPANS_PER_REQUEST, textBytes, seed)
    const whole = await inFolder(async (dir) => {
      const result = await withServer(join(dir, 'assay'), make, (server) => fullLoad(server, make))
      return { ...result, straight: await straightInsert(join(dir, 'straight'), textBytes, result.spans) }
    })
    figure(`${name}_acknowledged`, whole.acknowledged, 'spans/s')
    figure(`${name}_stored`, whole.stored, 'spans/s')
    figure(`${name}_engine`, whole.straight, 'spans/s')
    figure(`${name}_ratio`, whole.stored / whole.straight, 'ratio')
    figure(`${name}_ack_p99`, whole.p99Ms, 'ms')
    figure(`${name}_rss_peak`, whole.peakRssMb, 'MB')
    for (const [work, us] of Object.entries(whole.cpuUs)) figure(`${name}_cpu_${work}`, us, 'us/span')
    await inFolder((dir) =>
      withServer(
        join(dir, 'assay'),
        make,
        (server) => halfLoad(server, make, `${name}_half`, rate / 2),
        rate / 2,
      ),
    )
    const makeJson = (seed: number) => makeJsonPayload(SPANS_PER_REQUEST, textBytes, seed)
    const json = await inFolder((dir) =>
      withServer(join(dir, 'assay'), makeJson, (server) => fullLoad(server, makeJson)),
    )
    figure(`${name}_json_acknowledged`, json.acknowledged, 'spans/s')
    figure(`${name}_json_stored`, json.stored, 'spans/s')
    figure(`${name}_json_ratio`, json.stored / whole.stored, 'ratio')
  }
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  try {
    return await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(
    `figure ${name} ${value >= 100 ? Math.round(value) : Number(value.toFixed(3))} ${unit}\n`,
  )

type MakePayload = Parameters<typeof sendLoad>[1]['make']

/** Runs on a server that has warmed up, at `rate` where one is given; it ends with the work, however that ends. */
async function withServer<T>(
  dataDir: string,
  make: MakePayload,
  work: (server: BenchServer) => Promise<T>,
  rate?: number,
): Promise<T> {
  const server = await startServer(dataDir)
  try {
    await setRules(server, [])
    await sendLoad(server, {
      make: (seed) => make(seed + 100),
      ...(rate === undefined ? { seconds: WARM_UP_SECONDS.full } : { seconds: WARM_UP_SECONDS.half, rate }),
    })
    await server.drained()
    return await work(server)
  } finally {
    await server.stop()
  }
}

async function fullLoad(server: BenchServer, make: MakePayload) {
  const memory = watchMemory(server)
  const before = { ...server.cpuUs(), client: clientUs() }
  const begin = performance.now()
  const { spans, seconds, latenciesMs } = await sendLoad(server, { make, seconds: SECONDS })
  await server.drained()
  const storedSeconds = (performance.now() - begin) / 1000
  const after = { ...server.cpuUs(), client: clientUs() }
  memory.stop()
  return {
    spans,
    acknowledged: spans / seconds,
    stored: spans / storedSeconds,
    p99Ms: quantile(latenciesMs, 0.99),
    peakRssMb: Math.max(...memory.samplesMb),
    cpuUs: Object.fromEntries(
      Object.entries(after).map(([work, us]) => [work, (us - before[work as keyof typeof before]) / spans]),
    ),
  }
}

async function halfLoad(server: BenchServer, make: MakePayload, name: string, rate: number): Promise<void> {
  const memory = watchMemory(server)
  const { spans, seconds, latenciesMs, visibleMs } = await sendLoad(server, {
    make,
    rate,
    seconds: SOAK_SECONDS,
  })
  memory.stop()
  figure(`${name}_rate`, spans / seconds, 'spans/s')
  figure(`${name}_seconds`, seconds, 's')
  figure(`${name}_ack_p50`, quantile(latenciesMs, 0.5), 'ms')
  figure(`${name}_ack_p99`, quantile(latenciesMs, 0.99), 'ms')
  figure(`${name}_visible_p50`, quantile(visibleMs, 0.5), 'ms')
  figure(`${name}_visible_p95`, quantile(visibleMs, 0.95), 'ms')
  // Level memory: the last fifth against the fifth after the first.
  const fifth = Math.floor(memory.samplesMb.length / 5)
  const early = memory.samplesMb.slice(fifth, 2 * fifth)
  figure(`${name}_rss_early`, Math.max(...early), 'MB')
  figure(`${name}_rss_late`, Math.max(...memory.samplesMb.slice(-fifth)), 'MB')
  figure(`${name}_rss_peak`, Math.max(...memory.samplesMb), 'MB')
}

const clientUs = () => {
  const { user, system } = process.cpuUsage()
  return user + system
}

function watchMemory(server: BenchServer) {
  const samplesMb: number[] = []
  const timer = setInterval(() => samplesMb.push(server.residentMb()), 250)
  return { samplesMb, stop: () => clearInterval(timer) }
}

async function straightInsert(dataDir: string, textBytes: number, spans: number): Promise<number> {
  const child = spawn(process.execPath, [BASELINE, dataDir, String(textBytes), String(spans)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  for await (const chunk of child.stdout) out += String(chunk)
  return (JSON.parse(out) as { perSecond: number }).perSecond
}
