import { FACET_FIELDS, type FacetAnswer, type FacetField } from '@assay/contract/api/facet'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

/** Values a menu shows of one field. */
const MAX_VALUES = 50

const Row = z.object({ field: z.enum(FACET_FIELDS), value: z.string(), traces: z.number() })

// One value more than shown tells that there are more.
const sqlOf = (hasField: boolean, hasText: boolean) => `
SELECT field, value, uniqMerge(traces) AS traces
FROM facets
WHERE project_id = {projectId:String}
  AND bucket >= toStartOfFifteenMinutes(toDateTime(intDiv({fromNs:Int64}, 1000000000), 'UTC'))
  AND bucket <= toDateTime(intDiv({toNs:Int64} - 1, 1000000000), 'UTC')
  ${hasField ? 'AND field = {field:String}' : ''}
  ${hasText ? 'AND positionCaseInsensitiveUTF8(value, {q:String}) > 0' : ''}
GROUP BY field, value
ORDER BY field, traces DESC, value
LIMIT ${MAX_VALUES + 1} BY field`

/**
 * Which values can be filtered by, and how many traces has each? Reads the roll-up, never spans; the range is
 * widened to whole steps of 15 minutes, and a trace counts where its spans are.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 */
export async function listFacets(
  scope: Scope,
  args: {
    query: {
      from?: string | undefined
      to?: string | undefined
      field?: FacetField | undefined
      q?: string | undefined
    }
    nowMs: number
  },
): Promise<FacetAnswer> {
  const { query } = args
  const range = timeRange(query, args.nowMs)
  const rows = await scope.ch.query({
    name: 'list-facets',
    sql: sqlOf(query.field !== undefined, query.q !== undefined),
    params: {
      projectId: scope.projectId,
      fromNs: range.from.toString(),
      toNs: range.to.toString(),
      ...(query.field !== undefined && { field: query.field }),
      ...(query.q !== undefined && { q: query.q }),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const fields = query.field === undefined ? FACET_FIELDS : [query.field]
  return {
    facets: fields.map((field) => {
      const values = rows.filter((row) => row.field === field)
      return {
        field,
        values: values.slice(0, MAX_VALUES).map(({ value, traces }) => ({ value, traces })),
        hasMore: values.length > MAX_VALUES,
      }
    }),
  }
}
