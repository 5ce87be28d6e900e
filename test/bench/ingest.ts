import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePayload, type Payload } from './otlp-payload.ts'

const MAIN = fileURLToPath(new URL('../../apps/assay/src/main.ts', import.meta.url))
const BASELINE = fileURLToPath(new URL('./ingest-baseline.ts', import.meta.url))
const SPANS_PER_REQUEST = 512
const CONNECTIONS = 6
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10)

/**
 * Spans a second through the whole path with durable acknowledgement, counted until the last acknowledged span is
 * in the engine; and the same number of the same rows inserted straight into the engine, in the same run.
 */
export async function bench(): Promise<void> {
  for (const textBytes of [400, 2400]) {
    const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
    try {
      const whole = await wholePath(join(dir, 'assay'), textBytes)
      const straight = await straightInsert(join(dir, 'straight'), textBytes, whole.spans)
      const name = `ingest_${textBytes}b`
      figure(`${name}_acknowledged`, whole.acknowledgedPerSecond, 'spans/s')
      figure(`${name}_stored`, whole.storedPerSecond, 'spans/s')
      figure(`${name}_engine`, straight.perSecond, 'spans/s')
      figure(`${name}_ratio`, whole.storedPerSecond / straight.perSecond, 'ratio')
      figure(`${name}_ack_p50`, whole.p50Ms, 'ms')
      figure(`${name}_ack_p99`, whole.p99Ms, 'ms')
      figure(`${name}_server_rss_peak`, whole.peakRssMb, 'MB')
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
}

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(
    `figure ${name} ${value >= 100 ? Math.round(value) : Number(value.toFixed(3))} ${unit}\n`,
  )

async function wholePath(dataDir: string, textBytes: number) {
  const { child, otlpPort } = await startServer(dataDir)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const latencies: number[] = []
  const rss: number[] = []
  const sampler = setInterval(() => rss.push(residentMb(child)), 250)
  let spans = 0
  let serial = 0
  const begin = performance.now()
  const end = begin + SECONDS * 1000
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, connection) => {
      const payload = makePayload(SPANS_PER_REQUEST, textBytes, connection + 1)
      while (performance.now() < end) {
        payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
        const sent = performance.now()
        const status = await post(agent, otlpPort, payload)
        if (status === 200) {
          latencies.push(performance.now() - sent)
          spans += payload.spans
        } else if (status === 503 || status === 429) await new Promise((r) => setTimeout(r, 50))
        else throw new Error(`the collector answered ${status}`)
      }
    }),
  )
  const acknowledged = performance.now()
  while (readdirSync(join(dataDir, 'spool')).some((name) => name.endsWith('.wal'))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const stored = performance.now()
  clearInterval(sampler)
  agent.destroy()
  await stopServer(child)
  latencies.sort((a, b) => a - b)
  return {
    spans,
    acknowledgedPerSecond: (spans / (acknowledged - begin)) * 1000,
    storedPerSecond: (spans / (stored - begin)) * 1000,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    peakRssMb: Math.max(...rss),
  }
}

async function straightInsert(dataDir: string, textBytes: number, spans: number) {
  const child = spawn(process.execPath, [BASELINE, dataDir, String(textBytes), String(spans)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  for await (const chunk of child.stdout) out += String(chunk)
  return JSON.parse(out) as { perSecond: number }
}

async function startServer(dataDir: string): Promise<{ child: ChildProcess; otlpPort: number }> {
  const profile = process.env['BENCH_PROFILE_DIR']
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  const child = spawn(process.execPath, [...flags, MAIN], {
    env: {
      ...process.env,
      ASSAY_DATA_DIR: dataDir,
      ASSAY_ROLES: 'otlp,api',
      ASSAY_HTTP_PORT: '0',
      ASSAY_OTLP_HTTP_PORT: '0',
      ASSAY_OTLP_GRPC_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  const otlpPort = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const port = /OTLP\/HTTP\s+http:\/\/[^:]+:(\d+)\n/.exec(out)?.[1]
      if (port) resolve(Number(port))
    })
    child.once('exit', () => reject(new Error(`the server did not start:\n${out}`)))
  })
  return { child, otlpPort }
}

async function stopServer(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

function residentMb(child: ChildProcess): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
  return Number(match?.[1] ?? 0) / 1024
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
        headers: { 'content-type': 'application/x-protobuf', 'content-length': payload.body.length },
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
