import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { type DataSet, readSets, setsOf } from './read-sets.ts'
import { TRAINED_FILES, type TrainedShape } from './trained-rows.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

/** The very files that shipped weights were trained on, from the sets at hand or else from the shared folder; null where one is missing. */
export function findTrained<Shape extends TrainedShape>(
  shape: Shape,
  sets: readonly DataSet<Shape>[],
  shared = join(process.env['ASSAY_SHARED'] ?? join(ROOT, '../shared'), 'data'),
): DataSet<Shape>[] | null {
  const files = Object.entries(TRAINED_FILES[shape])
  const find = (among: readonly DataSet<Shape>[]) =>
    files.flatMap(([path, sha256]) => {
      const set = among.find((item) => item.sha256 === sha256)
      return set === undefined ? [] : [{ ...set, base: basename(path, '.jsonl').replace(/_[^_]*$/, '') }]
    })
  const here = find(sets)
  if (here.length === files.length) return here
  if (!existsSync(shared)) return null
  const found = find([...sets, ...setsOf(readSets(shared).sets, shape)])
  return found.length === files.length ? found : null
}
