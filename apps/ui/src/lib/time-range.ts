/** Ranges that end now, by the name they have in the URL, with their length in milliseconds. */
export const PRESETS = {
  '15m': { label: 'Last 15 minutes', short: '15 min', lengthMs: 900_000 },
  '1h': { label: 'Last hour', short: '1 h', lengthMs: 3_600_000 },
  '6h': { label: 'Last 6 hours', short: '6 h', lengthMs: 21_600_000 },
  '24h': { label: 'Last 24 hours', short: '24 h', lengthMs: 86_400_000 },
  '7d': { label: 'Last 7 days', short: '7 d', lengthMs: 604_800_000 },
  '30d': { label: 'Last 30 days', short: '30 d', lengthMs: 2_592_000_000 },
} as const
export type Preset = keyof typeof PRESETS
const DEFAULT_PRESET: Preset = '24h'

/** A range that moves with the clock, or two instants (ISO 8601; from inclusive, to exclusive). */
export type TimeRange = { preset: Preset } | { from: string; to: string }

export const isPreset = (value: string): value is Preset => Object.hasOwn(PRESETS, value)

/** The range a URL names; what cannot be read is the default range. One that ends before it begins is the API's to refuse. */
export function readRange(params: URLSearchParams): TimeRange {
  const from = instantOf(params.get('from'))
  const to = instantOf(params.get('to'))
  if (from !== null && to !== null) return { from, to }
  const preset = params.get('range') ?? DEFAULT_PRESET
  return { preset: isPreset(preset) ? preset : DEFAULT_PRESET }
}

/** Writes a range into the parameters of a URL; the default range is left out. */
export function writeRange(params: URLSearchParams, range: TimeRange): void {
  for (const key of ['range', 'from', 'to']) params.delete(key)
  if ('preset' in range) {
    if (range.preset !== DEFAULT_PRESET) params.set('range', range.preset)
  } else {
    params.set('from', range.from)
    params.set('to', range.to)
  }
}

/**
 * The instants to ask the API for; a preset has no end, so that what arrives while reading is included, and starts on
 * a whole ten seconds, so that the server's and the browser's first question are mostly the same one.
 */
export function boundsOf(range: TimeRange, nowMs: number): { from: string; to?: string } {
  if (!('preset' in range)) return { from: range.from, to: range.to }
  return {
    from: new Date(Math.floor((nowMs - PRESETS[range.preset].lengthMs) / 10_000) * 10_000).toISOString(),
  }
}

const instantOf = (text: string | null): string | null => {
  const ms = text === null ? NaN : Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
