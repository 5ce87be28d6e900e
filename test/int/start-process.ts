import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { copyLaidPostgres } from '../runner/laid-postgres.ts'

const MAIN = fileURLToPath(new URL('../../apps/assay/src/main.ts', import.meta.url))

export const BOOTSTRAP_KEY = 'a-key-for-tests-alone'

export interface AssayProcess {
  child: ChildProcess
  apiUrl: string
  otlpUrl: string
  otlpGrpcUrl: string
  /** All that it has written so far. */
  output(): string
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<{ code: number | null }>
}

export interface SpawnedProcess {
  child: ChildProcess
  /** Rejects with its output when the process ends before it is ready. */
  ready: Promise<AssayProcess>
  /** Its exit code; null after a signal. */
  exit: Promise<number | null>
}

/**
 * Starts the real program on free ports; resolves when it says that it is ready, rejects with its output when it ends before.
 *
 * @param isEmpty Begins with nothing at all, as on a new machine; else with an empty database where the runner laid one.
 */
export function startProcess(
  dataDir: string,
  env: Record<string, string> = {},
  { isEmpty = false } = {},
): Promise<AssayProcess> {
  if (!isEmpty) copyLaidPostgres(dataDir)
  return spawnProcess(dataDir, env).ready
}

/** Starts the real program and comes back at once, so that it can be ended while it starts. */
export function spawnProcess(dataDir: string, env: Record<string, string> = {}): SpawnedProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      ASSAY_DATA_DIR: dataDir,
      ASSAY_ROLES: 'otlp,worker,api',
      ASSAY_HTTP_PORT: '0',
      ASSAY_OTLP_HTTP_PORT: '0',
      ASSAY_OTLP_GRPC_PORT: '0',
      ASSAY_BOOTSTRAP_KEY: BOOTSTRAP_KEY,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Assay is ready') && /OTLP\/gRPC.*\n/.test(output)) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
  })
  const ended = exit.then((code) => {
    throw new Error(`the process ended with code ${code} before it was ready:\n${output}`)
  })
  ended.catch(() => undefined)
  const url = (name: string) => new RegExp(`${name}\\s+(http://\\S+)`).exec(output)?.[1] ?? ''
  const running = Promise.race([ready, ended]).then(() => ({
    child,
    apiUrl: url('API') || url('UI'),
    otlpUrl: url('OTLP/HTTP'),
    otlpGrpcUrl: url('OTLP/gRPC'),
    output: () => output,
    async stop(signal: NodeJS.Signals) {
      child.kill(signal)
      return { code: await exit }
    },
  }))
  running.catch(() => undefined)
  return { child, ready: running, exit }
}

/** Runs the program until it ends by itself. */
export async function runProcess(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { code: await new Promise((resolve) => child.once('exit', resolve)), output }
}
