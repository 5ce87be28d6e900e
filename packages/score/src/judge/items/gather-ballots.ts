import { everyLabelProbabilities } from '../answer/label-probabilities.ts'
import type { Verdict } from '../answer/verdict.ts'
import type { Asked } from '../ask-model.ts'
import type { Judge } from '../judge.ts'
import type { Exchange } from '../record.ts'
import { electVerdict, type ItemVote, majorityOf } from './elect-verdict.ts'

interface Answer {
  verdicts: (Verdict & { number: number })[]
}

/** One answer's votes by item; null where it left an item out or judged it in two ways. */
export type Ballot = (ItemVote | null)[]

export interface Ballots {
  ballots: Ballot[]
  /** The call that failed; others may have answered. */
  failure: Extract<Asked<unknown>, { kind: 'failed' }> | null
  exchanges: Exchange[]
}

type Ask = (settings: { temperature: number; wantsLogProbabilities: boolean }) => Promise<Asked<Answer>>

/**
 * Asks about some items at once. With log-probabilities of every verdict one answer is enough; without, as many as make a majority, and the
 * rest of `samples` only where an item has none yet.
 */
export async function gatherBallots(
  judge: Judge,
  labels: readonly string[],
  items: number,
  ask: Ask,
): Promise<Ballots> {
  const { samples = 3, sampleTemperature = 0.7, wantsLogProbabilities = true } = judge
  const first = await ask({
    temperature: wantsLogProbabilities || samples === 1 ? 0 : sampleTemperature,
    wantsLogProbabilities,
  })
  if (first.kind === 'failed') return { ballots: [], failure: first, exchanges: first.exchanges }
  const ballots = [ballotOf(first, labels, items)]
  const exchanges = [...first.exchanges]
  let failure: Ballots['failure'] = null
  if (ballots[0]!.some((vote) => vote?.probabilities === null)) {
    await askMore(majorityOf(samples) - 1)
    if (!isSettled()) await askMore(samples - majorityOf(samples))
  }
  return { ballots, failure, exchanges }

  async function askMore(count: number): Promise<void> {
    const settings = { temperature: sampleTemperature, wantsLogProbabilities: false }
    for (const asked of await Promise.all(Array.from({ length: count }, () => ask(settings)))) {
      exchanges.push(...asked.exchanges)
      if (asked.kind === 'failed') failure ??= asked
      else ballots.push(ballotOf(asked, labels, items))
    }
  }

  function isSettled(): boolean {
    return Array.from({ length: items }, (_, i) => ballots.map((ballot) => ballot[i] ?? null)).every(
      (votes) => electVerdict(votes, samples) !== null,
    )
  }
}

/** The votes of one answer. Probabilities count only where there are some for every verdict: which belongs to which is else unclear. */
function ballotOf(
  { answer, reply }: Extract<Asked<Answer>, { kind: 'answered' }>,
  labels: readonly string[],
  items: number,
): Ballot {
  const weighed = everyLabelProbabilities(reply.tokens ?? [], labels)
  const isWeighed = weighed.length === answer.verdicts.length && weighed.every((one) => one !== null)
  const votes = answer.verdicts.map((verdict, i) => ({
    verdict,
    probabilities: isWeighed ? weighed[i]!.probabilities : null,
  }))
  return Array.from({ length: items }, (_, i) => {
    const own = votes.filter(({ verdict }) => verdict.number === i + 1)
    const isClear = own.every(({ verdict }) => verdict.verdict === own[0]!.verdict.verdict)
    return isClear ? (own[0] ?? null) : null
  })
}
