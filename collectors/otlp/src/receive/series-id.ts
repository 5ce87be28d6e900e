import { hash } from 'node:crypto'
import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { RawMetric, RawPoint } from '@assay/contract/raw-metric'
import { encodeAttributes } from '@assay/normalise/rows/json-attributes'

/** Makes texts one text that tells where each of them ends. */
const joined = (parts: readonly string[]): string => parts.map((part) => `${part.length}:${part}`).join('')

const byKey = ([a]: [string, AnyValue], [b]: [string, AnyValue]): number => (a < b ? -1 : a > b ? 1 : 0)

function sorted(value: AnyValue): AnyValue {
  if (Array.isArray(value)) return value.map(sorted)
  return value instanceof Map ? sortedAttributes(value) : value
}

const sortedAttributes = (attributes: Attributes): Attributes =>
  new Map([...attributes].sort(byKey).map(([key, value]) => [key, sorted(value)]))

const heads = new WeakMap<RawMetric, string>()

/** What all points of a metric share, as a digest that is made once. */
function headOf(metric: RawMetric): string {
  let head = heads.get(metric)
  if (head === undefined) {
    const { scope, resource } = metric
    const parts = [
      metric.name,
      metric.unit,
      metric.type,
      String(metric.temporality),
      String(metric.isMonotonic),
      scope.name,
      scope.version,
      encodeAttributes(sortedAttributes(scope.attributes)),
      encodeAttributes(sortedAttributes(resource.attributes)),
    ]
    heads.set(metric, (head = hash('sha256', joined(parts))))
  }
  return head
}

/**
 * 16 bytes that tell a series from all others of its project: SHA-256 over name, unit, kind of point, scope, resource
 * and attributes, cut to 128 bits. That is what identifies a stream in OpenTelemetry
 * (https://opentelemetry.io/docs/specs/otel/metrics/data-model/#opentelemetry-protocol-data-model); the order of
 * attributes does not matter, their types do. Among a billion series the chance that any two share an id is below
 * 2^-68, and nobody can make two that do.
 *
 * @throws RangeError when an attribute nests too deep to be written.
 */
export function seriesId(point: RawPoint): Uint8Array {
  const attributes = encodeAttributes(sortedAttributes(point.attributes))
  const digest = hash('sha256', headOf(point.metric) + attributes, 'buffer')
  return new Uint8Array(digest.subarray(0, 16))
}
