/** What happened in a group. With weights, `n` is Kish's effective size and `hits` the weighted rate of it. */
export interface GroupCount {
  group: string
  rows: number
  n: number
  hits: number
}

interface Sums {
  rows: number
  weight: number
  squares: number
  hits: number
}

const NOTHING: Sums = { rows: 0, weight: 0, squares: 0, hits: 0 }

/** Counts by group, the largest first, each with that of all other groups together. */
export function countGroups(
  rows: readonly { group: string; outcome: boolean; weight: number }[],
): { own: GroupCount; rest: GroupCount }[] {
  const sums = new Map<string, Sums>()
  const all = { ...NOTHING }
  for (const { group, outcome, weight } of rows) {
    const own = sums.get(group) ?? { ...NOTHING }
    sums.set(group, own)
    for (const sum of [own, all]) {
      sum.rows++
      sum.weight += weight
      sum.squares += weight * weight
      if (outcome) sum.hits += weight
    }
  }
  return [...sums]
    .map(([group, own]) => ({ own: countOf(group, own), rest: countOf('', without(all, own)) }))
    .sort((a, b) => b.own.rows - a.own.rows || (a.own.group < b.own.group ? -1 : 1))
}

const without = (all: Sums, own: Sums): Sums => ({
  rows: all.rows - own.rows,
  weight: all.weight - own.weight,
  squares: all.squares - own.squares,
  hits: all.hits - own.hits,
})

function countOf(group: string, { rows, weight, squares, hits }: Sums): GroupCount {
  if (rows === 0) return { group, rows, n: 0, hits: 0 }
  const n = Math.min(rows, (weight * weight) / squares)
  return { group, rows, n, hits: n * Math.min(1, Math.max(0, hits / weight)) }
}
