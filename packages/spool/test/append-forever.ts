import { silentLogger } from '@assay/telemetry/log'
import { writeSync } from 'node:fs'
import { openSpool } from '../src/spool.ts'

// A process that appends numbered rows and writes each number to its output once it is acknowledged.
const spool = await openSpool({
  dir: process.argv[2]!,
  maxBytes: 1e9,
  segmentBytes: 200_000,
  now: Date.now,
  log: silentLogger,
})
let next = 0
const appendOn = async () => {
  for (;;) {
    const number = next++
    await spool.append([{ table: 'spans', rows: 1, payload: Buffer.from(`${number}`.padEnd(300, ' ')) }])
    writeSync(1, `${number}\n`)
  }
}
await Promise.all(Array.from({ length: 20 }, appendOn))
