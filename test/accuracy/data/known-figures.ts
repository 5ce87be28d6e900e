/** What is known of a faithfulness set: our goal, and the best published figures. */
interface KnownSet {
  /** How the set's file begins, in lower-case letters and digits. */
  prefix: string
  target: 'T2' | 'T3' | null
  least: number | null
  published: string
}

const SETS: readonly KnownSet[] = [
  {
    prefix: 'xsumfaith',
    target: 'T2',
    least: 0.78,
    published: 'SummaC-Conv 0.702, QuestEval 0.664; content precision 0.754',
  },
  { prefix: 'begin', target: 'T3', least: 0.95, published: 'content precision 0.934 on its wow half' },
  { prefix: 'q2', target: 'T3', least: 0.72, published: 'about 0.68' },
  {
    prefix: 'wice',
    target: 'T3',
    least: 0.78,
    published: 'MiniCheck-7B BA 0.830; content precision 0.688, 40 features 0.758',
  },
  { prefix: 'qags', target: null, least: null, published: '4-gram precision 0.832 on QAGS-CNN' },
]

/** What is known of a set by its file's name; null for a set that nobody published figures of here. */
export function knownSet(name: string): KnownSet | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  return SETS.find(({ prefix }) => plain.startsWith(prefix)) ?? null
}
