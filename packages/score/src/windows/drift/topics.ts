import { seededRandom } from '@assay/stats/random/seeded'
import { shuffleFront } from '@assay/stats/random/shuffle'
import type { PreparedText } from '../../text/prepare-text.ts'

/** Topics of a window of texts, learned once and then fixed: plain data that JSON keeps. */
export interface Topics {
  /** Column of each stem that counts, and its idf. */
  stems: Record<string, { column: number; idf: number }>
  /** Unit vectors over the columns, and a name for each: its three heaviest stems. */
  centres: number[][]
  names: string[]
}

const MOST_STEMS = 1_000
const MOST_TEXTS = 2_000
const ROUNDS = 12

/**
 * Groups texts by their words: spherical k-means over the idf weights of the 1,000 commonest stems that stand in fewer than half of the
 * texts (Dhillon and Modha, 2001). Learns from at most 2,000 texts; null where they are fewer than ten for each topic.
 */
export function learnTopics(texts: readonly PreparedText[], count: number, seed: string): Topics | null {
  const random = seededRandom(seed)
  const drawn = [...texts]
  const size = Math.min(MOST_TEXTS, drawn.length)
  shuffleFront(drawn, size, random)
  drawn.length = size
  const stems = chooseStems(drawn)
  const vectors = drawn.map((text) => vectorOf(text, stems)).filter((vector) => vector.length > 0)
  const columns = Object.keys(stems).length
  if (vectors.length < 10 * count || columns < count) return null
  let centres = vectors.slice(0, count).map((vector) => centreOf([vector], columns))
  for (let round = 0; round < ROUNDS; round++) {
    const members = Map.groupBy(vectors, (vector) => nearest(vector, centres))
    centres = centres.map((old, i) => (members.has(i) ? centreOf(members.get(i)!, columns) : old))
  }
  const names = Object.keys(stems)
  return { stems, centres, names: centres.map((centre) => nameOf(centre, names)) }
}

/** Name of the topic that is nearest to a text; null where it has no word that topics know. */
export function assignTopic(text: PreparedText, { stems, centres, names }: Topics): string | null {
  const vector = vectorOf(text, stems)
  return vector.length === 0 ? null : names[nearest(vector, centres)]!
}

/** Columns with a weight, by a text's words: most are 0. */
type Sparse = readonly (readonly [column: number, weight: number])[]

function chooseStems(texts: readonly PreparedText[]): Topics['stems'] {
  const counts = new Map<string, number>()
  for (const { tokens } of texts) {
    const own = new Set(tokens.filter(({ form }) => !form.isStop).map(({ form }) => form.stem))
    for (const stem of own) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  }
  const chosen = [...counts]
    .filter(([, count]) => count >= 3 && count * 2 < texts.length)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_STEMS)
  return Object.fromEntries(
    chosen.map(([stem, count], column) => [stem, { column, idf: Math.log(texts.length / count) }]),
  )
}

function vectorOf({ tokens }: PreparedText, stems: Topics['stems']): Sparse {
  const seen = new Set(tokens.map(({ form }) => form.stem))
  const vector = [...seen].flatMap((stem): [number, number][] => {
    const known = Object.hasOwn(stems, stem) ? stems[stem] : undefined
    return known === undefined ? [] : [[known.column, known.idf]]
  })
  const length = Math.hypot(...vector.map(([, weight]) => weight))
  return vector.map(([column, weight]) => [column, weight / length])
}

function nearest(vector: Sparse, centres: readonly (readonly number[])[]): number {
  let best = 0
  let highest = -1
  for (const [i, centre] of centres.entries()) {
    let similarity = 0
    for (const [column, weight] of vector) similarity += weight * centre[column]!
    if (similarity > highest) [best, highest] = [i, similarity]
  }
  return best
}

function centreOf(vectors: readonly Sparse[], columns: number): number[] {
  const centre = new Array<number>(columns).fill(0)
  for (const vector of vectors) for (const [column, weight] of vector) centre[column]! += weight
  const length = Math.sqrt(centre.reduce((sum, weight) => sum + weight * weight, 0))
  return centre.map((weight) => weight / length)
}

function nameOf(centre: readonly number[], stems: readonly string[]): string {
  const order = stems.map((stem, column) => ({ stem, weight: centre[column]! }))
  return order
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(({ stem }) => stem)
    .join(' ')
}
