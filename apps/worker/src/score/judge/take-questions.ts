import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { buryQuestion, endJudgeWork, putOffQuestions } from '@assay/store/postgres/scoring/end-judge-work'
import { takeJudgeWork, type WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import { backfillRules, type PayingRule } from '@assay/store/postgres/backfill/paying-rules'
import type { ReadTarget } from '../thread/read-target.ts'
import type { JudgingDeps } from './judging-deps.ts'
import { readDefinitions } from './read-definitions.ts'
import { readTargets } from './read-targets.ts'

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
