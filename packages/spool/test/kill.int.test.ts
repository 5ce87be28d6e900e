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

/** Runs the appender for a moment, kills it, and answers the numbers that it was told are safe. */
async function killWhileAppending(dir: string, afterMs: number): Promise<number[]> {
  const child = spawn(process.execPath, [APPENDER, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await once(child.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  child.kill('SIGKILL')
  await once(child, 'close')
  return output.split('\n').slice(0, -1).map(Number)
}

it('keeps every acknowledged row when the process is killed while it appends', async () => {
  for (const afterMs of [30, 120, 400]) {
    const dir = mkdtempSync(join(tmpdir(), 'assay-kill-'))
    const acknowledged = await killWhileAppending(dir, afterMs)
    const spool = await openSpool({ dir, maxBytes: 1e9, now: Date.now, log: silentLogger })
    const found = new Set<number>()
    const stop = new AbortController()
    for await (const segment of spool.nextSealed(stop.signal)) {
      const { parts } = await readSegment(segment)
      for (const payload of parts.flatMap((part) => part.payloads)) found.add(Number(payload.toString()))
      await spool.remove(segment.id)
      if (spool.stats().segments === 0) stop.abort()
    }
    expect(acknowledged.length).toBeGreaterThan(20)
    expect(acknowledged.filter((number) => !found.has(number))).toEqual([])
    await spool.close()
    rmSync(dir, { recursive: true, force: true })
  }
})
