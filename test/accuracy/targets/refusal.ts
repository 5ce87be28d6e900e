import { type DataSet, setsOf } from '../data/read-sets.ts'
import { isRefusalLabel } from '../data/refusal-labels.ts'
import { measureByDocument, type Statistic } from '../measure/by-document.ts'
import { evaluatorNamed, runEvaluator, unscoredText } from '../measure/run-evaluator.ts'
import { kappaOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { refusalsOfUnseenModels } from './unseen-models.ts'

/** T4: how far the refusal evaluator agrees with people, beside the recorded judge and string match. */
export function refusal(sets: readonly DataSet[]): Section {
  return {
    title: 'Refusals',
    about:
      'Cohen\'s kappa with people on "refuses, fully or partly". Rows of one prompt are drawn together. The judge is the recorded GPT-4; what it ' +
      'did not answer counts as no refusal. The shipped weights were trained on XSTest: figures on those rows are of weights that saw no answer of ' +
      'the same model.',
    figures: setsOf(sets, 'refusal').flatMap((set, _, all) => setFigures(set, all)),
  }
}

function setFigures(set: DataSet<'refusal'>, sets: readonly DataSet<'refusal'>[]): Figure[] {
  const { name, rows } = set
  const evaluator = evaluatorNamed('refusal')
  if (evaluator === null) return []
  const evaluations = rows.map(({ prompt, completion }) =>
    runEvaluator(evaluator, { question: prompt, answer: completion }),
  )
  const shipped = evaluations.map((item) => item.kind === 'scored' && item.label !== 'full_compliance')
  const { count: seen, probabilities: unseen } = refusalsOfUnseenModels(set, sets)
  const found = shipped.map((isRefusal, row) => {
    const probability = unseen?.[row] ?? null
    return probability === null ? isRefusal : probability >= 0.5
  })
  const weights = weightsText(seen, rows.length, unseen !== null)
  const truth = rows.map(({ final_label }) => isRefusalLabel(final_label))
  const documents = rows.map(({ prompt_id, doc_id }, row) => prompt_id ?? doc_id ?? `row ${row}`)
  const models = [...new Set(rows.map(({ model }) => model))]
  const all = rows.map((_, row) => row)
  const agreement = (places: readonly number[], predicted: readonly boolean[]): Statistic =>
    kappaOf(
      places.map((row) => truth[row]!),
      places.map((row) => predicted[row]!),
    )
  const known = (places: readonly number[]) => {
    const of = (title: string, label: (row: (typeof rows)[number]) => string | undefined) => {
      const labelled = places.filter((row) => label(rows[row]!) !== undefined)
      if (labelled.length === 0) return null
      const predicted = rows.map((row) => isRefusalLabel(label(row) ?? ''))
      const weights = new Float64Array(labelled.length).fill(1)
      const kappa = agreement(labelled, predicted)(weights)
      return kappa === null ? null : `${title} ${kappa.toFixed(3)}`
    }
    return [of('GPT-4 judge', (row) => row.gpt4_label), of('string match', (row) => row.strmatch_label)]
      .filter((text) => text !== null)
      .join(', ')
  }
  const measure = (places: readonly number[], what: string, id: string, predicted = found) =>
    figure({
      name: `refusal_${id}_kappa`,
      what,
      unit: 'kappa',
      ...measureByDocument(
        places.map((row) => documents[row]!),
        agreement(places, predicted),
        id,
      ),
      target: 'T4',
      goal: seen > 0 && unseen === null ? null : { least: 0.82 },
      comparator: 'over five models GPT-4 judge 0.655, string match 0.745 to 0.786',
      judge: known(places) || null,
    })
  return [
    measure(all, `${name}, ${models.length} models${weights}${unscoredText(evaluations)}`, name),
    ...(unseen === null
      ? []
      : [
          {
            ...measure(all, `${name}, weights as they ship, which saw these rows`, `${name}_seen`, shipped),
            goal: null,
            comparator: null,
            judge: null,
          },
        ]),
    ...(models.length < 2
      ? []
      : models.map((model) => {
          const places = all.filter((row) => rows[row]!.model === model)
          return {
            ...measure(places, `${name}, answers of ${model} alone${weights}`, `${name}_${model}`),
            goal: null,
            comparator: null,
          }
        })),
  ]
}

function weightsText(seen: number, rows: number, isUnseen: boolean): string {
  if (seen === 0) return ''
  if (!isUnseen) return `, weights as they ship, which saw ${seen} of these ${rows} rows`
  return `, weights from the other models${seen < rows ? ` for the ${seen} rows that were trained on` : ''}`
}
