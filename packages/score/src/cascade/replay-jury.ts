import { combineJury, isSettled, type JuryVote } from '../judge/jury.ts'

/** Recorded votes on one item, in the order in which the judges would be asked; null where a vote could not be read. */
export interface RecordedVotes {
  votes: readonly (string | null)[]
  gold: string
}

/** A jury that is asked one by one, beside the whole jury. Shares from 0 to 1; a tie counts as one half. */
export interface JuryReplay {
  items: number
  /** Share of the whole jury's votes that were asked for. */
  calls: number
  accuracy: number
  wholeAccuracy: number
  kept: number
  /** Items left without a winner. */
  ties: number
  points: number[]
}

/** Replays asking on until a label leads by `lead` votes, on recorded votes. `items` is not empty. */
export function replayJury(items: readonly RecordedVotes[], lead: number): JuryReplay {
  const heard = items.map(({ votes }) => {
    const until = votes.findIndex((_, i) => isSettled(votes.slice(0, i + 1), votes.length, lead))
    return until < 0 ? votes : votes.slice(0, until + 1)
  })
  const points = items.map(({ gold }, i) => pointsOf(heard[i]!, gold))
  const whole = items.map(({ votes, gold }) => pointsOf(votes, gold))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const count = (lists: readonly (readonly unknown[])[]) => lists.reduce((sum, { length }) => sum + length, 0)
  const [accuracy, wholeAccuracy] = [mean(points), mean(whole)]
  return {
    items: items.length,
    calls: count(heard) / count(items.map(({ votes }) => votes)),
    accuracy,
    wholeAccuracy,
    kept: wholeAccuracy === 0 ? 1 : accuracy / wholeAccuracy,
    ties: points.filter((point) => point === 0.5).length,
    points,
  }
}

function pointsOf(labels: readonly (string | null)[], gold: string): number {
  const votes = labels.map((label, i): JuryVote => ({ judge: String(i), label, accuracy: null }))
  const { label } = combineJury(votes)
  return label === null ? 0.5 : label === gold ? 1 : 0
}
