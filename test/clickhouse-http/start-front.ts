import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Credentials, Mode } from './serve.ts'

export interface Front {
  /** URL of a database on the front; its user and password are in it. */
  url(database: string): string
  setMode(mode: Mode): Promise<void>
  /** Ends the process and removes its data. */
  close(): Promise<void>
}

/** Starts a ClickHouse HTTP front in a child process on a new data directory. */
export async function startFront(credentials: Credentials | null = null): Promise<Front> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-front-'))
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const rest = credentials ? [credentials.user, credentials.password] : []
  const child = spawn(process.execPath, [main, join(dir, 'data'), ...rest], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line.toString())
  const login = credentials
    ? `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`
    : ''
  return {
    url: (database) => `http://${login}127.0.0.1:${port}/${database}`,
    async setMode(mode) {
      await fetch(`http://127.0.0.1:${port}/control?mode=${mode}`, { method: 'POST' })
    },
    async close() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
