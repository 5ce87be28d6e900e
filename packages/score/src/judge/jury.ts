import { AssayError } from '@assay/contract/error'
import { countVotes } from './answer/vote.ts'

/** One judge's vote; null where it gave no verdict, which is counted and does not vote. */
export interface JuryVote {
  judge: string
  label: string | null
  /** How often it agrees with people on reviewed items, 0.5 to 1; null where that is not known. */
  accuracy: number | null
}

export interface JuryVerdict {
  /** null for a tie, or where nobody voted. */
  label: string | null
  shares: Record<string, number>
  votes: number
  /** Judges that gave no verdict. */
  silent: number
  isUnanimous: boolean
  escalation: 'jury_tie' | null
}

/** No judge is so good that one vote decides against any number of others. */
const BEST_ACCURACY = 0.99
const WORST_ACCURACY = 0.51

/**
 * Combines the votes of several judges, by heads or by the log-odds of their measured accuracy, which is right for judges that
 * err independently (Nitzan and Paroush 1982); heads where an accuracy is missing. Ties go to a person.
 * Throws AssayError('invalid') for an accuracy outside 0 to 1.
 */
export function combineJury(votes: readonly JuryVote[], by: 'heads' | 'accuracy' = 'heads'): JuryVerdict {
  const given = votes.flatMap(({ label, accuracy }) => (label === null ? [] : [{ label, accuracy }]))
  const isWeighted = by === 'accuracy' && given.every(({ accuracy }) => accuracy !== null)
  const weights = given.map(({ accuracy }) => (isWeighted ? logOdds(accuracy!) : 1))
  const { winner, shares, isSplit } = countVotes(
    given.map(({ label }) => label),
    weights,
  )
  return {
    label: winner,
    shares,
    votes: given.length,
    silent: votes.length - given.length,
    isUnanimous: given.length > 0 && !isSplit,
    escalation: winner === null ? 'jury_tie' : null,
  }
}

function logOdds(accuracy: number): number {
  if (!(accuracy >= 0 && accuracy <= 1))
    throw new AssayError('invalid', `The accuracy of a judge is ${accuracy}: give a share from 0 to 1.`)
  const bounded = Math.min(BEST_ACCURACY, Math.max(WORST_ACCURACY, accuracy))
  return Math.log(bounded / (1 - bounded))
}

/**
 * Asks judges one after the other until those that are left could not change the majority any more, or `lead` judges more than for any other
 * label agree. A lead equal to the number of judges asks until the majority is sure.
 */
export async function askJury(
  judges: readonly { name: string; ask: () => Promise<string | null> }[],
  lead: number,
): Promise<JuryVerdict> {
  const votes: JuryVote[] = []
  for (const { name, ask } of judges) {
    votes.push({ judge: name, label: await ask(), accuracy: null })
    if (
      isSettled(
        votes.map(({ label }) => label),
        judges.length,
        lead,
      )
    )
      break
  }
  return combineJury(votes)
}

/** True where no vote that is still to come of `size` in all can change the winner, or the winner leads by `lead`. */
export function isSettled(labels: readonly (string | null)[], size: number, lead: number): boolean {
  const counts = new Map<string, number>()
  for (const label of labels) if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1)
  const [first = 0, second = 0] = [...counts.values()].sort((a, b) => b - a)
  return first > 0 && (first - second > size - labels.length || first - second >= lead)
}
