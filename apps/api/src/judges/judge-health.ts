import type { Judge } from '@assay/contract/api/judge'
import type { JudgeHealth, JudgeRate } from '@assay/contract/api/judge-health'
import { wilson } from '@assay/stats/intervals/wilson'
import { listJudges } from '@assay/store/postgres/judge/list'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { listPauses, type KeptPause } from '@assay/store/postgres/scoring/list-pauses'
import { readJudgeHealth, type JudgeRecordOfDay } from '@assay/store/postgres/scoring/read-judge-health'
import { counted, ended, inWords, spoken } from '../rules/state/words.ts'
import { latencyQuantile } from './latency-quantile.ts'

const RECENT_SECONDS = 300
/** From this share on a fault of a judge needs somebody. */
const OFTEN = 0.2

/** How the judges of a project do, in the order of their list. */
export async function judgeHealth(
  pool: PostgresHandle['pool'],
  { projectId, now }: { projectId: string; now: Date },
): Promise<JudgeHealth[]> {
  const judges = await listJudges(pool, projectId)
  const records = new Map((await readJudgeHealth(pool, { projectId, now })).map((one) => [one.judgeId, one]))
  const pauses = (await listPauses(pool, projectId)).filter(({ ruleId }) => ruleId === null)
  return judges.flatMap((judge) => {
    const record = records.get(judge.id)
    const pause = pauses.find(({ judgeId }) => judgeId === judge.id) ?? null
    return record === undefined ? [] : [describeJudge(judge, record, pause, now.getTime())]
  })
}

/** The state of one judge in a sentence, and its numbers. */
export function describeJudge(
  judge: Judge,
  record: JudgeRecordOfDay,
  pause: KeptPause | null,
  nowMs: number,
): JudgeHealth {
  const { calls, failed, unparseable, verdicts, misquoted, latencies, waiting } = record
  const answers = calls - failed
  const [p50, p95] = [latencyQuantile(latencies, 0.5), latencyQuantile(latencies, 0.95)]
  const rates = {
    failed: rateOf(failed, calls),
    unparseable: rateOf(unparseable, answers),
    misquoted: rateOf(misquoted, verdicts),
  }
  const isPaused = pause !== null && (pause.until.getTime() > nowMs || waiting > 0)
  return {
    judgeId: judge.id,
    ...sentenceOf(judge, record, isPaused ? pause : null, rates, nowMs),
    calls,
    callsPerSecond: record.recent / RECENT_SECONDS,
    ...rates,
    latency:
      p50 === null || p95 === null
        ? null
        : { n: answers, p50: p50.estimate, p95: p95.estimate, p95Interval: p95.interval },
    lastSuccessAt: record.lastSuccessAt?.toISOString() ?? null,
    lastError: record.lastError && { ...record.lastError, at: record.lastError.at.toISOString() },
    pause: isPaused
      ? {
          reason: pause.reason,
          error: pause.error,
          since: pause.since.toISOString(),
          until: pause.until.toISOString(),
        }
      : null,
    waiting,
  }
}

function sentenceOf(
  judge: Judge,
  { calls, waiting, lastSuccessAt }: JudgeRecordOfDay,
  pause: KeptPause | null,
  rates: Pick<JudgeHealth, 'failed' | 'unparseable' | 'misquoted'>,
  nowMs: number,
): Pick<JudgeHealth, 'level' | 'badge' | 'text'> {
  const wait = waiting === 0 ? 'nothing waits' : counted(waiting, 'question waits', 'questions wait')
  if (pause !== null) {
    const left = pause.until.getTime() - nowMs
    const next = left > 0 ? `The next try is in ${inWords(left)}` : 'It is being tried now'
    const isUnusable = pause.reason === 'key_unreadable'
    const what = isUnusable ? 'It cannot be asked' : `It does not answer (${spoken(pause.reason)})`
    const text = `${what}: ${ended(pause.error)} ${next}; ${wait}.`
    return { level: 'error', badge: isUnusable ? 'Unusable' : 'Away', text }
  }
  const often = (rate: JudgeRate | null) => rate !== null && rate.rate >= OFTEN
  const told = (rate: JudgeRate | null) =>
    `${rate?.count.toLocaleString('en-US')} of ${rate?.n.toLocaleString('en-US')}`
  if (often(rates.unparseable))
    return {
      level: 'error',
      badge: 'Unreadable answers',
      text: `${told(rates.unparseable)} answers could not be read: test it, or take a model that keeps to JSON.`,
    }
  if (often(rates.failed))
    return { level: 'warning', badge: 'Fails often', text: `${told(rates.failed)} calls brought no answer.` }
  if (often(rates.misquoted))
    return {
      level: 'warning',
      badge: 'Misquotes',
      text: `${told(rates.misquoted)} verdicts rest on quotes that stand nowhere in the sample.`,
    }
  if (judge.ruleCount === 0 && waiting === 0 && calls === 0)
    return { level: 'idle', badge: 'Not asked', text: 'No rule asks it.' }
  if (calls === 0) {
    const last = lastSuccessAt === null ? 'It has never been asked' : 'It was not asked in the last 24 hours'
    return { level: 'idle', badge: 'Not asked', text: `${last}; ${wait}.` }
  }
  return {
    level: 'ok',
    badge: 'Answers',
    text: `It answers; ${wait}.`,
  }
}

function rateOf(count: number, n: number): JudgeRate | null {
  if (n <= 0) return null
  // An answer counts when its call ends and its fault when it was read, so one may be a second ahead.
  const most = Math.min(count, n)
  const { low, high } = wilson(most, n)
  return { count: most, n, rate: most / n, low, high }
}
