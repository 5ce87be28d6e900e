import { EVALUATORS } from '@assay/score/registry'
import type { Figure, Section } from './figure.ts'

/** What the page of an evaluator tells of its accuracy on public data. */
export interface EvaluatorFigure extends Pick<
  Figure,
  'name' | 'what' | 'value' | 'unit' | 'interval' | 'items' | 'documents' | 'comparator' | 'judge'
> {
  /** Version of the evaluator that was measured. */
  version: string
}

/** The figures of each evaluator of single samples, in the order of the page: theirs are the names that begin with its name. */
export function evaluatorFigures(sections: readonly Section[]): Record<string, EvaluatorFigure[]> {
  const figures = sections.flatMap((section) => section.figures)
  return Object.fromEntries(
    Object.values(EVALUATORS).flatMap(({ name, version }) => {
      const own = figures.filter((figure) => figure.name.startsWith(`${name.replaceAll('-', '_')}_`))
      return own.length === 0 ? [] : [[name, own.map((figure) => pick(figure, version))]]
    }),
  )
}

const pick = (figure: Figure, version: string): EvaluatorFigure => ({
  name: figure.name,
  what: figure.what,
  version,
  value: rounded(figure.value),
  unit: figure.unit,
  interval: figure.interval && {
    low: rounded(figure.interval.low) ?? 0,
    high: rounded(figure.interval.high) ?? 0,
  },
  items: figure.items,
  documents: figure.documents,
  comparator: figure.comparator,
  judge: figure.judge,
})

/** To as many digits as the page has, so that another machine's last bit changes nothing. */
const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(3)))
