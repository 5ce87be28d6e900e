/** Shown wherever a number or text is missing; never 0. */
export const MISSING = '–'

type Maybe<T> = T | null | undefined

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A count, exact: `1,234`. */
export const formatCount = (value: Maybe<number>): string => (has(value) ? whole.format(value) : MISSING)

/** A count in little space: `1,234`, from 10,000 on `12.4k`, `3.1M`, `2B`. */
export function formatCompact(value: Maybe<number>): string {
  if (!has(value)) return MISSING
  for (const [unit, size] of SIZES) {
    // Rounding may carry into the next unit: 999,950 is 1M, not 1000k.
    if (Math.abs(value) >= size * 0.99995) return `${trim(value / size, 1)}${unit}`
  }
  if (Math.abs(value) >= 9999.5) return `${trim(value / 1e3, 1)}k`
  return whole.format(value)
}
const SIZES = [
  ['B', 1e9],
  ['M', 1e6],
] as const

/** A share, 0 to 1, in per cent with at most three digits: `12.3 %`. */
export const formatPercent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`

/** A duration in milliseconds: `0.4 ms`, `340 ms`, `2.1 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`. */
export function formatDuration(ms: Maybe<number>): string {
  if (!has(ms)) return MISSING
  if (ms === 0) return '0 ms'
  if (ms < 9.95) return `${trim(ms, ms < 0.095 ? 3 : 1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${trim(ms / 1000, ms < 9_995 ? 2 : 1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** US dollars with as many digits as the amount needs: `$0.0042`, `$0.12`, `$3.40`, `$1,234`. */
export function formatCost(usd: Maybe<number>): string {
  if (!has(usd)) return MISSING
  if (usd === 0) return '$0'
  if (usd < 0.000001) return '<$0.000001'
  if (usd < 0.1) return `$${usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(usd))))}`
  if (usd < 999.995) return `$${usd.toFixed(2)}`
  return `$${whole.format(usd)}`
}

/**
 * Cost with the sign of a lower bound where some calls have no price: `≥ $0.0042`, and `≥ $0` where what is known is too small to be told;
 * no known cost at all is missing.
 */
export function formatBoundedCost(usd: Maybe<number>, unpricedCalls: number): string {
  if (!has(usd) || unpricedCalls === 0) return formatCost(usd)
  return `≥ ${formatCost(usd < 0.000001 ? 0 : usd)}`
}

/** What to say on hover about a cost that is no exact sum; undefined when it is. */
export function explainCost(usd: Maybe<number>, unpricedCalls: number): string | undefined {
  if (unpricedCalls === 0) return has(usd) ? undefined : 'No call carried tokens that could be priced'
  const calls = `${formatCount(unpricedCalls)} ${unpricedCalls === 1 ? 'call has' : 'calls have'} no known price`
  return has(usd) ? `Lower bound: ${calls}` : `${calls[0]?.toUpperCase()}${calls.slice(1)}`
}

/** Sum of input and output tokens; missing only when both are. */
export function totalTokens(input: Maybe<number>, output: Maybe<number>): number | null {
  return has(input) || has(output) ? (input ?? 0) + (output ?? 0) : null
}

/** How long ago, from two instants in milliseconds: `now`, `12 s ago`, `3 h ago`, `5 d ago`; the future says `in 3 h`. */
export function formatAgo(then: number, now: number): string {
  const distance = Math.abs(now - then)
  if (distance < 1000) return 'now'
  const [size, unit] = AGES.find(([size]) => distance >= size) ?? [1000, 's']
  const text = `${Math.floor(distance / size)} ${unit}`
  return then <= now ? `${text} ago` : `in ${text}`
}
const AGES = [
  [365 * 86_400_000, 'y'],
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const

/** Milliseconds since 1970 of an ISO instant with up to nine fractional digits. */
export const instantMs = (instant: string): number => Date.parse(instant.replace(/(\.\d{3})\d+/, '$1'))

/** The exact instant in a time zone (default: the person's): `2026-11-20 08:00:00.123 UTC`. */
export function formatExact(instant: string | number, timeZone?: string): string {
  const date = new Date(typeof instant === 'number' ? instant : instantMs(instant))
  if (Number.isNaN(date.getTime())) return MISSING
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...EXACT,
    ...(timeZone === undefined ? {} : { timeZone }),
  })
    .formatToParts(date)
    .reduce<Record<string, string>>((all, { type, value }) => ({ ...all, [type]: value }), {})
  const day = `${parts['year']}-${parts['month']}-${parts['day']}`
  return `${day} ${parts['hour']}:${parts['minute']}:${parts['second']}.${parts['fractionalSecond']} ${parts['timeZoneName']}`
}
const EXACT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
  timeZoneName: 'short',
}

/** An instant of a chart, in UTC, as the server and the browser would else not agree. */
export const formatStep = (instant: string): string =>
  new Date(instant).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  })

const has = (value: Maybe<number>): value is number =>
  value !== null && value !== undefined && Number.isFinite(value)
const trim = (value: number, digits: number): string => String(Number(value.toFixed(digits)))
const pair = (big: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${big} ${unit}` : `${big} ${unit} ${small} ${smallUnit}`
