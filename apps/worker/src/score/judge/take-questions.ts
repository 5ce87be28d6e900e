import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { findCustomVersions } from '@assay/store/postgres/custom-evaluator/list-versions'
import { buryQuestion, endJudgeWork, putOffQuestions } from '@assay/store/postgres/scoring/end-judge-work'
import { takeJudgeWork, type WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import { backfillRules, type PayingRule } from '@assay/store/postgres/backfill/paying-rules'
import { loadTargets } from '../load-task.ts'
import { readTarget, type ReadTarget } from '../thread/read-target.ts'
import { readTraces } from '../thread/read-traces.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** A question with its rule and what it is about. */
export interface OpenQuestion {
  question: WaitingQuestion
  rule: PayingRule
  read: ReadTarget
  /** What it asks where people of the project wrote the evaluator. */
  definition: CustomDefinition | null
}

/** Where the store did not answer. */
const PAUSE_MS = 10_000

/**
 * Takes due questions to a judge and reads what they are about. Those whose rule is off or asks another judge now, and those whose
 * target is gone, are ended.
 */
export async function takeQuestions(
  deps: JudgingDeps,
  input: { projectId: string; judgeId: string; limit: number; leaseMs: number },
  signal: AbortSignal,
): Promise<{ open: OpenQuestion[]; taken: WaitingQuestion[] }> {
  const { pool } = deps
  const now = deps.now()
  const taken = await takeJudgeWork(pool, { ...input, now, until: new Date(now.getTime() + input.leaseMs) })
  try {
    return { open: taken.length === 0 ? [] : await readQuestions(deps, input, taken, signal), taken }
  } catch (error) {
    const until = new Date(now.getTime() + (signal.aborted ? 0 : PAUSE_MS))
    await putOffQuestions(pool, { ids: taken.map(({ id }) => id), until, why: null, counts: false })
    throw error
  }
}

async function readQuestions(
  deps: JudgingDeps,
  { projectId, judgeId }: { projectId: string; judgeId: string },
  taken: readonly WaitingQuestion[],
  signal: AbortSignal,
): Promise<OpenQuestion[]> {
  const { pool } = deps
  const rules = (await deps.rules.byProject()).get(projectId) ?? []
  const ofBackfills = await backfillRules(
    pool,
    taken.flatMap(({ backfillId }) => backfillId ?? []),
  )
  const ruleOf = ({ ruleId, backfillId }: WaitingQuestion): PayingRule | undefined => {
    if (backfillId !== null) return ofBackfills.get(backfillId)
    const rule = rules.find(({ id }) => id === ruleId)
    return rule && { ...rule, backfill: null }
  }
  const asked = taken.flatMap((question) => {
    const rule = ruleOf(question)
    const isAsked =
      rule?.judgeId === judgeId && rule.evaluators.some(({ name }) => name === question.evaluator.name)
    return isAsked ? [{ question, rule }] : []
  })
  const definitionOf = await readDefinitions(deps, projectId, asked)
  const waiting = Map.groupBy(asked, ({ question }) => JSON.stringify(question.target))
  const targets = [...waiting.values()].flatMap(([first]) => (first ? [first.question.target] : []))
  const open: OpenQuestion[] = []
  const ended = new Set(taken.map(({ id }) => id))
  for await (const loaded of loadTargets({ ch: deps.clickhouse, projectId, signal }, targets)) {
    const traces = readTraces(loaded.contents)
    for (const target of loaded.targets) {
      const questions = waiting.get(JSON.stringify(target)) ?? []
      try {
        const read = readTarget(target, traces, loaded)
        if (read !== null)
          open.push(...questions.map((one) => ({ ...one, read, definition: definitionOf(one) })))
      } catch (error) {
        for (const { question } of questions) {
          ended.delete(question.id)
          const why = { reason: 'unreadable_target', error: String(error) }
          await buryQuestion(pool, { question, why, now: deps.now() })
        }
      }
    }
  }
  for (const { question } of open) ended.delete(question.id)
  const kept = new Set(asked.map(({ question }) => question.id))
  const ends = [...ended].map((id) => {
    const reason = kept.has(id) ? 'target_gone' : 'rule_changed'
    return { id, what: 'judge_dropped', reason } as const
  })
  await endJudgeWork(pool, ends, deps.now())
  return open
}

type Asked = Pick<OpenQuestion, 'question' | 'rule'>

/** What the evaluators that people wrote ask, each in the version that its question was chosen by. */
async function readDefinitions(
  { pool }: JudgingDeps,
  projectId: string,
  asked: readonly Asked[],
): Promise<(one: Asked) => CustomDefinition | null> {
  const versionOf = ({ question }: Asked) => Number.parseInt(question.evaluatorVersion) || 0
  const custom = asked.filter(({ question, rule }) =>
    rule.own.some(({ name }) => name === question.evaluator.name),
  )
  const wanted = new Map(
    custom.map((one) => {
      const { name } = one.question.evaluator
      return [`${name} ${versionOf(one)}`, { name, version: versionOf(one) }]
    }),
  )
  const found = await findCustomVersions(pool, { projectId, wanted: [...wanted.values()] })
  return (one) => {
    const { name } = one.question.evaluator
    const version = versionOf(one)
    return (
      found.find((definition) => definition.name === name && definition.version === version) ??
      one.rule.own.find((definition) => definition.name === name) ??
      null
    )
  }
}
