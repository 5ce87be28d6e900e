import {
  RULE_STATE_LEVELS,
  type RuleRemark,
  type RuleRemarkKind,
  type RuleState,
} from '@assay/contract/api/rule-state'
import type { KeptPause } from '@assay/store/postgres/scoring/list-pauses'
import { freeRemarks } from './free-remarks.ts'
import { judgeRemarks } from './judge-remarks.ts'
import { midnightAfter, reasonsOf, timesOf, type RuleSituation } from './rule-situation.ts'
import { counted } from './words.ts'

const DAY_MS = 86_400_000

const BADGES: Record<RuleRemarkKind, string> = {
  unreadable: 'Unreadable',
  judge_away: 'Judge away',
  judge_unusable: 'Judge unusable',
  price_unknown: 'No price',
  judge_unreadable: 'Unreadable answers',
  evaluators_fail: 'Evaluator fails',
  budget_spent: 'Budget spent',
  behind: 'Behind',
  put_off: 'Judge late',
  matches_nothing: 'Matches nothing',
  covered: 'Covered',
  misquotes: 'Misquotes',
  given_up: 'Given up',
  left_out: 'Some left out',
  nothing_came: 'Nothing came',
  nothing_yet: 'Nothing yet',
  unsettled: 'Works',
  not_applicable: 'Nothing to score',
  matches_all: 'Matches all',
  works: 'Works',
  off: 'Off',
}

/** The state of a rule: what is wrong with it, most important first, and what it does. */
export function describeRule(situation: RuleSituation): RuleState {
  const { rule, judge, facts, delay, nowMs, seen, matched } = situation
  const remarks = remarksOf(situation)
  const [worst] = remarks
  const isPartlyCovered = worst.kind === 'covered' && timesOf(situation, 'scored') > 0
  const instant = (at: Date | null) => at?.toISOString() ?? null
  return {
    ruleId: rule.id,
    level: worst.kind === 'unsettled' || isPartlyCovered ? 'ok' : worst.level,
    badge: isPartlyCovered ? 'Works, partly covered' : BADGES[worst.kind],
    remarks,
    from: new Date(nowMs - DAY_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
    seen,
    matched,
    sampled: timesOf(situation, 'sampled'),
    scored: timesOf(situation, 'scored'),
    notApplicable: reasonsOf(situation, 'not_applicable'),
    failed: reasonsOf(situation, 'failed'),
    open:
      rule.target === 'span'
        ? null
        : { count: delay.open[rule.target].count, oldestAt: instant(delay.open[rule.target].oldestAt) },
    backlog: { batches: delay.batches, oldestAt: instant(delay.oldestAt), share: delay.share },
    judge:
      judge === null
        ? null
        : {
            judgeId: judge.id,
            asked: timesOf(situation, 'asked'),
            judged: timesOf(situation, 'judged'),
            notApplicable: reasonsOf(situation, 'judge_not_applicable'),
            failed: reasonsOf(situation, 'judge_failed'),
            underWay: facts.underWay,
            waiting: facts.waits.map((wait) => waitOf(situation, wait)),
            budget: {
              ...facts.spent,
              ...rule.budget,
              resetsAt: new Date(midnightAfter(nowMs)).toISOString(),
            },
          },
  }
}

function remarksOf(situation: RuleSituation): [RuleRemark, ...RuleRemark[]] {
  const { rule } = situation
  if (rule.fault !== undefined) {
    const text = `This version of Assay cannot read the rule, so it scores nothing: ${rule.fault} Save it anew as a whole, or delete it.`
    return [{ kind: 'unreadable', level: 'error', text }]
  }
  if (!rule.isOn) return [{ kind: 'off', level: 'off', text: 'It is off and scores nothing.' }]
  const rank = ({ level }: RuleRemark) => RULE_STATE_LEVELS.indexOf(level)
  const found = [...judgeRemarks(situation), ...freeRemarks(situation)].sort((a, b) => rank(a) - rank(b))
  const all = [...found, working(situation)]
  return [all[0]!, ...all.slice(1)]
}

function working(situation: RuleSituation): RuleRemark {
  const { rule, seen, matched, judge } = situation
  const matches =
    seen === null || matched === null
      ? `How many of the ${rule.target}s it matches could not be counted just now; it`
      : `Of ${counted(seen, rule.target)} in the last 24 hours it matches ${matched.toLocaleString('en-US')},`
  const looked = `looked at ${counted(timesOf(situation, 'sampled'), 'sample')} and made ${counted(timesOf(situation, 'scored'), 'score')}`
  const empty = timesOf(situation, 'not_applicable')
  const left =
    empty === 0 ? '' : `; ${counted(empty, 'time', 'times')} an evaluator had nothing to score in a sample`
  const asked = counted(timesOf(situation, 'asked'), 'question')
  const judged =
    judge === null
      ? ''
      : `; it put ${asked} to ${judge.name} and got ${counted(timesOf(situation, 'judged'), 'verdict')}`
  return { kind: 'works', level: 'ok', text: `${matches} ${looked}${left}${judged}.` }
}

/** Questions wait for their own next try, or for the end of a pause of their judge or rule if that is later. */
function waitOf({ pauses, nowMs }: RuleSituation, wait: RuleSituation['facts']['waits'][number]) {
  const last = (one: KeptPause | undefined, two: KeptPause) =>
    one === undefined || two.until > one.until ? two : one
  const pause = pauses
    .filter(({ until }) => until.getTime() > nowMs && until > wait.dueAt)
    .reduce<KeptPause | undefined>(last, undefined)
  return {
    reason: pause?.reason ?? wait.reason ?? 'waiting',
    questions: wait.questions,
    nextTryAt: (pause?.until ?? wait.dueAt).toISOString(),
    oldestAt: wait.notedAt.toISOString(),
    error: pause?.error ?? wait.error,
  }
}
