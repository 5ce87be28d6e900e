import { readSets } from './data/read-sets.ts'
import type { Section } from './report/figure.ts'
import { correctedMeans } from './targets/corrected-means.ts'
import { detectors } from './targets/detectors.ts'
import { driftAlarms } from './targets/drift-alarms.ts'
import { referenceValues } from './targets/reference-values.ts'

/**
 * Measures all that a folder of data allows, target by target; `say` is told what is being measured. Throws an error with file and line
 * for a broken row.
 */
export function measureAll(
  folder: string,
  say: (what: string) => void,
): { sections: Section[]; notes: string[] } {
  const { sets, notes } = readSets(folder)
  const reference = referenceValues(folder)
  notes.push(...reference.notes)
  const steps: [what: string, measure: () => Section][] = [
    ['reference values', () => reference.section],
    ['false alarms of drift', driftAlarms],
    ['detectors', () => detectors(sets)],
    ['corrected means', () => correctedMeans(sets)],
  ]
  const sections = steps.flatMap(([what, measure]) => {
    const begin = performance.now()
    const section = measure()
    say(`${what}: ${((performance.now() - begin) / 1000).toFixed(1)} s`)
    return section.figures.length > 0 ? [section] : []
  })
  return { sections, notes }
}
