import { silentLogger } from '@assay/telemetry/log'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readSegment } from '../src/sealed-segment.ts'
import { openSpool } from '../src/spool.ts'

const APPENDER = fileURLToPath(new URL('./append-forever.ts', import.meta.url))

/** Kills the appender when so many numbers are safe, and answers those that it was told are. */
async function killWhileAppending(dir: string, safe: number): Promise<number[]> {
  const child = spawn(process.execPath, [APPENDER, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  let told = 0
  const isFar = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      told += chunk.toString().split('\n').length - 1
      if (told >= safe) resolve()
    })
    child.once('exit', () => reject(new Error(`the appender ended after ${told} numbers`)))
  })
  await isFar
  child.kill('SIGKILL')
  await once(child, 'close')
  return output.split('\n').slice(0, -1).map(Number)
}

it('keeps every acknowledged row when the process is killed while it appends', async () => {
  for (const safe of [25, 300, 2000]) {
    const dir = mkdtempSync(join(tmpdir(), 'assay-kill-'))
    const acknowledged = await killWhileAppending(dir, safe)
    const spool = await openSpool({ dir, maxBytes: 1e9, now: Date.now, log: silentLogger })
    const found = new Set<number>()
    const stop = new AbortController()
    for await (const segment of spool.nextSealed(stop.signal)) {
      const { parts } = await readSegment(segment)
      for (const payload of parts.flatMap((part) => part.payloads)) found.add(Number(payload.toString()))
      await spool.remove(segment.id)
      if (spool.stats().segments === 0) stop.abort()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(safe)
    expect(acknowledged.filter((number) => !found.has(number))).toEqual([])
    await spool.close()
    rmSync(dir, { recursive: true, force: true })
  }
})
