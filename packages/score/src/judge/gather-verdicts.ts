import { labelProbabilities } from './answer/label-probabilities.ts'
import type { Verdict } from './answer/verdict.ts'
import { countVotes } from './answer/vote.ts'
import type { Asked } from './ask-model.ts'
import type { Judge } from './judge.ts'
import type { Exchange } from './record.ts'

/** One or more answers to the same question. */
export interface Verdicts {
  /** The verdict that won, with its evidence; null where the first answer failed or none won. */
  chosen: Verdict | null
  failure: Extract<Asked<Verdict>, { kind: 'failed' }> | null
  /** By label, summing to 1. */
  probabilities: Record<string, number>
  /** Where the probabilities come from. */
  from: 'log_probabilities' | 'votes'
  isSplit: boolean
  exchanges: Exchange[]
}

type Ask = (settings: { temperature: number; wantsLogProbabilities: boolean }) => Promise<Asked<Verdict>>

/**
 * Asks once with log-probabilities; where none come, asks on until `samples` answers are there, side by side. A sample that fails does not
 * vote; a majority of those that were asked for is needed.
 */
export async function gatherVerdicts(judge: Judge, labels: readonly string[], ask: Ask): Promise<Verdicts> {
  const { samples = 3, sampleTemperature = 0.7, wantsLogProbabilities = true } = judge
  const first = await ask({
    temperature: wantsLogProbabilities || samples === 1 ? 0 : sampleTemperature,
    wantsLogProbabilities,
  })
  if (first.kind === 'failed') return failed(first, first.exchanges)
  const found = labelProbabilities(first.reply.tokens ?? [], labels)
  if (found !== null) {
    const { probabilities } = found
    const { exchanges, answer: chosen } = first
    return { chosen, failure: null, probabilities, from: 'log_probabilities', isSplit: false, exchanges }
  }
  const more = await Promise.all(
    Array.from({ length: samples - 1 }, () =>
      ask({ temperature: sampleTemperature, wantsLogProbabilities: false }),
    ),
  )
  const answers = [first, ...more]
  const exchanges = answers.flatMap((answer) => answer.exchanges)
  const verdicts = answers.flatMap((answer) => (answer.kind === 'answered' ? [answer.answer] : []))
  const { winner, shares, isSplit } = countVotes(verdicts.map(({ verdict }) => verdict))
  const chosen = verdicts.find(({ verdict }) => verdict === winner)
  const votes = verdicts.filter(({ verdict }) => verdict === winner).length
  if (chosen === undefined || votes * 2 <= samples) {
    const lost = answers.find((answer) => answer.kind === 'failed')
    return failed(lost ?? noMajority(exchanges), exchanges)
  }
  const isShort = verdicts.length < samples
  return {
    chosen,
    failure: null,
    probabilities: shares,
    from: 'votes',
    isSplit: isSplit || isShort,
    exchanges,
  }
}

function failed(failure: Extract<Asked<Verdict>, { kind: 'failed' }>, exchanges: Exchange[]): Verdicts {
  return { chosen: null, failure, probabilities: {}, from: 'votes', isSplit: false, exchanges }
}

function noMajority(exchanges: Exchange[]): Extract<Asked<Verdict>, { kind: 'failed' }> {
  const explanation = 'The answers of the judge differ, and none has a majority.'
  return { kind: 'failed', reason: 'no_majority', explanation, exchanges, retryAfterMs: null }
}
