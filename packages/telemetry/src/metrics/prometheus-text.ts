import type { Family, HistogramPoint, Labels } from './family.ts'

/** Media type of the text below. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/**
 * Metrics as Prometheus reads them, text format 0.0.4. Families without a series are left out.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusText(families: readonly Family[]): string {
  return families
    .filter((family) => family.points.length > 0)
    .map((family) => `${head(family)}${lines(family).join('\n')}\n`)
    .join('')
}

const head = ({ name, help, type }: Family) =>
  `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`

function lines(family: Family): string[] {
  if (family.type === 'histogram') {
    return family.points.flatMap((point) => histogramLines(family.name, family.bounds, point))
  }
  return family.points.map(({ labels, value }) => `${family.name}${labelText(labels)} ${numberText(value)}`)
}

/** Buckets are cumulative here, and the last one, `+Inf`, equals the count. */
function histogramLines(name: string, bounds: readonly number[], point: HistogramPoint): string[] {
  let sum = 0
  const buckets = point.counts.map((count, i) => {
    sum += count
    const bound = bounds[i]
    const le = bound === undefined ? '+Inf' : numberText(bound)
    return `${name}_bucket${labelText({ ...point.labels, le })} ${sum}`
  })
  const labels = labelText(point.labels)
  return [
    ...buckets,
    `${name}_sum${labels} ${numberText(point.sum)}`,
    `${name}_count${labels} ${point.count}`,
  ]
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escape = (value: string) =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return String(value)
  return value > 0 ? '+Inf' : '-Inf'
}
