import { knownSet } from '../data/known-figures.ts'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { measureByDocument } from '../measure/by-document.ts'
import { evaluatorNamed, unscoredText } from '../measure/run-evaluator.ts'
import { areaOf, balancedAccuracyOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'
import { byDomain, type ScoredSet, scoreSet } from './faithfulness-scores.ts'
import { acrossDomains } from './across-domains.ts'

/** T1 to T3: how well unfaithful answers are told from faithful ones, set by set. */
export function faithfulness(sets: readonly DataSet[]): Section {
  const evaluator = evaluatorNamed('faithfulness')
  const scored = evaluator === null ? [] : setsOf(sets, 'faithfulness').map((set) => scoreSet(set, evaluator))
  const isEdited = ({ name }: ScoredSet) => name.toLowerCase().startsWith('summedits')
  return {
    title: 'Faithfulness to a given context',
    about:
      'One frozen configuration over all sets; it sees context, answer and the kind of task, nothing else of a row. AUROC of the class that ' +
      'is not supported. "Answer length alone" is the AUROC of a scorer that counts characters: near it, a set tells nothing.',
    figures: [...acrossDomains(scored.filter(isEdited)), ...scored.flatMap(setFigures)],
  }
}

function setFigures(set: ScoredSet): Figure[] {
  const { name, scores, isBad, documents, evaluations, rows } = set
  const known = knownSet(name)
  const length = measureByDocument(
    documents,
    areaOf(
      rows.map(({ answer }) => answer.length),
      isBad,
    ),
    name,
  )
  const comparator = [known?.published, `answer length alone ${length.value.toFixed(3)}`]
  const isCalledBad = evaluations.map((item) => item.kind === 'scored' && item.label !== 'supported')
  const parts = byDomain(set)
  return [
    figure({
      name: `faithfulness_${name}_auroc`,
      what: `${name}${unscoredText(evaluations)}`,
      unit: 'AUROC',
      ...measureByDocument(documents, areaOf(scores, isBad), name),
      target: known?.target ?? null,
      goal: known?.least == null ? null : { least: known.least },
      comparator: comparator.filter((text) => text !== undefined).join('; '),
    }),
    figure({
      name: `faithfulness_${name}_ba`,
      what: `${name}, by the label as it ships`,
      unit: 'BA',
      ...measureByDocument(documents, balancedAccuracyOf(isBad, isCalledBad), name),
    }),
    ...[...(parts.size > 1 ? parts : [])].map(([domain, places]) => {
      const of = <Item>(list: readonly Item[]) => places.map((place) => list[place]!)
      return figure({
        name: `faithfulness_${name}_${domain}_auroc`,
        what: `${name}, ${domain} alone`,
        unit: 'AUROC',
        ...measureByDocument(of(documents), areaOf(of(scores), of(isBad)), `${name} ${domain}`),
      })
    }),
  ]
}
