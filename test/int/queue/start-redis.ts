import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Null where there is a `redis-server`, else why tests that need one are skipped. */
export const NO_REDIS =
  spawnSync('redis-server', ['--version']).status === 0
    ? null
    : 'there is no redis-server: install it with `sh scripts/install-redis.sh`'

/** A Redis of one test, which keeps nothing on disk. */
export interface RedisServer {
  url: string
  /** Answers a command, such as `FLUSHALL`. */
  command(...words: string[]): string
  /** Ends it at once, as a crash does; all that it held is gone. */
  kill(): Promise<void>
  /** Starts it again, empty, on the same port. */
  start(): Promise<void>
  close(): Promise<void>
}

/** Starts Debian's redis-server on a free port. */
export async function startRedis(): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-redis-'))
  const first = await startOnFreePort(folder)
  const { port } = first
  let server = first.server
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    command(...words) {
      const { status, stdout, stderr } = spawnSync('redis-cli', ['-p', String(port), ...words], {
        encoding: 'utf8',
      })
      if (status !== 0) throw new Error(`redis-cli ${words.join(' ')}: ${stderr}`)
      return stdout.trim()
    },
    kill,
    async start() {
      server = await spawnServer(port, folder)
    },
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Redis takes no port 0, so ports are tried until one is free. */
async function startOnFreePort(folder: string): Promise<{ port: number; server: ChildProcess }> {
  for (let tries = 0; ; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    try {
      return { port, server: await spawnServer(port, folder) }
    } catch (error) {
      if (tries === 9) throw error
    }
  }
}

/** Resolves when it takes connections; rejects with what it said when it ends before. */
function spawnServer(port: number, folder: string): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', [...settings, '--dir', folder, '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.once('exit', () => reject(new Error(`redis-server ended:\n${said}`)))
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('Ready to accept connections')) resolve(server)
    })
  })
}
