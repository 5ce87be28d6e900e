import type { Random } from './seeded.ts'

/** Moves `count` items, each drawn evenly from those left, to the front of `items`, in place (Fisher and Yates). */
export function shuffleFront<Item>(
  items: { [index: number]: Item; length: number },
  count: number,
  random: Random,
): void {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (items.length - i))
    const kept = items[i]!
    items[i] = items[j]!
    items[j] = kept
  }
}
