import { expect, it } from 'vitest'
import { RuleDraft } from '@assay/contract/api/rule'
import type { ProjectBacklog } from '@assay/store/postgres/scoring/read-backlog'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { rulesAtShare, rulesThatDraw } from '../due-rules.ts'
import { decideShares } from './decide-shares.ts'

const START_MS = Date.UTC(2026, 0, 1)

function rule(rate: number): ActiveRule {
  const draft = RuleDraft.parse({
    name: 'A rule',
    target: 'span',
    evaluators: [{ name: 'refusal' }],
    sampling: { rate, uniformShare: 0.15 },
  })
  return {
    ...draft,
    id: 'r',
    version: 1,
    projectId: '',
    own: [],
    createdAt: '',
    changedAt: '',
    changedBy: null,
  }
}

interface Batch {
  traceIds: string[]
  share: number
  notedMs: number
}

/** A project that sends more than the scorer can do, and less again, second by second; some traces come twice. Gives what readers see. */
function simulate(projectId: string, rate: number) {
  const rules = [rule(rate)]
  const drawn = (traceId: string, share: number) =>
    rulesThatDraw(rulesAtShare(rules, share), 'span', projectId, traceId)[0]?.sampling.rate ?? null
  const waiting: Batch[] = []
  const scores = new Map<string, number>()
  const shares: number[] = []
  let state: Pick<ProjectBacklog, 'share' | 'since' | 'changedAt'> = {
    share: 1,
    since: null,
    changedAt: null,
  }
  let sent = 0
  for (let second = 0; second < 130; second++) {
    const now = new Date(START_MS + second * 1000)
    const perSecond = second < 10 || second > 45 ? 10 : 90
    const fresh = Array.from({ length: perSecond }, () => `t${sent++}`)
    const again = Array.from({ length: perSecond / 5 }, (_, i) => `t${Math.max(0, sent - 400) + i}`)
    const traceIds = [...new Set([...fresh, ...again])].filter((id) => drawn(id, state.share) !== null)
    waiting.push({ traceIds, share: state.share, notedMs: now.getTime() })
    for (let left = 25; left > 0 && waiting.length > 0;) {
      const batch = waiting[0]!
      const share = Math.min(batch.share, state.share)
      for (const id of batch.traceIds.splice(0, left)) {
        const probability = drawn(id, share)
        if (probability === null) continue
        left--
        scores.set(id, Math.max(probability, scores.get(id) ?? 0))
      }
      if (batch.traceIds.length > 0) break
      waiting.shift()
    }
    const [change] = decideShares(
      {
        projects: [
          {
            projectId,
            ...state,
            waiting: waiting.reduce(
              (sum, { traceIds: ids, share }) => sum + ids.length * Math.min(1, state.share / share) * 100,
              0,
            ),
            oldestAt: waiting[0] ? new Date(waiting[0].notedMs) : null,
          },
        ],
      },
      now,
    )
    if (change) state = { share: change.share, since: now, changedAt: now }
    shares.push(state.share)
  }
  return { sent, scores, shares, waiting }
}

/** A value that has nothing to do with the draw, and another mean in the rush than before and after. */
const valueOf = (traceId: string) =>
  (Number(traceId.slice(1)) % 7) + (Number(traceId.slice(1)) % 1000 < 300 ? 5 : 0)

it.for([1, 0.5])(
  'an estimate over shares that fall and rise is right on average, at a rate of %d',
  (rate) => {
    const ratios: number[] = []
    const counts: number[] = []
    let lowest = 1
    for (let run = 0; run < 80; run++) {
      const { sent, scores, shares } = simulate(`project-${run}`, rate)
      lowest = Math.min(lowest, ...shares)
      expect(shares.at(-1)).toBe(1)
      let truth = 0
      for (let i = 0; i < sent; i++) truth += valueOf(`t${i}`)
      let estimate = 0
      let count = 0
      for (const [id, probability] of scores) {
        estimate += valueOf(id) / probability
        count += 1 / probability
      }
      ratios.push(estimate / truth)
      counts.push(count / sent)
    }
    expect(lowest).toBeLessThanOrEqual(1 / 4)
    for (const all of [ratios, counts]) {
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length
      const deviation = Math.sqrt(all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1))
      // Four standard errors: one run in 16,000 of a right estimate fails, and these runs are always the same.
      expect(Math.abs(mean - 1)).toBeLessThan((4 * deviation) / Math.sqrt(all.length))
      expect(deviation / Math.sqrt(all.length)).toBeLessThan(0.03)
    }
  },
)

it('what waits stays bounded while ten times more comes than can be scored', () => {
  const { waiting } = simulate('flood', 1)
  expect(waiting.reduce((sum, { traceIds }) => sum + traceIds.length, 0)).toBeLessThan(60)
})
