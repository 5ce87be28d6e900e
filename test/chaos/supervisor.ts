import type { Ledger } from './ledger.ts'
import { spawnProcess, type AssayProcess, type SpawnedProcess } from '../int/start-process.ts'
import { ROLES } from './prepare.ts'

/** Starts and kills the one process of a run. */
export interface Supervisor {
  /** OTLP/HTTP of the process; null while it does not listen. */
  url(): string | null
  /** Begins a start and comes back at once. */
  begin(): SpawnedProcess
  /** Starts, and waits until it is ready. */
  start(): Promise<AssayProcess>
  /** SIGKILL, at once. */
  kill(): Promise<void>
  /** Ends cleanly; an exit code other than 0 is a violation. */
  stop(): Promise<void>
  /** Of the process that runs. */
  pid(): number | null
}

/** A supervisor of processes on one data directory. */
export function createSupervisor(
  dataDir: string,
  ledger: Ledger,
  env: Record<string, string> = {},
): Supervisor {
  let current: SpawnedProcess | null = null
  let url: string | null = null
  let isKilled = false

  const begin = () => {
    const spawned = spawnProcess(dataDir, { ASSAY_ROLES: ROLES, ASSAY_LOG_LEVEL: 'error', ...env })
    current = spawned
    isKilled = false
    spawned.ready.then(
      (assay) => {
        if (current === spawned && !isKilled) url = assay.otlpUrl
      },
      (error: unknown) => {
        if (current === spawned && !isKilled) ledger.violate(`a start failed: ${String(error)}`)
      },
    )
    return spawned
  }
  return {
    url: () => url,
    begin,
    start: () => begin().ready,
    async kill() {
      isKilled = true
      url = null
      current?.child.kill('SIGKILL')
      await current?.exit
      current = null
    },
    async stop() {
      const stopped = current
      isKilled = true
      current = null
      url = null
      stopped?.child.kill('SIGTERM')
      const code = await stopped?.exit
      if (code !== 0) ledger.violate(`a clean end left exit code ${String(code)}`)
    },
    pid: () => current?.child.pid ?? null,
  }
}
