/** In how many texts each word stands. */
export interface WordCounts {
  texts: number
  counts: ReadonlyMap<string, number>
}

export interface WordChange {
  word: string
  /** Shares of the texts that have the word. */
  referenceShare: number
  currentShare: number
  /** ln of the odds ratio, above 0 where current texts have it more. */
  logOdds: number
  /** logOdds over its standard error: how clear the change is. */
  z: number
}

export function countTexts(texts: readonly (readonly string[])[]): WordCounts {
  const counts = new Map<string, number>()
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { texts: texts.length, counts }
}

/**
 * All words of both sides, those with the clearest change first, by log-odds with ½ added to each count
 * (Haldane, 1956).
 */
export function compareWords(reference: WordCounts, current: WordCounts): WordChange[] {
  const words = new Set([...reference.counts.keys(), ...current.counts.keys()])
  return [...words]
    .map((word) => {
      const a = current.counts.get(word) ?? 0
      const b = reference.counts.get(word) ?? 0
      const cells = [a, current.texts - a, b, reference.texts - b].map((count) => count + 0.5) as [
        number,
        number,
        number,
        number,
      ]
      const logOdds = Math.log(cells[0] / cells[1]) - Math.log(cells[2] / cells[3])
      const error = Math.sqrt(cells.reduce((sum, count) => sum + 1 / count, 0))
      return {
        word,
        referenceShare: b / reference.texts,
        currentShare: a / current.texts,
        logOdds,
        z: logOdds / error,
      }
    })
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z) || (a.word < b.word ? -1 : 1))
}
