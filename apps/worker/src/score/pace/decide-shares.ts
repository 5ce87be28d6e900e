import type { Backlog, ProjectBacklog } from '@assay/store/postgres/scoring/read-backlog'
import type { ShareChange } from '@assay/store/postgres/scoring/set-share'

/** While no more targets wait, all are scored, however long that takes: a burst leaves no hole. */
const MOST_WAITING = 5_000
/** So many are more than any delay explains. */
const FAR_TOO_MANY = 4 * MOST_WAITING
/** The oldest may wait so long, in milliseconds; less where the scorer was behind already, so that scores stay fresh. */
const LONGEST_WAIT_MS = { all: 3_000, share: 2_000 }
/** A project that is scored in part waits for more of it while more than so many wait. */
const FEW_WAITING = 500
/** What a lower share leaves of the backlog. */
const AIM = 2_000
const LEAST_SHARE = 1 / 1024
/** A lower share shows after this time, a higher one is tried after the other. */
const SETTLES_MS = 1_500
const RECOVERS_MS = 10_000
/** The scorer keeps up when the oldest waits for less. */
const CALM_MS = 1_500

/**
 * Which projects are scored to a lower share from now on, since the scorer is behind, and which to a higher one. Shares are powers of two,
 * so that each draws a part of what a higher one draws. Nothing but how much waits is looked at, never what it says: a share that
 * depended on what it draws would bias every estimate.
 */
export function decideShares({ projects }: Pick<Backlog, 'projects'>, now: Date): ShareChange[] {
  const waiting = projects.reduce((sum, project) => sum + project.waiting, 0)
  const oldestMs = Math.max(0, ...projects.map(({ oldestAt }) => (oldestAt ? ageMs(oldestAt, now) : 0)))
  const crowd = projects.filter((project) => project.waiting > 0)
  if (isBehind(projects, waiting, oldestMs))
    return crowd
      .filter((project) => project.waiting >= waiting / crowd.length && isSettled(project, SETTLES_MS, now))
      .flatMap((project) => change(project, lowered(project, AIM / crowd.length)))
  if (waiting > AIM || oldestMs > CALM_MS) return []
  return projects
    .filter((project) => isSettled(project, RECOVERS_MS, now))
    .flatMap((project) => change(project, Math.min(1, project.share * 2)))
}

function isBehind(projects: readonly ProjectBacklog[], waiting: number, oldestMs: number): boolean {
  if (waiting > MOST_WAITING) return waiting > FAR_TOO_MANY || oldestMs > LONGEST_WAIT_MS.all
  const isReduced = projects.some(({ share }) => share < 1)
  return isReduced && waiting > FEW_WAITING && oldestMs > LONGEST_WAIT_MS.share
}

/** At least halved, and as far as the backlog is to shrink. */
function lowered({ waiting, share }: ProjectBacklog, aim: number): number {
  const halvings = Math.max(1, Math.ceil(Math.log2(waiting / aim)))
  return Math.max(LEAST_SHARE, share / 2 ** halvings)
}

const change = ({ projectId, share: before }: ProjectBacklog, share: number): ShareChange[] =>
  share === before ? [] : [{ projectId, share, before }]
const isSettled = ({ changedAt }: ProjectBacklog, ms: number, now: Date) =>
  changedAt === null || ageMs(changedAt, now) >= ms
const ageMs = (at: Date, now: Date) => now.getTime() - at.getTime()
