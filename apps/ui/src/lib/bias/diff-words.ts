/** A run of text that both sides share, or that only this one has. */
export interface DiffPart {
  text: string
  isOwn: boolean
}

/** Words of each side that are compared; what follows is shown as its own. */
const MOST_WORDS = 1_500

/** The words that only one of two texts has, by their longest common subsequence; the parts of a side make its text again. */
export function diffWords(first: string, second: string): { first: DiffPart[]; second: DiffPart[] } {
  const [a, b] = [wordsOf(first), wordsOf(second)]
  const [x, y] = [a.slice(0, MOST_WORDS), b.slice(0, MOST_WORDS)]
  const shared = sharedWords(x, y)
  const mark = (words: readonly string[], own: ReadonlySet<number>) =>
    join(words.map((text, i) => ({ text, isOwn: !own.has(i) })))
  return { first: mark(a, shared.first), second: mark(b, shared.second) }
}

/** Words with the space after them. */
const wordsOf = (text: string): string[] => text.match(/\s*\S+\s*|\s+/g) ?? []

function sharedWords(a: readonly string[], b: readonly string[]) {
  const [x, y] = [a.map((word) => word.trim()), b.map((word) => word.trim())]
  const width = y.length + 1
  const lengths = new Uint16Array((x.length + 1) * width)
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        x[i] === y[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const first = new Set<number>()
  const second = new Set<number>()
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    if (x[i] === y[j]) {
      first.add(i++)
      second.add(j++)
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return { first, second }
}

/** Neighbours of one kind are one part. */
function join(parts: readonly DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (last?.isOwn === part.isOwn) last.text += part.text
    else joined.push({ ...part })
  }
  return joined
}
