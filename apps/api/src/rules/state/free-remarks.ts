import type { RuleRemark } from '@assay/contract/api/rule-state'
import { reasonsOf, timesOf, type RuleSituation } from './rule-situation.ts'
import { counted, ended, inWords, listed } from './words.ts'

/** Scores are late when what they are about came so long ago. */
const BEHIND_MS = 60_000

/** What there is to say of a rule's filter, its evaluators and the scorer. */
export function freeRemarks(situation: RuleSituation): RuleRemark[] {
  return [
    ...failing(situation),
    ...behind(situation),
    ...filtering(situation),
    ...idle(situation),
    ...empty(situation),
    ...covered(situation),
    ...unsettled(situation),
  ]
}

function failing(situation: RuleSituation): RuleRemark[] {
  const byEvaluator = Map.groupBy(reasonsOf(situation, 'failed'), ({ evaluator }) => evaluator)
  return [...byEvaluator].map(([evaluator, failures]) => {
    const times = failures.reduce((sum, one) => sum + one.times, 0)
    const isUnknown = failures.every(({ reason }) => reason === 'unknown_evaluator')
    const text = isUnknown
      ? `There is no evaluator “${evaluator}” in this version of Assay: take it out of the rule.`
      : `The evaluator ${evaluator} failed on ${counted(times, 'sample')}; the others went on. They stand among what could not be scored, with the error.`
    return { kind: 'evaluators_fail', level: 'error', text }
  })
}

function behind({ delay, nowMs }: RuleSituation): RuleRemark[] {
  const lateMs = delay.oldestAt === null ? 0 : nowMs - delay.oldestAt.getTime()
  const batches = counted(delay.batches, 'batch waits', 'batches wait')
  const why = delay.error === null ? '' : ` The last failure: ${ended(delay.error)}`
  if (delay.share < 1) {
    const since = delay.since === null ? '' : ` for ${inWords(nowMs - delay.since.getTime())}`
    const share = `${Number((delay.share * 100).toPrecision(2))} %`
    const text = `The scorer is behind: only ${share} of what the rules of this project draw is scored${since}, and ${batches}. Scores carry that share, so estimates stay right and get wider.${why}`
    return [{ kind: 'behind', level: 'warning', text }]
  }
  if (lateMs < BEHIND_MS) return []
  const text = `The scorer is behind: ${batches}, the oldest came ${inWords(lateMs)} ago.${why}`
  return [{ kind: 'behind', level: 'warning', text }]
}

function filtering({ rule, seen, matched }: RuleSituation): RuleRemark[] {
  if (seen === null || matched === null) return []
  if (seen === 0)
    return [{ kind: 'nothing_came', level: 'info', text: `No ${rule.target} came in the last 24 hours.` }]
  const all = counted(seen, rule.target)
  if (matched === 0) {
    const text = `Its filter takes none of the ${all} of the last 24 hours: look whether names and values are spelt as in your traces.`
    return [{ kind: 'matches_nothing', level: 'warning', text }]
  }
  if (Object.keys(rule.filter).length === 0 || matched < seen) return []
  const text = `Its filter takes all of the ${all} of the last 24 hours, so it leaves nothing out.`
  return [{ kind: 'matches_all', level: 'info', text }]
}

/** What matches came before the rule did, or is drawn too seldom. */
function idle(situation: RuleSituation): RuleRemark[] {
  const { rule, matched, nowMs } = situation
  if (matched === null || matched === 0 || timesOf(situation, 'sampled') > 0) return []
  const since = `its version ${rule.version} was saved ${inWords(nowMs - Date.parse(rule.changedAt))} ago`
  const rate =
    rule.sampling.rate < 1 ? `, and it takes ${Number((rule.sampling.rate * 100).toPrecision(3))} %` : ''
  const text = `It has looked at none of the ${counted(matched, rule.target)} that match in the last 24 hours: it scores what comes while it is on, ${since}${rate}. A backfill scores what came before.`
  return [{ kind: 'nothing_yet', level: 'info', text }]
}

function empty(situation: RuleSituation): RuleRemark[] {
  const sampled = timesOf(situation, 'sampled')
  const reasons = reasonsOf(situation, 'not_applicable')
  if (sampled === 0 || reasons.length === 0 || timesOf(situation, 'scored') > 0) return []
  const text = `It looked at ${counted(sampled, 'sample')} and could score none: ${listed(reasons)}.`
  return [{ kind: 'not_applicable', level: 'warning', text }]
}

function covered(situation: RuleSituation): RuleRemark[] {
  const names = [...new Set(reasonsOf(situation, 'covered').map(({ evaluator }) => evaluator))]
  if (names.length === 0) return []
  const made = timesOf(situation, 'scored')
  const still = made === 0 ? '' : ` It made ${counted(made, 'score')} itself.`
  const text = `Another rule that draws as much or more runs ${names.join(', ')} on the same ${situation.rule.target}s: those scores name the other rule.${still}`
  return [{ kind: 'covered', level: 'info', text }]
}

function unsettled({ rule, delay, nowMs }: RuleSituation): RuleRemark[] {
  if (rule.target === 'span') return []
  const { count, oldestAt } = delay.open[rule.target]
  if (count === 0 || oldestAt === null) return []
  const wait = rule.target === 'trace' ? '10 seconds' : '10 minutes'
  const text = `${counted(count, `${rule.target} waits`, `${rule.target}s wait`)} until no span has come for ${wait}, the oldest since ${inWords(nowMs - oldestAt.getTime())}. One that never pauses is scored after an hour as it stands.`
  return [{ kind: 'unsettled', level: 'info', text }]
}
