import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frontRun } from './front-run.ts'
import { killRun } from './kill-run.ts'
import { overloadRun } from './overload-run.ts'
import { prepareData, type Prepared } from './prepare.ts'
import { quotaRun } from './quota-run.ts'

// Short forms of `pnpm chaos`, whose long ones run by hand. A failure names what was broken; the seed repeats it.
const LONG = 180_000
const say = () => undefined
let prepared: Prepared
beforeAll(async () => {
  prepared = await prepareData()
}, LONG)
afterAll(() => prepared?.remove())

describe('what was acknowledged is stored once, and nothing else', () => {
  test(
    'through kill -9 while it migrates, starts, takes spans, turns segments and loads them',
    async () => {
      const { violations, figures } = await killRun({ seed: 2, kills: 6, say, prepared })
      expect(violations).toEqual([])
      expect(figures['acknowledged']).toBeGreaterThan(0)
      expect(figures['stored']).toBe(figures['sent'])
    },
    LONG,
  )

  test(
    'through a ClickHouse server that fails, stalls, is slow, resets and loses its answers, and a kill',
    async () => {
      const { violations, figures } = await frontRun({ seed: 2, seconds: 4, kills: 1, say, prepared })
      expect(violations).toEqual([])
      expect(figures['stored']).toBe(figures['sent'])
    },
    LONG,
  )

  test(
    'through a full spool, which refuses with 503 and Retry-After and takes spans again afterwards',
    async () => {
      const { violations, figures } = await quotaRun({ seed: 2, say, prepared })
      expect(violations).toEqual([])
      expect(figures['refusals']).toBeGreaterThan(0)
      expect(figures['stored']).toBe(figures['sent'])
    },
    LONG,
  )

  test(
    'under four times the load that it takes, within its memory and at its rate',
    async () => {
      const { violations, figures } = await overloadRun({ seed: 2, seconds: 1, say, prepared })
      expect(violations).toEqual([])
      expect(figures['stored']).toBe(figures['acknowledged'])
    },
    LONG,
  )
})
