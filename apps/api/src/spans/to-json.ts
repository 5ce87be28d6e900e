import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { JsonValue } from '@assay/contract/message'

/** An attribute value as JSON: integers beyond 2^53 as strings of digits, bytes as `{"$bytes": base64}`, NaN and infinities as words. */
export function toJson(value: AnyValue): JsonValue {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(toJson)
  return attributesToJson(value)
}

/** Attributes as a JSON object. Without a prototype, so that a key such as `__proto__` is a key like any other. */
export function attributesToJson(attributes: Attributes): Record<string, JsonValue> {
  const object = Object.create(null) as Record<string, JsonValue>
  for (const [key, value] of attributes) object[key] = toJson(value)
  return object
}
