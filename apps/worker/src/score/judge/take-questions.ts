import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
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

/** Where the store did not answer; after a target could not be read, four times longer each time. */
const PAUSE_MS = 10_000
/** Reads of one target that fail. */
const MOST_ATTEMPTS = 5

/**
 * Takes due questions to a judge and reads what they are about. Those whose rule is off or asks another judge now, and those whose
 * target is gone, are ended; one whose target cannot be read waits alone.
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
  const reads = await readTargets(deps, projectId, targets, signal)
  const open: OpenQuestion[] = []
  const ended = new Set(taken.map(({ id }) => id))
  for (const [key, questions] of waiting) {
    const read = reads.get(key)
    if (read instanceof Error) {
      for (const { question } of questions) {
        ended.delete(question.id)
        await failRead(deps, question, read)
      }
    } else if (read !== undefined)
      open.push(...questions.map((one) => ({ ...one, read, definition: definitionOf(one) })))
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

/** Targets by their JSON, or why each could not be read; those that are not stored (any more) are left out. */
type Reads = Map<string, ReadTarget | Error>

/** Reads targets together and, where that fails, each alone, so that one that never can be read holds up no other. */
async function readTargets(
  deps: JudgingDeps,
  projectId: string,
  targets: readonly ScoringTarget[],
  signal: AbortSignal,
): Promise<Reads> {
  const scope = { ch: deps.clickhouse, projectId, signal }
  try {
    return await readTogether(scope, targets)
  } catch (error) {
    if (signal.aborted || isAway(error)) throw error
    deps.log.warn('targets of questions could not be read together', { projectId, error: String(error) })
  }
  const reads: Reads = new Map()
  for (const target of targets)
    try {
      for (const [key, read] of await readTogether(scope, [target])) reads.set(key, read)
    } catch (error) {
      if (signal.aborted || isAway(error)) throw error
      reads.set(JSON.stringify(target), error instanceof Error ? error : new Error(String(error)))
    }
  return reads
}

async function readTogether(scope: Scope, targets: readonly ScoringTarget[]): Promise<Reads> {
  const reads: Reads = new Map()
  for await (const loaded of loadTargets(scope, targets)) {
    const traces = readTraces(loaded.contents)
    for (const target of loaded.targets)
      try {
        const read = readTarget(target, traces, loaded)
        if (read !== null) reads.set(JSON.stringify(target), read)
      } catch (error) {
        reads.set(JSON.stringify(target), new Error(String(error), { cause: error }))
      }
  }
  return reads
}

/** Lets a question wait longer each time that its target cannot be read, and gives it up in the end. */
async function failRead(deps: JudgingDeps, question: WaitingQuestion, error: Error): Promise<void> {
  const { pool, random } = deps
  const { id, attempts } = question
  const now = deps.now()
  const why = { reason: 'unreadable_target', error: error.message }
  if (attempts + 1 >= MOST_ATTEMPTS) return buryQuestion(pool, { question, why, now })
  const delayMs = PAUSE_MS * 4 ** attempts * (1 + random() / 2)
  await putOffQuestions(pool, { ids: [id], until: new Date(now.getTime() + delayMs), why, counts: true })
}

/** A store that does not answer says nothing about the questions. */
const isAway = (error: unknown) => error instanceof AssayError && error.code === 'unavailable'

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
