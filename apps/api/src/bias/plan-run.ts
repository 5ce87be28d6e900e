import {
  MOST_PROBE_CALLS,
  type ProbeEstimate,
  type ProbePlan,
  type ProbeRunStart,
  type ProbeSet,
} from '@assay/contract/api/bias-probe'
import type { Judge } from '@assay/contract/api/judge'
import { AssayError } from '@assay/contract/error'
import { greatestCost } from '@assay/score/judge/guard/price'
import { LEAST_PAIRS } from '@assay/score/probes/compare-probes'
import { planProbes, type ProbeCalls } from '@assay/score/probes/plan-probes'
import { probeRequest } from '@assay/score/probes/probe-request'
import type { NewRun } from '@assay/store/postgres/bias/start-run'

const BYTES_PER_TOKEN = 4

/** All calls of a plan. @throws AssayError `invalid` for an attribute that the set has not, or too many calls. */
function planCalls(plan: ProbePlan, set: ProbeSet): ProbeCalls {
  const { axes, pairs, repeats } = plan
  const calls = planProbes(set, { axes, pairs, repeats })
  if (calls.prompts.length > MOST_PROBE_CALLS)
    throw new AssayError(
      'invalid',
      `The run would make ${calls.prompts.length} calls, and ${MOST_PROBE_CALLS} are the most: take fewer attributes, pairs or repetitions.`,
    )
  return calls
}

/** What a run would take, before anything is asked. Throws as `planCalls`. */
export function estimateRun(plan: ProbePlan, set: ProbeSet, judge: Judge): ProbeEstimate {
  const { prompts, pairs } = planCalls(plan, set)
  const { price } = judge
  const requests = prompts.map((prompt) => probeRequest(prompt, plan))
  const sum = (costs: readonly (number | null)[]) =>
    price === null ? null : costs.reduce<number>((total, cost) => total + (cost ?? 0), 0)
  const perGroups = Map.groupBy(
    pairs.filter(({ repeat }) => repeat === 0),
    ({ axis, first, second }) => JSON.stringify([axis, first.group, second.group]),
  )
  const [example] = pairs
  return {
    calls: prompts.length,
    pairs: pairs.length,
    pairsPerGroups: Math.min(...[...perGroups.values()].map((some) => some.length)),
    leastPairs: LEAST_PAIRS,
    mostUsd: sum(requests.map((request) => greatestCost(request, price))),
    likelyUsd: sum(
      requests.map(({ system, user }) => {
        const input = Buffer.byteLength(system + user) / BYTES_PER_TOKEN
        return price === null ? null : (input * price.input + (plan.maxTokens / 2) * price.output) / 1e6
      }),
    ),
    example: {
      first: prompts[example?.first.call ?? 0] ?? '',
      second: prompts[example?.second.call ?? 0] ?? '',
    },
  }
}

/** A run as it is kept. @throws AssayError `invalid` as `planCalls`, and for a limit of money without a price. */
export function planRun(
  projectId: string,
  { plan, limits }: ProbeRunStart,
  set: ProbeSet,
  judge: Judge,
): NewRun {
  if (limits.usd !== null && judge.price === null)
    throw new AssayError(
      'invalid',
      `There is a limit of money, but the price of ${judge.name} is not known: give it in Settings → Judges, or limit the calls alone.`,
    )
  const axes = set.axes.filter(({ name }) => plan.axes.includes(name))
  return {
    projectId,
    judgeId: judge.id,
    definition: { setName: set.name, axes, judgeName: judge.name, model: judge.model, plan },
    limits,
    ...planCalls(plan, set),
  }
}
