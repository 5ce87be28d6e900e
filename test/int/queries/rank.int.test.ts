import { expect, test } from 'vitest'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { TRACE_SORTS } from '@assay/contract/api/trace-filter'
import { describeEngines } from '../engines.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
// 985 comes before 25,000 as a number and after it as text.
const SIZES = [7, 985, 25_000, 90, 4_000_000]

describeEngines('ranked traces', (open) => {
  test('values are ordered as numbers, not as text, page after page, by every rank', async () => {
    const clickhouse = await open()
    for (const [i, size] of SIZES.entries()) {
      await clickhouse.command(
        `INSERT INTO spans (project_id, trace_id, span_id, start_time, duration_ns, kind, input_tokens, cost_usd, version)
         SELECT 'p', toFixedString(leftPad({i:String}, 16, '0'), 16), toFixedString('12345678', 8),
                fromUnixTimestamp64Milli({ms:Int64}, 'UTC'), {size:UInt64} * 1000000, 'llm', {size:UInt64}, {size:UInt64} / 1e6, {i:String}`,
        { i: String(i), size, ms: NOW - 60_000 + i },
      )
    }
    for (const sort of TRACE_SORTS.filter((s) => ['duration', 'tokens', 'cost'].includes(s))) {
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await listTraces(
          { ch: clickhouse, projectId: 'p' },
          { query: { sort, order: 'desc', limit: 2, ...(cursor ? { cursor } : {}) }, nowMs: NOW },
        )
        seen.push(...page.traces.map((trace) => trace.inputTokens ?? -1))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(seen, sort).toEqual([...SIZES].sort((a, b) => b - a))
    }
  })
})
