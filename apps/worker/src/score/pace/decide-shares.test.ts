import { describe, expect, it } from 'vitest'
import type { ProjectBacklog } from '@assay/store/postgres/scoring/read-backlog'
import { decideShares } from './decide-shares.ts'

const NOW = new Date(Date.UTC(2026, 0, 1))
const ago = (ms: number) => new Date(NOW.getTime() - ms)

const project = (parts: Partial<ProjectBacklog>): ProjectBacklog => ({
  projectId: 'p1',
  waiting: 0,
  oldestAt: null,
  share: 1,
  since: null,
  changedAt: null,
  ...parts,
})
const decide = (...projects: ProjectBacklog[]) => decideShares({ projects }, NOW)
/** Of a project that is scored in part for a minute. */
const reduced = (share: number, parts: Partial<ProjectBacklog>) =>
  project({ share, since: ago(60_000), changedAt: ago(60_000), ...parts })

describe('the share that is scored', () => {
  it('stays whole for a burst, however long the scorer takes for it', () => {
    expect(decide(project({ waiting: 5_000, oldestAt: ago(600_000) }))).toEqual([])
    expect(decide(project({ waiting: 19_000, oldestAt: ago(1_000) }))).toEqual([])
  })

  it('falls to a power of two that leaves no more than can be scored soon', () => {
    expect(decide(project({ waiting: 6_000, oldestAt: ago(4_000) }))).toEqual([
      { projectId: 'p1', share: 1 / 4, before: 1 },
    ])
    expect(decide(project({ waiting: 60_000, oldestAt: ago(500) }))).toEqual([
      { projectId: 'p1', share: 1 / 32, before: 1 },
    ])
    expect(decide(project({ waiting: 1e9, oldestAt: ago(500) }))).toMatchObject([{ share: 1 / 1024 }])
  })

  it('of the projects that brought most of what waits falls, that of the others stays', () => {
    const flood = project({ projectId: 'flood', waiting: 50_000, oldestAt: ago(4_000) })
    const quiet = project({ projectId: 'quiet', waiting: 20, oldestAt: ago(4_000) })
    expect(decide(flood, quiet)).toEqual([{ projectId: 'flood', share: 1 / 64, before: 1 }])
  })

  it('is given time to show before it falls further', () => {
    const behind = { waiting: 3_000, oldestAt: ago(5_000) }
    expect(decide(reduced(1 / 8, { ...behind, changedAt: ago(1_000) }))).toEqual([])
    expect(decide(reduced(1 / 8, behind))).toMatchObject([{ share: 1 / 16 }])
  })

  it('rises step by step to the whole when the scorer keeps up', () => {
    const calm = { waiting: 300, oldestAt: ago(300) }
    expect(decide(reduced(1 / 8, { ...calm, changedAt: ago(5_000) }))).toEqual([])
    expect(decide(reduced(1 / 8, calm))).toMatchObject([{ share: 1 / 4 }])
    expect(decide(reduced(1 / 2, {}))).toEqual([{ projectId: 'p1', share: 1, before: 1 / 2 }])
    expect(decide(reduced(1 / 8, { waiting: 300, oldestAt: ago(1_800) }))).toEqual([])
  })
})
