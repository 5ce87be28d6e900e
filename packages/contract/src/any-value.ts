/**
 * One OTLP attribute value in memory.
 *
 * 64-bit integers are `number` when safe and `bigint` otherwise, so that no digit is lost; doubles are
 * `number`; bytes are `Uint8Array`; an empty AnyValue is `null`; a kvlist is a `Map`, never an object, so that
 * no key of a sender can reach a prototype.
 */
export type AnyValue =
  null | string | boolean | number | bigint | Uint8Array | AnyValue[] | Map<string, AnyValue>

/** Attributes as they came, in order of arrival. Of a key sent twice the last value stands. */
export type Attributes = Map<string, AnyValue>
