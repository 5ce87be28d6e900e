import type { BiasKeys } from '@assay/contract/api/bias'
import { z } from 'zod'
import { IN_SPAN_RANGE, type Scope, spanRangeParams } from './scope.ts'

/** Spans that are looked at. */
const MOST_SPANS = 20_000
const MOST_KEYS = 100
/** What has more values is an id and makes no groups. */
const MOST_VALUES = 500

const Row = z.object({
  key: z.string(),
  spans: z.number(),
  values: z.number(),
  examples: z.array(z.string()),
  total: z.number(),
})

const SQL = `
WITH last AS (
  SELECT attributes FROM spans WHERE ${IN_SPAN_RANGE} ORDER BY start_time DESC LIMIT ${MOST_SPANS}
)
SELECT key, count() AS spans, uniq(value) AS values, topK(5)(value) AS examples, (SELECT count() FROM last) AS total
FROM last ARRAY JOIN mapKeys(attributes) AS key, mapValues(attributes) AS value
WHERE value != ''
GROUP BY key HAVING values <= ${MOST_VALUES}
ORDER BY spans DESC, key
LIMIT ${MOST_KEYS}`

/** Which attributes do the last spans of a range carry, that groups could be made of? Most frequent first. */
export async function attributeKeys(scope: Scope, range: { loNs: bigint; hiNs: bigint }): Promise<BiasKeys> {
  const rows = await scope.ch.query({
    name: 'attribute-keys',
    sql: SQL,
    params: spanRangeParams(scope.projectId, range.loNs, range.hiNs),
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return { keys: rows.map(({ total: _, ...row }) => row), spans: rows[0]?.total ?? 0 }
}
