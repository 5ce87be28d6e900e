import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { readBacklog } from '@assay/store/postgres/scoring/read-backlog'
import { setShare } from '@assay/store/postgres/scoring/set-share'
import { countScoring, type ScoringCounts } from '@assay/store/postgres/scoring/count-scoring'
import { settleTargets } from '@assay/store/postgres/scoring/settle-targets'
import { takeDueWork } from '@assay/store/postgres/scoring/take-due-work'
import type { Logger } from '@assay/telemetry/log'
import { decideShares } from './pace/decide-shares.ts'

export interface SweepDeps {
  pool: PostgresHandle['pool']
  enqueue: (workIds: readonly string[]) => Promise<void>
  now: () => Date
  newId: () => string
  log: Logger
  times?: Partial<SweepTimes>
}

export interface Sweeping {
  /** What waits, as it was counted some seconds ago; null before the first look. */
  counts: () => ScoringCounts | null
  /** Projects of which less than all is scored, and which share, as of the last look. */
  shares: () => ReadonlyMap<string, number>
  stop: () => Promise<void>
}

/** All in milliseconds. */
export interface SweepTimes {
  everyMs: number
  /** A trace is scored when no span of it came for so long. */
  traceIdleMs: number
  sessionIdleMs: number
  /** One that never pauses is scored after so long as it stands, and so on; the scores say that more was coming. */
  longestMs: number
}

const TIMES: SweepTimes = {
  everyMs: 1_000,
  traceIdleMs: 10_000,
  sessionIdleMs: 600_000,
  longestMs: 3_600_000,
}
/** Traces or sessions in one step; the next step follows at once where there were so many, while less than the other is noted. */
const SETTLE_AT_ONCE = 500
const FEW_WAITING = 2_000
const DUE_AT_ONCE = 200
/** Looks after which what waits is counted. */
const COUNT_EVERY = 5

/**
 * Finds every second what is due: traces and sessions that have settled, and work that the queue lost or that failed. Asks the store and
 * not the queue, and any number of processes may do it at the same time.
 */
export function startSweeping(deps: SweepDeps): Sweeping {
  const times = { ...TIMES, ...deps.times }
  const stop = new AbortController()
  let counts: ScoringCounts | null = null
  let shares: ReadonlyMap<string, number> = new Map()
  const look = async (looks: number) => {
    const isMore = await sweep(deps, times)
    const pace = await keepPace(deps)
    shares = pace.shares
    if (looks % COUNT_EVERY === 0) counts = await countScoring(deps.pool)
    return isMore.due || (isMore.open && pace.waiting < FEW_WAITING)
  }
  const run = async () => {
    for (let looks = 0; !stop.signal.aborted; looks++) {
      const isMore = await look(looks).catch((error: unknown) => {
        deps.log.warn('the sweep of what is to be scored failed', { error: String(error) })
        return false
      })
      if (!isMore) await sleep(times.everyMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    counts: () => counts,
    shares: () => shares,
    async stop() {
      stop.abort()
      await running
    },
  }
}

interface KeptPace {
  /** Below 1, by project. */
  shares: ReadonlyMap<string, number>
  /** Targets of all projects that are noted. */
  waiting: number
}

/** Lowers what is scored of projects that the scorer cannot follow, and raises it again. */
async function keepPace({ pool, now, log }: SweepDeps): Promise<KeptPace> {
  const backlog = await readBacklog(pool)
  const waiting = backlog.projects.reduce((sum, project) => sum + project.waiting, 0)
  const shares = new Map(backlog.projects.map(({ projectId, share }) => [projectId, share]))
  for (const change of decideShares(backlog, now())) {
    await setShare(pool, change, now())
    const { projectId, share } = change
    shares.set(projectId, share)
    log.warn(share < change.before ? 'the scorer is behind' : 'the scorer recovers', {
      projectId,
      scored: `1 in ${Math.round(1 / share)}`,
      waiting: Math.round(waiting),
    })
  }
  return { shares: new Map([...shares].filter(([, share]) => share < 1)), waiting }
}

/** One look, and of what there is more. */
async function sweep(deps: SweepDeps, times: SweepTimes): Promise<{ due: boolean; open: boolean }> {
  const { pool, newId } = deps
  const now = deps.now()
  const settle = { now, longestMs: times.longestMs, limit: SETTLE_AT_ONCE, newId }
  const traces = await settleTargets(pool, { ...settle, target: 'trace', idleMs: times.traceIdleMs })
  const sessions = await settleTargets(pool, { ...settle, target: 'session', idleMs: times.sessionIdleMs })
  const due = await takeDueWork(pool, { now, limit: DUE_AT_ONCE })
  await deps.enqueue([...traces.workIds, ...sessions.workIds, ...due])
  return { due: due.length === DUE_AT_ONCE, open: traces.isMore || sessions.isMore }
}
