import { type DataSet, setsOf } from '../data/read-sets.ts'
import { measureByDocument } from '../measure/by-document.ts'
import { kappaOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { pairFigures } from './recorded-pairs.ts'

/** How far recorded judges agree with people: what our own figures stand beside. */
export function recordedJudges(sets: readonly DataSet[]): Section {
  return {
    title: 'Recorded judges',
    about:
      'No evaluator of ours: verdicts of the judges that the sets bring along. What "unknown" is read as decides; here it counts as unsupported.',
    figures: [...setsOf(sets, 'facts').flatMap(factFigures), ...setsOf(sets, 'pairs').flatMap(pairFigures)],
  }
}

function factFigures({ name, rows }: DataSet<'facts'>): Figure[] {
  const truth = rows.map(({ label }) => label === 1)
  const documents = rows.map(({ doc_id }, row) => doc_id ?? `row ${row}`)
  const reading = (id: string, what: string, isFalse: (label: string) => boolean) =>
    figure({
      name: `judge_${name}_${id}_kappa`,
      what: `${name}, the recorded judge with "unknown" read as ${what}`,
      unit: 'kappa',
      ...measureByDocument(
        documents,
        kappaOf(
          truth,
          rows.map(({ judge_label }) => isFalse(judge_label)),
        ),
        `${name} ${id}`,
      ),
    })
  return [
    reading('unknown_false', 'false', (label) => label !== 'true'),
    reading('unknown_true', 'true', (label) => label === 'false'),
  ]
}
