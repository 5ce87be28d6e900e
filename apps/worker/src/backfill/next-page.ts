import {
  backfillTargets,
  type BackfillTarget,
  type BackfillWindow,
} from '@assay/store/clickhouse/queries/backfill-targets'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import type { BackfillCursor, OpenBackfill } from '@assay/store/postgres/backfill/open-turn'
import { OWN_SERVICE } from '../score/own-spans.ts'

/** Targets that follow a cursor, and how far that is. */
export interface TargetPage {
  targets: BackfillTarget[]
  cursor: BackfillCursor
  /** Nothing comes after it. */
  isLast: boolean
  /** How much time to look at next. */
  widthNs: bigint
}

const MINUTE_NS = 60_000_000_000n
export const FIRST_WIDTH_NS = 60n * MINUTE_NS
/** A window grows at most so much at a time, so that a busy day after a quiet month is not read at once. */
const MOST_GROWTH = 16

/**
 * The next targets of a backfill by start, at most `limit`: reads windows of time until one holds any, each as wide as the last one was
 * crowded, so that no question reads the whole range.
 */
export async function nextPage(
  scope: Scope,
  { rule, fromNs, toNs, cursor }: Pick<OpenBackfill, 'rule' | 'fromNs' | 'toNs' | 'cursor'>,
  { widthNs, limit }: { widthNs: bigint; limit: number },
): Promise<TargetPage> {
  let width = widthNs
  let after = cursor
  for (;;) {
    const from = after?.startNs ?? fromNs
    if (from >= toNs) return { targets: [], cursor: { startNs: toNs, id: '' }, isLast: true, widthNs: width }
    const end = from + width < toNs ? from + width : toNs
    const window: BackfillWindow = {
      target: rule.target,
      filter: rule.filter,
      ownService: OWN_SERVICE,
      fromNs: from,
      toNs: end,
      after,
      limit,
    }
    const targets = await backfillTargets(scope, window)
    const last = targets.at(-1)
    if (targets.length === limit && last !== undefined) {
      const crowded = (last.startNs - from) * 2n
      const next = crowded < MINUTE_NS ? MINUTE_NS : crowded < width ? crowded : width
      return { targets, cursor: { startNs: last.startNs, id: last.id }, isLast: false, widthNs: next }
    }
    const growth = last === undefined ? MOST_GROWTH : Math.ceil(limit / targets.length)
    width *= BigInt(Math.min(MOST_GROWTH, growth))
    after = { startNs: end, id: '' }
    if (last !== undefined) return { targets, cursor: after, isLast: end >= toNs, widthNs: width }
  }
}
