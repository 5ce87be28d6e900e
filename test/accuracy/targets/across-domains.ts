import { balancedAccuracy } from '@assay/stats/classification/confusion-metrics'
import { chooseThreshold } from '@assay/stats/classification/choose-threshold'
import { measureByDocument } from '../measure/by-document.ts'
import { balancedAccuracyOf } from '../measure/statistics.ts'
import { figure, type Figure } from '../report/figure.ts'
import { byDomain, isFlattered, type ScoredSet, weightsText } from './faithfulness-scores.ts'

/** One domain of SummEdits. */
interface Domain {
  name: string
  documents: string[]
  isBad: boolean[]
  scores: number[]
}

/**
 * T1: mean balanced accuracy over the domains of SummEdits, each with the threshold that is best on all others together, and with weights
 * that never saw it. Nothing where there are fewer than two domains, since a threshold of the same domain would flatter.
 */
export function acrossDomains(sets: readonly ScoredSet[]): Figure[] {
  const domains = sets.flatMap((set): Domain[] =>
    [...byDomain(set)].map(([name, places]) => ({
      name,
      documents: places.map((place) => `${name} ${set.documents[place]!}`),
      isBad: places.map((place) => set.isBad[place]!),
      scores: places.map((place) => (set.unseen?.otherSets ?? set.shipped)[place]!),
    })),
  )
  if (domains.length < 2) return []
  const parts = domains.map((domain) => {
    const rest = domains.filter((other) => other !== domain)
    const { threshold } = chooseThreshold(
      rest.flatMap(({ scores }) => scores),
      rest.flatMap(({ isBad }) => isBad),
      balancedAccuracy,
    )!
    const isCalledBad = domain.scores.map((score) => score >= threshold)
    return { ...domain, statistic: balancedAccuracyOf(domain.isBad, isCalledBad) }
  })
  const starts = parts.map((_, part) =>
    parts.slice(0, part).reduce((sum, { scores }) => sum + scores.length, 0),
  )
  const mean = measureByDocument(
    parts.flatMap(({ documents }) => documents),
    (weights) => {
      const values = parts.flatMap(
        ({ scores, statistic }, part) =>
          statistic(weights.subarray(starts[part], starts[part]! + scores.length)) ?? [],
      )
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
    },
    'summedits domains',
  )
  const flattered = sets.filter(isFlattered).map(weightsText).join('')
  return [
    figure({
      name: 'faithfulness_summedits_mean_ba',
      what: `summedits, mean over ${parts.length} domains (${parts.map(({ name }) => name).join(', ')}), ${others(sets)} from the others${flattered}`,
      unit: 'BA',
      ...mean,
      target: 'T1',
      goal: sets.some(isFlattered) ? null : { least: 0.62 },
      comparator:
        'SummaC-Conv 0.571, Llama2-13B 0.588, QAFactEval 0.674, GPT-4 0.832, people 0.906 (over all domains)',
    }),
    ...parts.map(({ name, documents, statistic }) =>
      figure({
        name: `faithfulness_summedits_${name}_ba`,
        what: `summedits, ${name}, ${others(sets)} from the other domains${flattered}`,
        unit: 'BA',
        ...measureByDocument(documents, statistic, `summedits ${name} threshold`),
      }),
    ),
  ]
}

/** What a domain's figures rest on that comes from elsewhere. */
const others = (sets: readonly ScoredSet[]) =>
  sets.some(({ unseen }) => unseen !== null) ? 'weights and threshold' : 'threshold'
