import type { AnyValue, Attributes } from '@assay/contract/any-value'

/** One item of an indexed list: what stood after the index, such as `message.role`; '' where nothing did. */
export type IndexedItem = Map<string, AnyValue>

const MAX_DIGITS = 9
const NONE: IndexedItem[] = []

/**
 * Gathers `prefix.N.rest` keys into items in the order of N. Memory is bounded by the number of attributes whatever N says; keys
 * with an index of more than nine digits are left alone. `use` is told of each key that was gathered.
 */
export function gatherIndexed(
  attributes: Attributes | IndexedItem,
  prefix: string,
  use?: (key: string) => void,
): IndexedItem[] {
  let items: Map<number, IndexedItem> | undefined
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue
    let at = prefix.length
    let index = 0
    for (; at < key.length; at++) {
      const digit = key.charCodeAt(at) - 0x30
      if (digit < 0 || digit > 9 || at - prefix.length >= MAX_DIGITS) break
      index = index * 10 + digit
    }
    if (at === prefix.length || (at < key.length && key.charCodeAt(at) !== 0x2e)) continue
    items ??= new Map()
    let item = items.get(index)
    if (item === undefined) items.set(index, (item = new Map<string, AnyValue>()))
    item.set(key.slice(at + 1), value)
    use?.(key)
  }
  if (items === undefined) return NONE
  if (items.size === 1) return [...items.values()]
  return [...items].sort((a, b) => a[0] - b[0]).map(([, item]) => item)
}
