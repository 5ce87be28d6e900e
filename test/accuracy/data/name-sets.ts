import type { ShapeName } from './shapes.ts'

interface Named {
  path: string
  base: string
  shape: ShapeName
}

/** A name for each set that no other set of its shape has, not even in the letters that names of figures keep: as short as can be. */
export function nameSets(sets: readonly Named[]): string[] {
  const names = sets.map(({ base }) => base)
  const longer = [fileOf, pathOf, ({ path }: Named, place: number) => `${pathOf({ path })}_${place + 1}`]
  for (const name of longer) {
    const keys = sets.map(({ shape }, i) => `${shape} ${plain(names[i]!)}`)
    for (const [i, set] of sets.entries())
      if (keys.filter((key) => key === keys[i]).length > 1) names[i] = name(set, i)
  }
  return names
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '_')
const pathOf = ({ path }: { path: string }) => path.replace(/\.jsonl$/, '')
const fileOf = ({ path }: { path: string }) => pathOf({ path }).replace(/^.*\//, '')
