/** More names than this are not masked: a pattern of them would be slow. */
const MOST_NAMES = 500

/**
 * A text in which names stand no more: each set of synonyms becomes `[name 1]`, `[name 2]`, … in all of its places, so that two
 * texts that differ in the name alone become the same. Whole words, in any case. Time O(length · names) at worst.
 */
export function maskNames(text: string, sets: readonly (readonly string[])[]): string {
  const masks = new Map(
    sets.flatMap((names, i) => names.map((name) => [name.toLowerCase(), `[name ${i + 1}]`] as const)),
  )
  // Longer names first, so that a name within another does not part it.
  const names = [...masks.keys()]
    .filter((name) => name !== '')
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_NAMES)
  if (names.length === 0) return text
  const words = names.map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu')
  return text.replace(pattern, (found) => masks.get(found.toLowerCase()) ?? '[name]')
}
