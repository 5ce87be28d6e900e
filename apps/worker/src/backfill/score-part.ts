import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Plan } from '@assay/sample/make-plan'
import { standingScores } from '@assay/store/clickhouse/queries/standing-scores'
import type { OpenBackfill } from '@assay/store/postgres/backfill/open-turn'
import type { JudgeQuestion } from '@assay/store/postgres/scoring/add-judge-work'
import type { Burial } from '@assay/store/postgres/scoring/bury-targets'
import { isAway } from '../is-away.ts'
import { loadTargets } from '../score/load-task.ts'
import type { BackfillDeps } from './backfill-deps.ts'
import type { StepPart } from './parts-to-score.ts'

/** What is left to keep when the scores are on disk. */
export interface PartResult {
  scores: number
  dead: Burial[]
  questions: JudgeQuestion[]
}

/** Questions of live traffic go first, whatever their rules. */
const PRIORITY_BELOW = 10_000

/** Scores targets and puts the rows on disk. @param isCareful One target at a time, so that one that fails is told from the others. */
export async function scorePart(
  deps: BackfillDeps,
  backfill: OpenBackfill,
  part: StepPart,
  { isCareful, signal }: { isCareful: boolean; signal: AbortSignal },
): Promise<PartResult> {
  const result: PartResult = { scores: 0, dead: [], questions: [] }
  const runs = isCareful ? part.targets.map((target) => [target]) : [part.targets]
  for (const targets of runs) {
    try {
      await scoreTargets(deps, backfill, { ...part, targets }, result, signal)
    } catch (error) {
      const [target] = targets
      if (!isCareful || signal.aborted || isAway(error) || target === undefined) throw error
      result.dead.push({ stage: 'read', target, evaluator: '', error: String(error), attempts: 1 })
    }
  }
  const questions = backfill.skipsScored
    ? await unanswered(deps, backfill, result.questions)
    : result.questions
  return {
    ...result,
    questions: questions.map((one) => ({ ...one, priority: one.priority - PRIORITY_BELOW })),
  }
}

async function scoreTargets(
  deps: BackfillDeps,
  { projectId, rule, judgeShare }: OpenBackfill,
  { rules, targets }: StepPart,
  result: PartResult,
  signal: AbortSignal,
): Promise<void> {
  const plans = new Map(
    rule.judgeId === null ? [] : [[rule.id, planOf(rule.sampling.uniformShare, judgeShare)]],
  )
  for await (const loaded of loadTargets({ ch: deps.clickhouse, projectId, signal }, targets)) {
    const version = deps.nextVersion()
    const { payload, rows, dead, questions } = await deps.threads.run({
      ...loaded,
      projectId,
      rules,
      plans,
      version,
    })
    if (rows > 0) {
      const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
      await deps.append([{ table: 'scores', rows, payload: bytes }])
    }
    result.scores += rows
    result.dead.push(...dead)
    result.questions.push(...questions)
  }
}

/** What the rule asks of its judge, each with the same part of its probability, so that the budget lasts over the whole range. */
function planOf(uniformShare: number, judgeShare: number): Plan {
  const uniform = uniformShare * judgeShare
  return { uniform, strata: {}, fallback: uniform < 1 ? (judgeShare - uniform) / (1 - uniform) : 1 }
}

/** Questions whose answer does not stand already. */
async function unanswered(
  deps: BackfillDeps,
  { projectId, fromNs, toNs }: OpenBackfill,
  questions: readonly JudgeQuestion[],
): Promise<readonly JudgeQuestion[]> {
  const known = await standingScores(
    { ch: deps.clickhouse, projectId },
    {
      ids: questions.map(({ id }) => id),
      traceIds: [...new Set(questions.flatMap(({ target }) => traceIdOf(target) ?? []))],
      sessionIds: questions.flatMap(({ target }) => (target.target === 'session' ? [target.sessionId] : [])),
      loNs: fromNs - DAY_NS,
      hiNs: toNs,
    },
  )
  return questions.filter(({ id }) => !known.has(id))
}

const DAY_NS = 86_400_000_000_000n
const traceIdOf = (target: ScoringTarget) => (target.target === 'session' ? null : target.traceId)
