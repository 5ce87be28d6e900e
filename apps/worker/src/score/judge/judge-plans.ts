import { makePlan, type Plan } from '@assay/sample/make-plan'
import { addItem, addScore, type History, type StratumHistory } from '@assay/sample/stratum-history'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'

/** What was seen of a rule's samples that a judge could be asked about, by stratum. */
export type SeenStrata = Record<string, { items: number; weight: number }>

/** Decides how likely samples of each rule go to its judge. */
export interface JudgePlans {
  planOf(rule: ActiveRule): Plan
  /** @param asked How many of them became questions. */
  seen(rule: ActiveRule, strata: SeenStrata, asked: number): void
  /** A judge's answer to a question of a rule, what it took, and the probability that the question was chosen with. */
  answered(
    ruleId: string,
    answer: { stratum: string; value: number; probability: number; calls: number; usd: number },
  ): void
}

const DAY_MS = 86_400_000
/** A plan holds so long, unless it asks too much. */
const WINDOW_MS = 3_600_000
/** A window that filled early is taken for at least so long, or one burst would close the rule for an hour. */
const LEAST_WINDOW_MS = 300_000
/** Questions of a window after which a new plan is made, where the budget allows fewer. */
const LEAST_QUESTIONS = 20
/** Calls of one question before any was answered. */
const FIRST_CALLS = 3

interface RuleState {
  since: number
  asked: number
  history: History
  plan: Plan
  /** Of all questions answered by this process. */
  questions: number
  calls: number
  usd: number
}

/**
 * Plans by rule, in memory: each window by what the last one saw, so that the day's budget lasts as long as the day. Before the first
 * window and without a budget, whatever the free tier is not sure of is asked, and the uniform share of the rest; the budget itself, in the
 * store, holds in any case.
 */
export function createJudgePlans(now: () => number): JudgePlans {
  const states = new Map<string, RuleState>()
  const stateOf = (rule: Pick<ActiveRule, 'id'>, uniformShare: number) => {
    const known = states.get(rule.id)
    if (known !== undefined) return known
    const plan: Plan = { uniform: uniformShare, strata: {}, fallback: 1 }
    const state = { since: now(), asked: 0, history: {}, plan, questions: 0, calls: 0, usd: 0 }
    states.set(rule.id, state)
    return state
  }
  const renew = (rule: ActiveRule, state: RuleState) => {
    const perDay = questionsPerDay(rule, state)
    const lasted = now() - state.since
    const isFull = state.asked > Math.max(LEAST_QUESTIONS, (perDay * WINDOW_MS) / DAY_MS)
    if (lasted < WINDOW_MS && !isFull) return
    const { uniformShare } = rule.sampling
    const seen = Object.entries(state.history).filter(([, { items }]) => items > 0)
    const budget = (perDay * Math.max(LEAST_WINDOW_MS, lasted)) / DAY_MS
    if (perDay === Infinity) state.plan = { uniform: uniformShare, strata: {}, fallback: 1 }
    else if (seen.length > 0) state.plan = planWindow(seen, budget, uniformShare)
    // What was learned of the scores' spread stays.
    for (const [, stratum] of seen) Object.assign(stratum, { items: 0, weight: 0 })
    state.since = now()
    state.asked = 0
  }
  return {
    planOf(rule) {
      const state = stateOf(rule, rule.sampling.uniformShare)
      renew(rule, state)
      return state.plan
    },
    seen(rule, strata, asked) {
      const state = stateOf(rule, rule.sampling.uniformShare)
      state.asked += asked
      for (const [stratum, { items, weight }] of Object.entries(strata))
        for (let i = 0; i < items; i++) addItem(state.history, stratum, weight / items)
    },
    answered(ruleId, { stratum, value, probability, calls, usd }) {
      const state = states.get(ruleId)
      if (state === undefined) return
      state.questions++
      state.calls += calls
      state.usd += usd
      addScore(state.history, stratum, value, probability)
    },
  }
}

/** An even part over all samples; the rest of the budget over those that the free tier is not sure of. */
function planWindow(seen: readonly [string, StratumHistory][], budget: number, uniformShare: number): Plan {
  const whole = makePlan(Object.fromEntries(seen), { budget, uniformShare })
  const items = seen.reduce((sum, [, stratum]) => sum + stratum.items, 0)
  const unsure = Object.fromEntries(seen.filter(([name]) => isUnsure(name)))
  const rest = Math.max(0, budget - whole.uniform * items)
  const { strata } = makePlan(unsure, { budget: rest, uniformShare: 0 })
  return { uniform: whole.uniform, strata, fallback: whole.fallback }
}

const UNSURE = ' unsure'
const isUnsure = (stratum: string) => stratum.endsWith(UNSURE)

/** What samples are counted as: what the free tier said of them, and whether it was sure. */
export const stratumOf = (evaluator: string, said: string, isUnsure: boolean): string =>
  `${evaluator} ${said}${isUnsure ? UNSURE : ''}`

/** How many questions a day's budget pays for, by what they took so far; Infinity without a budget. */
function questionsPerDay({ budget }: ActiveRule, { questions, calls, usd }: RuleState): number {
  const callsEach = calls > 0 ? calls / questions : FIRST_CALLS
  const byCalls = budget.callsPerDay === null ? Infinity : budget.callsPerDay / callsEach
  const byMoney = budget.usdPerDay === null || usd <= 0 ? Infinity : (budget.usdPerDay * questions) / usd
  return Math.min(byCalls, byMoney)
}
