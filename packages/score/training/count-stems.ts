import { prepareText } from '../src/text/prepare-text.ts'
import type { Row } from './read-rows.ts'

/** Stems in fewer texts than this are left out: they are the rare ones. */
const LEAST = 6

/** In how many different contexts each stem stands, without stop words and numbers: `year 12 hour 9`, most frequent first. */
export function countStems(rows: readonly Row[]): { texts: number; stems: string } {
  const contexts = new Set(rows.map((row) => row.context))
  const counts = new Map<string, number>()
  for (const context of contexts) {
    const tokens = prepareText(context, 'en').tokens.filter(({ form }) => !form.isStop && !form.isNumber)
    for (const stem of new Set(tokens.map((token) => token.form.stem)))
      counts.set(stem, (counts.get(stem) ?? 0) + 1)
  }
  const frequent = [...counts].filter(([, count]) => count >= LEAST).sort((a, b) => b[1] - a[1])
  return { texts: contexts.size, stems: frequent.map((entry) => entry.join(' ')).join(' ') }
}
