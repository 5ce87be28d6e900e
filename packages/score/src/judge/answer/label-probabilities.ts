import type { AnswerToken } from '../model-client.ts'

export interface LabelProbabilities {
  /** By label; they sum to 1. */
  probabilities: Record<string, number>
  /** Probability that the model gave to any of the labels, 0 to 1, before they were made to sum to 1. */
  covered: number
}

/** Less than this for all labels together tells nothing about them. */
const LEAST_COVERED = 0.05

/** Verdicts of one answer that are read, from the last on: more than are asked for at once. */
const MOST_VERDICTS = 16

const VERDICT = /"verdict"\s*:\s*"/g

/**
 * P(label) / ΣP(labels) of the verdict in an answer, from the log-probabilities of its tokens: along the label that was written, each
 * alternative that begins another label gives that label its probability; one that may begin several is shared among them.
 * null where the tokens hold no verdict, or too few alternatives to tell.
 *
 * G-Eval (Liu et al. 2023) weighs labels so.
 */
export function labelProbabilities(
  tokens: readonly AnswerToken[],
  labels: readonly string[],
): LabelProbabilities | null {
  return everyLabelProbabilities(tokens, labels).at(-1) ?? null
}

/** The same of every verdict in an answer, in their order; cost is verdicts × tokens. */
export function everyLabelProbabilities(
  tokens: readonly AnswerToken[],
  labels: readonly string[],
): (LabelProbabilities | null)[] {
  const text = tokens.map((token) => token.text).join('')
  return [...text.matchAll(VERDICT)].slice(-MOST_VERDICTS).map((at) => weigh(at.index + at[0].length))

  function weigh(place: number): LabelProbabilities | null {
    const mass = new Map(labels.map((label) => [label, 0]))
    const isComplete = walk(tokens, place, mass)
    const covered = [...mass.values()].reduce((sum, value) => sum + value, 0)
    if (!isComplete || !(covered >= LEAST_COVERED)) return null
    const probabilities = Object.fromEntries([...mass].map(([label, value]) => [label, value / covered]))
    return { probabilities, covered: Math.min(covered, 1) }
  }
}

/** Follows the tokens of the label that begins at a place of the text; false where they end before it does. */
function walk(tokens: readonly AnswerToken[], place: number, mass: Map<string, number>): boolean {
  let [start, written, path] = [0, '', 1]
  for (const token of tokens) {
    const end = start + token.text.length
    if (end > place) {
      // A token may begin before the label, with the quotation mark.
      const lead = token.text.slice(0, Math.max(0, place - start))
      for (const other of token.alternatives) {
        if (other.text === token.text || !other.text.startsWith(lead)) continue
        const words = written + other.text.slice(lead.length)
        share(mass, candidates(mass, words), path * Math.exp(Math.min(other.logProbability, 0)))
      }
      path *= Math.exp(Math.min(token.logProbability, 0))
      written += token.text.slice(lead.length)
      if (written.includes('"')) {
        share(mass, candidates(mass, written), path)
        return true
      }
    }
    start = end
  }
  return false
}

/** Labels that a beginning may become, or the one that it is where its closing mark stands. */
function candidates(mass: Map<string, number>, words: string): string[] {
  const close = words.indexOf('"')
  const labels = [...mass.keys()]
  if (close >= 0) return labels.filter((label) => label === words.slice(0, close))
  return words === '' ? [] : labels.filter((label) => label.startsWith(words))
}

function share(mass: Map<string, number>, labels: readonly string[], probability: number): void {
  if (!Number.isFinite(probability)) return
  for (const label of labels) mass.set(label, mass.get(label)! + probability / labels.length)
}
