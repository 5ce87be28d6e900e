import { AssayError } from '@assay/contract/error'

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)$/

/** Nanoseconds since 1970 as ISO 8601 in UTC; the fraction has 0 to 9 digits, without trailing zeros. */
export function nsToInstant(ns: bigint): string {
  const fraction = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const whole = new Date(Number((ns - fraction) / 1_000_000n)).toISOString().slice(0, 19)
  const digits = fraction.toString().padStart(9, '0').replace(/0+$/, '')
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`
}

/** Nanoseconds since 1970 of an ISO 8601 instant with an offset. @throws AssayError `invalid` for any other text. */
export function instantToNs(text: string): bigint {
  const parts = ISO.exec(text)
  const ms = parts ? Date.parse(`${parts[1]}${parts[3]}`) : Number.NaN
  if (!parts || Number.isNaN(ms)) throw new AssayError('invalid', `${text} is no ISO 8601 instant`)
  return BigInt(ms) * 1_000_000n + BigInt((parts[2] ?? '').padEnd(9, '0'))
}
