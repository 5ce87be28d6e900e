import { AsyncLocalStorage } from 'node:async_hooks'
import type { Budget } from '@assay/score/judge/guard/budget'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { findBudget } from '@assay/store/postgres/backfill/find-budget'
import type { PayingRule } from '@assay/store/postgres/backfill/paying-rules'
import { BACKFILL_DAY, payerOf } from '@assay/store/postgres/backfill/payer'
import {
  correctBudget,
  reserveBudget,
  type DayLimits,
  type DaySpending,
} from '@assay/store/postgres/scoring/reserve-budget'
import { batched } from './batched.ts'
import { createHolds } from './budget-holds.ts'

/** The budgets of rules in Postgres, for a judge that several rules share. */
export interface RuleBudgets {
  /** Pays the calls that `ask` makes from this rule's day, or from the backfill that asks by it. */
  payFor<T>(rule: PayingRule, ask: () => Promise<T>): Promise<T>
  budget: Budget
}

/**
 * One circuit and one set of places belong to a judge, but its calls are paid by rules: the rule goes along with the asynchronous call. All
 * processes reserve in one row by rule and UTC day, so that together they stay within it.
 */
export function createRuleBudgets(pool: PostgresHandle['pool'], now: () => Date): RuleBudgets {
  const paying = new AsyncLocalStorage<PayingRule>()
  const correct = batched(async (changes: readonly Correction[]) => {
    const [first] = changes
    if (first === undefined) return []
    const sum = (of: (change: Correction) => number) => changes.reduce((total, one) => total + of(one), 0)
    await correctBudget(pool, first.key, { calls: sum(({ calls }) => calls), usd: sum(({ usd }) => usd) })
    return changes.map(() => undefined)
  })
  const take = batched((wanted: readonly Wanted[]) => takeTogether(pool, wanted))
  const holds = createHolds()
  const reserve: Budget['reserve'] = async (cost) => {
    const rule = paying.getStore()
    if (rule === undefined) throw new Error('a judge was asked for no rule')
    const key = keyOf(rule, now())
    const reserved = cost ?? 0
    const day = `${key.ruleId} ${key.day}`
    for (;;) {
      const { calls, usd } = await limitsOf(pool, rule)
      if (usd !== null && cost === null)
        return {
          refused: `The rule ${rule.name} has a limit of money, but the price of its judge is not known: give the price in the judge's settings, or take the limit away.`,
        }
      const hold = holds.begin(day)
      try {
        const used = await take(`${day} ${rule.version}`, { limits: { ...key, calls, usd }, usd: reserved })
        if (used === null)
          return {
            // What a lying provider counts never gives money back.
            settle: (actual) => {
              const usd = actual === null || !Number.isFinite(actual) ? 0 : Math.max(0, actual) - reserved
              return usd === 0
                ? Promise.resolve(hold.end())
                : correct(day, { key, calls: 0, usd }).finally(hold.end)
            },
            release: () => correct(day, { key, calls: -1, usd: -reserved }).finally(hold.end),
          }
        // Only money comes back when calls end, and only where the limit pays for one at all.
        const mayComeBack = (calls === null || used.calls < calls) && usd !== null && reserved <= usd
        const cameBack = hold.refused()
        if (mayComeBack && (await cameBack)) continue
        return { refused: refusal(rule, { calls, usd }, used, reserved) }
      } catch (error) {
        hold.end()
        throw error
      }
    }
  }
  return { payFor: (rule, ask) => paying.run(rule, ask), budget: { reserve } }
}

/** Why nothing is asked, with the most that the next call may cost. */
function refusal(
  rule: PayingRule,
  { calls, usd }: { calls: number | null; usd: number | null },
  used: DaySpending,
  reserved: number,
): string {
  const limit = [...(calls === null ? [] : [`${calls} calls`]), ...(usd === null ? [] : [`$${usd}`])]
  const next = usd === null ? 'the next call' : `the next call, which may cost up to $${reserved.toFixed(4)}`
  const spent = `(${limit.join(' and ')}) does not pay for ${next}: ${used.calls} calls and $${used.usd.toFixed(4)} are used.`
  return rule.backfill === null
    ? `The day's budget of the rule ${rule.name} ${spent} It goes on at midnight UTC, or when the limit is raised.`
    : `The budget of the backfill ${spent} Raise it, or go on without the judge.`
}

/** A backfill has one budget for all its days. */
const keyOf = ({ id, backfill }: PayingRule, now: Date) =>
  backfill === null
    ? { ruleId: id, day: now.toISOString().slice(0, 10) }
    : { ruleId: payerOf(backfill.id), day: BACKFILL_DAY }

/** Of a backfill as they are now: its questions may have been read before somebody raised them. */
async function limitsOf(
  pool: PostgresHandle['pool'],
  { budget, backfill }: PayingRule,
): Promise<{ calls: number | null; usd: number | null }> {
  return backfill === null
    ? { calls: budget.callsPerDay, usd: budget.usdPerDay }
    : findBudget(pool, backfill.id)
}

interface Correction {
  key: Pick<DayLimits, 'ruleId' | 'day'>
  calls: number
  usd: number
}

interface Wanted {
  limits: DayLimits
  usd: number
}

/** Takes several calls of one rule and day: all together, or, where there is not enough for all, one after the other. */
async function takeTogether(
  pool: PostgresHandle['pool'],
  wanted: readonly Wanted[],
): Promise<(DaySpending | null)[]> {
  const [first] = wanted
  if (first === undefined) return []
  const usd = wanted.reduce((sum, one) => sum + one.usd, 0)
  const used = await reserveBudget(pool, first.limits, { calls: wanted.length, usd })
  if (used === null || wanted.length === 1) return wanted.map(() => used)
  const each: (DaySpending | null)[] = []
  for (const one of wanted) each.push(await reserveBudget(pool, one.limits, { calls: 1, usd: one.usd }))
  return each
}
