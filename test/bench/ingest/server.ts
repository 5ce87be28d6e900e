import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../apps/assay/src/main.ts', import.meta.url))
/** For scripts that ask the API. */
export const KEY = 'a-key-of-the-bench-run-0001'

/** A process of its own, as a user starts it. */
export interface BenchServer {
  otlpPort: number
  apiUrl: string
  residentMb(): number
  /** Microseconds of processor time since it started, by what the threads do. */
  cpuUs(): Record<Work, number>
  /** Resolves when everything that was acknowledged is in the engine. */
  drained(): Promise<void>
  stop(): Promise<void>
}

type Work = 'main' | 'engine' | 'merges' | 'gc' | 'files' | 'other'

/** Names of threads, as the system tells them. */
const THREADS: readonly [prefix: string, work: Work][] = [
  ['ThreadPool', 'engine'],
  ['MergeMutate', 'merges'],
  ['V8Worker', 'gc'],
  ['libuv-worker', 'files'],
]

/** @param env More than the environment of this process, such as other roles. */
export async function startServer(dataDir: string, env: Record<string, string> = {}): Promise<BenchServer> {
  const profile = process.env['BENCH_PROFILE_DIR']
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  const child = spawn(process.execPath, [...flags, MAIN], {
    env: {
      ...process.env,
      ASSAY_DATA_DIR: dataDir,
      ASSAY_BOOTSTRAP_KEY: KEY,
      ASSAY_HTTP_PORT: '0',
      ASSAY_OTLP_HTTP_PORT: '0',
      ASSAY_OTLP_GRPC_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  const said = new Promise<[apiUrl: string, port: number]>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const port = /OTLP\/HTTP\s+http:\/\/[^:]+:(\d+)\n/.exec(out)?.[1]
      const ui = /(?:UI|API)\s+(http:\/\/[^:]+:\d+)\n/.exec(out)?.[1]
      if (port && ui) resolve([ui, Number(port)])
    })
    child.once('exit', () => reject(new Error(`the server did not start:\n${out}`)))
  })
  const [apiUrl, otlpPort] = await said
  const pid = child.pid ?? 0
  return {
    otlpPort,
    apiUrl,
    residentMb: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    cpuUs: () => threadTimes(pid),
    async drained() {
      const spool = join(dataDir, 'spool')
      while (readdirSync(spool).some((name) => name.endsWith('.wal'))) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop: () => stop(child),
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

/** Ticks of /proc are hundredths of a second. */
const TICK_US = 10_000

function threadTimes(pid: number): Record<Work, number> {
  const times: Record<Work, number> = { main: 0, engine: 0, merges: 0, gc: 0, files: 0, other: 0 }
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    let stat: string
    try {
      stat = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8')
    } catch {
      continue // The thread has ended.
    }
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const work = Number(task) === pid ? 'main' : THREADS.find(([prefix]) => name.startsWith(prefix))?.[1]
    times[work ?? 'other'] += (Number(fields[11]) + Number(fields[12])) * TICK_US
  }
  return times
}
