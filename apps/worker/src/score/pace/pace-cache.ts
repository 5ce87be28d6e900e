import { OPEN_COUNTED, type Backlog } from '@assay/store/postgres/scoring/read-backlog'

/** Which part of what rules draw is noted now. */
export interface Pace {
  /** Above 0 to 1. */
  shareOf(projectId: string): number
  /** False while the tables hold as much as they may: nothing more is noted then. */
  takesSpans: boolean
  takesOpen: boolean
}

export interface PaceCache {
  /** At most a second old; rejects when the store cannot be asked. */
  now(): Promise<Pace>
}

const FRESH_MS = 1_000
/** Targets in noted work of all projects; reached when nobody scores at all. */
const MOST_TARGETS = 200_000

/** Asks how much waits when somebody wants to know and the last answer is a second old. */
export function createPaceCache(options: { read: () => Promise<Backlog>; now: () => number }): PaceCache {
  const { read, now } = options
  let readAt = -Infinity
  let reading: Promise<Pace> | null = null
  return {
    now() {
      if (reading === null || now() - readAt > FRESH_MS) {
        readAt = now()
        reading = read().then(paceOf)
        reading.catch(() => (reading = null))
      }
      return reading
    },
  }
}

function paceOf({ projects, stored }: Backlog): Pace {
  const shares = new Map(projects.map(({ projectId, share }) => [projectId, share]))
  return {
    shareOf: (projectId) => shares.get(projectId) ?? 1,
    takesSpans: stored.targets < MOST_TARGETS,
    takesOpen: stored.open < OPEN_COUNTED,
  }
}
