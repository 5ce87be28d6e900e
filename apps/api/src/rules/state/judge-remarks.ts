import type { RuleRemark } from '@assay/contract/api/rule-state'
import { midnightAfter, reasonsOf, timesOf, waitingOf, type RuleSituation } from './rule-situation.ts'
import { counted, dollars, ended, inWords, listed, spoken } from './words.ts'

/** Questions that wait for so long with nothing wrong wait for a judge that is too slow. */
const SLOW_MS = 600_000
/** From this share on, a fault of the judge needs somebody. */
const OFTEN = 0.2
const ALMOST_ALWAYS = 0.5

/** What there is to say of a rule's judge and its questions. */
export function judgeRemarks(situation: RuleSituation): RuleRemark[] {
  if (situation.judge === null) return []
  return [
    ...away(situation),
    ...unpriced(situation),
    ...broke(situation),
    ...lying(situation),
    ...leftOut(situation),
    ...givenUp(situation),
    ...waiting(situation),
  ]
}

function away(situation: RuleSituation): RuleRemark[] {
  const { judge, pauses, nowMs } = situation
  const pause = pauses.find(({ ruleId }) => ruleId === null)
  const questions = waitingOf(situation) + situation.facts.underWay
  if (pause === undefined || judge === null || (pause.until.getTime() < nowMs && questions === 0)) return []
  const left = pause.until.getTime() - nowMs
  const next = left > 0 ? `the next try is in ${inWords(left)}` : 'it is being tried now'
  const wait = `${counted(questions, 'question waits', 'questions wait')} since ${inWords(nowMs - pause.since.getTime())}; ${next}.`
  if (pause.reason === 'key_unreadable')
    return [
      {
        kind: 'judge_unusable',
        level: 'error',
        text: `The judge ${judge.name} cannot be asked: ${ended(pause.error)} ${wait}`,
      },
    ]
  return [
    {
      kind: 'judge_away',
      level: 'error',
      text: `The judge ${judge.name} does not answer (${spoken(pause.reason)}): ${ended(pause.error)} ${wait}`,
    },
  ]
}

function unpriced({ rule, judge }: RuleSituation): RuleRemark[] {
  if (rule.budget.usdPerDay === null || judge === null || judge.price !== null) return []
  const text = `The rule has a limit of money, but the judge ${judge.name} has no price, so it is never asked. Give the price under Settings → Judges, or take the limit away.`
  return [{ kind: 'price_unknown', level: 'error', text }]
}

function broke(situation: RuleSituation): RuleRemark[] {
  const { rule, judge, facts, pauses, nowMs } = situation
  const { callsPerDay, usdPerDay } = rule.budget
  const pause = pauses.find(
    ({ ruleId, reason, until }) =>
      ruleId === rule.id && reason === 'budget_exhausted' && until.getTime() > nowMs,
  )
  const isOutOfCalls = callsPerDay !== null && facts.spent.calls >= callsPerDay
  if ((pause === undefined && !isOutOfCalls) || (usdPerDay !== null && judge?.price === null)) return []
  const spent = [
    ...(callsPerDay === null
      ? []
      : [`${facts.spent.calls.toLocaleString('en-US')} of ${counted(callsPerDay, 'call')}`]),
    ...(usdPerDay === null ? [] : [`${dollars(facts.spent.usd)} of ${dollars(usdPerDay)}`]),
  ]
  const questions = counted(waitingOf(situation), 'question waits', 'questions wait')
  // What the pause says names the most that the next call may cost.
  const most = /may cost up to (\$[\d.]+)/.exec(pause?.error ?? '')?.[1]
  const next = most === undefined ? 'the next call' : `the next call, which may cost up to ${most}`
  const what = isOutOfCalls
    ? "The day's calls are used"
    : `The rest of the day's money does not pay for ${next}`
  const until = `until midnight UTC, in ${inWords(midnightAfter(nowMs) - nowMs)}, or until the limit is raised`
  const text = `${what}: ${spent.join(' and ')}. ${questions} ${until}; where some wait for a day, as many are left out by chance as the budget does not pay for.`
  return [{ kind: 'budget_spent', level: 'warning', text }]
}

/** Answers that cannot be read, and quotes that stand nowhere. */
function lying(situation: RuleSituation): RuleRemark[] {
  const failed = reasonsOf(situation, 'judge_failed')
  const judged = timesOf(situation, 'judged')
  const unreadable = failed.reduce((sum, one) => (one.reason === 'unparseable' ? sum + one.times : sum), 0)
  const answered = judged + unreadable
  const misquoted = reasonsOf(situation, 'judged').reduce(
    (sum, { reason, times }) => (reason === 'quote_not_found' ? sum + times : sum),
    0,
  )
  const remarks: RuleRemark[] = []
  if (unreadable > 0)
    remarks.push({
      kind: 'judge_unreadable',
      level: unreadable >= ALMOST_ALWAYS * answered ? 'error' : 'warning',
      text: `Of ${counted(answered, 'question')} that the judge answered, it answered ${unreadable.toLocaleString('en-US')} in a form that could not be read, twice each. They stand among what could not be scored: test the judge, or take a model that keeps to JSON.`,
    })
  if (misquoted > 0)
    remarks.push({
      kind: 'misquotes',
      level: misquoted >= OFTEN * judged ? 'warning' : 'info',
      text: `${misquoted.toLocaleString('en-US')} of ${counted(judged, 'verdict')} rest on quotes that stand nowhere in the sample: read some of them before you trust the others.`,
    })
  return remarks
}

/** What was asked more than the judge got through. */
function leftOut(situation: RuleSituation): RuleRemark[] {
  const dropped = reasonsOf(situation, 'judge_dropped').filter(({ reason }) => reason === 'left_out')
  const times = dropped.reduce((sum, one) => sum + one.times, 0)
  if (times === 0) return []
  const text = `${counted(times, 'question was', 'questions were')} left out by chance, since more is asked than the budget or the judge gets through. The others weigh as much more: trends stay right, and their intervals grow.`
  return [{ kind: 'left_out', level: 'info', text }]
}

function givenUp(situation: RuleSituation): RuleRemark[] {
  const failed = reasonsOf(situation, 'judge_failed').filter(({ reason }) => reason !== 'unparseable')
  const times = failed.reduce((sum, one) => sum + one.times, 0)
  if (times === 0) return []
  const text = `${counted(times, 'question was', 'questions were')} given up: ${listed(failed)}. They stand among what could not be scored and can be tried again there.`
  return [{ kind: 'given_up', level: 'warning', text }]
}

/** Questions that wait although neither judge nor budget is out. */
function waiting(situation: RuleSituation): RuleRemark[] {
  const { facts, pauses, nowMs, judge } = situation
  if (pauses.some(({ until }) => until.getTime() > nowMs)) return []
  const tried = facts.waits.filter(({ reason }) => reason !== null)
  const remarks = tried.map((wait): RuleRemark => {
    const questions = counted(wait.questions, 'question is', 'questions are')
    const next = inWords(wait.dueAt.getTime() - nowMs)
    const text = `${questions} tried again, the first in ${next} (${spoken(wait.reason ?? '')}): ${ended(wait.error ?? 'it failed')}`
    return { kind: 'put_off', level: 'warning', text }
  })
  const fresh = facts.waits.filter(({ reason }) => reason === null)
  const oldestMs = Math.min(...fresh.map(({ notedAt }) => notedAt.getTime()))
  if (fresh.length > 0 && nowMs - oldestMs > SLOW_MS)
    remarks.push({
      kind: 'put_off',
      level: 'warning',
      text: `${counted(waitingOf(situation), 'question waits', 'questions wait')} for their turn, the oldest since ${inWords(nowMs - oldestMs)}: more is asked than the judge ${judge?.name ?? ''} answers. Give it more calls at the same time, or lower the rule's rate.`,
    })
  return remarks
}
