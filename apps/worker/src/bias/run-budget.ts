import type { ProbeLimits } from '@assay/contract/api/bias-probe'
import type { Budget } from '@assay/score/judge/guard/budget'
import { payerOfRun, RUN_DAY } from '@assay/store/postgres/bias/payer'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { correctBudget, reserveBudget } from '@assay/store/postgres/scoring/reserve-budget'

/** The budget of a run in Postgres, for all of its days and processes. */
export function createRunBudget(
  pool: PostgresHandle['pool'],
  { runId, limits }: { runId: string; limits: ProbeLimits },
): Budget {
  const key = { ruleId: payerOfRun(runId), day: RUN_DAY }
  return {
    async reserve(cost) {
      if (limits.usd !== null && cost === null)
        return {
          refused:
            'The run has a limit of money, but the price of the model is not known: give the price in Settings → Judges, or continue without that limit.',
        }
      const usd = cost ?? 0
      const used = await reserveBudget(pool, { ...key, ...limits }, { calls: 1, usd })
      if (used !== null) {
        const money = limits.usd === null ? '' : ` and $${limits.usd}`
        return {
          refused: `The budget of the run (${limits.calls} calls${money}) does not pay for the next call: ${used.calls} calls and $${used.usd.toFixed(4)} are used. Continue it with a higher limit.`,
        }
      }
      return {
        // What a lying provider counts never gives money back.
        settle: async (actual) => {
          if (actual !== null && Number.isFinite(actual))
            await correctBudget(pool, key, { calls: 0, usd: Math.max(0, actual) - usd })
        },
        release: () => correctBudget(pool, key, { calls: -1, usd: -usd }),
      }
    },
  }
}
