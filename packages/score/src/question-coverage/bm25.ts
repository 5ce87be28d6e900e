/** How fast repetition of a word stops to count, and how much a long passage is held to account for its length. */
const K1 = 1.2
const B = 0.75

/**
 * BM25 of each passage for a question, by how often each of its words stands there and how many words it has; rarity is taken within the
 * passages alone. 0 where none stands there (Robertson and Zaragoza, 2009; idf as Lucene has it).
 */
export function bm25(counts: readonly Uint32Array[], lengths: readonly number[]): number[] {
  const passages = counts.length
  const mean = lengths.reduce((sum, length) => sum + length, 0) / passages
  const idf = Array.from(counts[0] ?? [], (_, word) => {
    const holders = counts.filter((own) => own[word]! > 0).length
    return Math.log(1 + (passages - holders + 0.5) / (holders + 0.5))
  })
  return counts.map((own, i) => {
    const length = mean > 0 ? lengths[i]! / mean : 1
    let score = 0
    for (const [word, count] of own.entries())
      if (count > 0) score += (idf[word]! * count * (K1 + 1)) / (count + K1 * (1 - B + B * length))
    return score
  })
}
