import { type DataSet, readSets } from './data/read-sets.ts'
import type { Section } from './report/figure.ts'
import { biasScores } from './targets/bias-scores.ts'
import { cascades } from './targets/cascades.ts'
import { correctedMeans } from './targets/corrected-means.ts'
import { detectors } from './targets/detectors.ts'
import { driftAlarms } from './targets/drift-alarms.ts'
import { faithfulness } from './targets/faithfulness.ts'
import { moderation } from './targets/moderation.ts'
import { personalData } from './targets/personal-data.ts'
import { recordedJudges } from './targets/recorded-judges.ts'
import { hasReferenceValues, referenceValues } from './targets/reference-values.ts'
import { refusal } from './targets/refusal.ts'
import { speed } from './targets/speed.ts'

/** What the run measures, by the word that `--only` takes. */
const STEPS: Record<string, (sets: readonly DataSet[], folder: string, note: Note) => Section> = {
  faithfulness,
  refusals: refusal,
  moderation,
  pii: personalData,
  judges: recordedJudges,
  cascades,
  bias: biasScores,
  values: (_sets, folder, note) => referenceValues(folder, note),
  drift: driftAlarms,
  detectors,
  means: correctedMeans,
  speed,
}

/** Takes a sentence about what could not be measured. */
export type Note = (sentence: string) => void

/** Words that `--only` takes. */
export const STEP_NAMES = Object.keys(STEPS)

/**
 * Measures what a folder of data allows, target by target, or only some of it; `say` is told how long each took, and first of
 * every bad line. Throws a sentence where the folder holds nothing to measure.
 */
export function measureAll(
  folder: string,
  only: readonly string[],
  say: Note,
): { sections: Section[]; notes: string[]; isWhole: boolean } {
  const { sets, notes, faults } = readSets(folder)
  for (const fault of faults) say(fault)
  if (sets.length === 0 && !hasReferenceValues(folder))
    throw new Error(`${folder} holds no set that can be measured: sets are <kind>/<name>_<split>.jsonl.`)
  notes.unshift(...faults)
  const sections = Object.entries(STEPS).flatMap(([name, measure]) => {
    if (only.length > 0 && !only.includes(name)) return []
    const begin = performance.now()
    const section = measure(sets, folder, (sentence) => notes.push(sentence))
    say(`${name}: ${((performance.now() - begin) / 1000).toFixed(1)} s`)
    return section.figures.length > 0 ? [section] : []
  })
  return { sections, notes, isWhole: faults.length === 0 }
}
