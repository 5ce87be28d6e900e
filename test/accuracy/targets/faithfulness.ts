import { knownSet } from '../data/known-figures.ts'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { measureByDocument } from '../measure/by-document.ts'
import { evaluatorNamed, unscoredText } from '../measure/run-evaluator.ts'
import { areaOf, balancedAccuracyOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { acrossDomains } from './across-domains.ts'
import { byDomain, isFlattered, type ScoredSet, scoreSets, weightsText } from './faithfulness-scores.ts'

/** T1 to T3: how well unfaithful answers are told from faithful ones, set by set. */
export function faithfulness(sets: readonly DataSet[]): Section {
  const evaluator = evaluatorNamed('faithfulness')
  const scored = evaluator === null ? [] : scoreSets(setsOf(sets, 'faithfulness'), evaluator)
  return {
    title: 'Faithfulness to a given context',
    about:
      'AUROC and balanced accuracy (BA) of the class that is not supported. The evaluator sees context, answer and the kind of task, nothing else ' +
      'of a row. The shipped weights were trained on some of these rows: there, figures are of weights trained anew without the documents that ' +
      'are scored, or without the whole set. How rare words are was counted once over the contexts of all these sets, without labels, and stays ' +
      'the same for all weights. An answer that claims nothing gets no score and stands in the middle here. ' +
      '"Answer length alone" is the AUROC of counting characters: near it, a set tells nothing.',
    figures: [
      ...acrossDomains(scored.filter(({ base }) => base.toLowerCase().startsWith('summedits'))),
      ...scored.flatMap(setFigures),
    ],
  }
}

function setFigures(set: ScoredSet): Figure[] {
  const { name, base, isBad, documents, evaluations, rows, shipped, unseen } = set
  const known = knownSet(base)
  const scores = unseen?.otherDocuments ?? shipped
  const area = (id: string, what: string, of: readonly number[], more: Partial<Figure> = {}) =>
    figure({
      name: `faithfulness_${name}_${id}`,
      what: `${name}${what}`,
      unit: 'AUROC',
      ...measureByDocument(documents, areaOf(of, isBad), name),
      ...more,
    })
  const length = measureByDocument(
    documents,
    areaOf(
      rows.map(({ answer }) => answer.length),
      isBad,
    ),
    name,
  )
  const comparator = [
    known?.published,
    length.value === null ? undefined : `answer length alone ${length.value.toFixed(3)}`,
  ]
  return [
    area('auroc', `${weightsText(set)}${unscoredText(evaluations)}`, scores, {
      target: known?.target ?? null,
      goal: known?.least == null || isFlattered(set) ? null : { least: known.least },
      comparator: comparator.filter((text) => text !== undefined).join('; ') || null,
    }),
    ...(unseen === null
      ? []
      : [
          area('other_sets_auroc', ', weights from other sets alone', unseen.otherSets),
          area('seen_auroc', ', weights as they ship, which saw these rows', shipped),
        ]),
    figure({
      name: `faithfulness_${name}_ba`,
      what: `${name}, by the label${weightsText(set)}`,
      unit: 'BA',
      ...measureByDocument(
        documents,
        balancedAccuracyOf(
          isBad,
          scores.map((score) => score >= 0.5),
        ),
        name,
      ),
    }),
    ...domainFigures(set, scores),
  ]
}

/** Parts of a set that has several. */
function domainFigures(set: ScoredSet, scores: readonly number[]): Figure[] {
  const parts = byDomain(set)
  if (parts.size < 2) return []
  return [...parts].map(([domain, places]) => {
    const of = <Item>(list: readonly Item[]) => places.map((place) => list[place]!)
    return figure({
      name: `faithfulness_${set.name}_${domain}_auroc`,
      what: `${set.name}, ${domain} alone${weightsText(set)}`,
      unit: 'AUROC',
      ...measureByDocument(of(set.documents), areaOf(of(scores), of(set.isBad)), `${set.name} ${domain}`),
    })
  })
}
