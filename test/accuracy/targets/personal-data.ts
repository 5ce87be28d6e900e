import type { Evaluation } from '@assay/score/evaluation'
import type { SampleEvaluator } from '@assay/score/evaluator'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { measureByDocument, type Statistic } from '../measure/by-document.ts'
import { type MatchRule, matchSpans, type SpanCounts, type TypedSpan } from '../measure/match-spans.ts'
import { evaluatorNamed, runEvaluator } from '../measure/run-evaluator.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'

/** Types that a pattern or a checksum settles. */
const STRUCTURED = [
  'CREDIT_CARD',
  'DOMAIN_NAME',
  'EMAIL_ADDRESS',
  'IBAN_CODE',
  'IP_ADDRESS',
  'PHONE_NUMBER',
  'URL',
  'US_SSN',
]

const STRICT: MatchRule = { overlap: 0.9, anyType: false }
const RULES: readonly (readonly [id: string, what: string, rule: MatchRule])[] = [
  ['', 'all types, span and type right', STRICT],
  ['_any_type', 'all types, span right, of whatever type', { ...STRICT, anyType: true }],
  ['_touching', 'all types, type right, spans share a character', { ...STRICT, overlap: 1e-9 }],
]

/** T6: spans of personal data, by type and together. */
export function personalData(sets: readonly DataSet[]): Section {
  const evaluator = evaluatorNamed('pii')
  return {
    title: 'Personal data',
    about:
      'A span is right when it shares 90 % of its characters with the labelled one (as presidio-research counts, punctuation at the ends apart). ' +
      'F2 weighs recall twice as much as precision. Texts of one template are drawn together.',
    figures: evaluator === null ? [] : setsOf(sets, 'pii').flatMap((set) => setFigures(set, evaluator)),
  }
}

function setFigures({ name, rows }: DataSet<'pii'>, evaluator: SampleEvaluator): Figure[] {
  const found = rows.map(({ text }) => spansOf(runEvaluator(evaluator, { answer: text })))
  const documents = rows.map(({ template_id, doc_id }, row) => template_id ?? doc_id ?? `row ${row}`)
  const count = (rule: MatchRule) =>
    rows.map(({ text, spans }, row) => matchSpans(text, spans, found[row]!, rule))
  const strict = count(STRICT)
  const spans = rows.flatMap((row) => row.spans)
  const types = [...new Set(spans.map(({ type }) => type))].sort()
  const together = RULES.map(([id, what, rule]) => {
    const counts = rule === STRICT ? strict : count(rule)
    return figure({
      name: `pii_${name}_f2${id}`,
      what: `${name}, ${what}`,
      unit: 'F2',
      ...measureByDocument(documents, fScoreOf(counts, null, 2), `pii ${name}`),
      items: spans.length,
      target: 'T6',
      goal: rule === STRICT ? { least: 0.7 } : null,
      comparator: rule === STRICT ? 'Presidio by default 0.618' : null,
    })
  })
  const single = types.map((type) =>
    figure({
      name: `pii_${name}_${type}_f1`,
      what: `${name}, ${type}`,
      unit: 'F1',
      ...measureByDocument(documents, fScoreOf(strict, type, 1), `pii ${name} ${type}`),
      items: spans.filter((span) => span.type === type).length,
      target: 'T6',
      goal: STRUCTURED.includes(type) ? { least: 0.98 } : null,
    }),
  )
  return [...together, ...single]
}

function spansOf(evaluation: Evaluation): TypedSpan[] {
  if (evaluation.kind !== 'scored') return []
  return evaluation.findings.map(({ kind, place }) => ({
    type: kind.toUpperCase(),
    start: place.start,
    end: place.end,
  }))
}

/** F-beta over the spans of all rows, of one type or of all; 1 where there is nothing to find and nothing was found. */
function fScoreOf(
  counts: readonly ReadonlyMap<string, SpanCounts>[],
  type: string | null,
  beta: number,
): Statistic {
  const rows = counts.map((byType) =>
    [...byType].filter(([name]) => type === null || name === type).map(([, item]) => item),
  )
  return (weights) => {
    let [hits, found, wanted] = [0, 0, 0]
    for (const [row, items] of rows.entries()) {
      for (const { truePositives, falsePositives, falseNegatives } of items) {
        hits += weights[row]! * truePositives
        found += weights[row]! * (truePositives + falsePositives)
        wanted += weights[row]! * (truePositives + falseNegatives)
      }
    }
    const whole = beta ** 2 * wanted + found
    return whole > 0 ? ((1 + beta ** 2) * hits) / whole : 1
  }
}
