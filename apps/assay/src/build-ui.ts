import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const UI = join(ROOT, 'apps/ui')
const STAMP = join(UI, 'build/.sources')

/** The module that holds the built UI's request handler. */
export const UI_HANDLER = join(UI, 'build/handler.js')

/**
 * Builds the UI when its build is missing or was made from other sources; else returns at once.
 *
 * @param say gets a sentence for people before a build begins.
 * @throws Error with the builder's output when the build fails.
 */
export async function buildUi(say: (sentence: string) => void): Promise<void> {
  const sources = fingerprint()
  if (existsSync(UI_HANDLER) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  say('Building the user interface (once, and after each change of its sources) …')
  rmSync(STAMP, { force: true })
  await run(process.execPath, [join(UI, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'])
  writeFileSync(STAMP, sources)
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const roots = [
    'src',
    'static',
    'package.json',
    'vite.config.ts',
    'svelte.config.js',
    '../../packages/contract/src',
    '../../pnpm-lock.yaml',
  ]
  for (const root of roots) {
    for (const file of filesUnder(join(UI, root)))
      hash.update(relative(UI, file)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.name === 'node_modules' ? [] : filesUnder(join(path, entry.name))))
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: UI,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`The user interface could not be built:\n${output.slice(-4000)}`))
    })
  })
}
