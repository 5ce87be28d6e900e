/** Longest wait that is believed: what asks for more is a mistake, or means tomorrow. */
const LONGEST_WAIT_MS = 24 * 3_600_000

/**
 * How long a response asks to wait, in milliseconds from 0 to a day; null where it does not say. `retry-after` holds seconds or an HTTP
 * date (RFC 9110, 10.2.3); `retry-after-ms` is what some gateways send beside it. `now` in milliseconds since 1970.
 */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const precise = headers.get('retry-after-ms')?.trim() ?? ''
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(precise)) return Math.min(Number(precise), LONGEST_WAIT_MS)
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,12}(?:\.\d{1,6})?$/.test(value)) return Math.min(Number(value) * 1000, LONGEST_WAIT_MS)
  // Date.parse takes nearly anything for a date: a weekday or a letter has to come first.
  const date = /^[A-Za-z]/.test(value) && value.length < 64 ? Date.parse(value) : NaN
  return Number.isNaN(date) ? null : Math.min(Math.max(date - now, 0), LONGEST_WAIT_MS)
}
