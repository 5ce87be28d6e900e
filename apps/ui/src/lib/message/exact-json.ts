import type { JsonValue } from '@assay/contract/message'

/** A number whose digits JavaScript would change (long integers, trailing zeros), kept as it was written. */
export class ExactNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

export type ExactJson =
  null | boolean | number | string | ExactNumber | ExactJson[] | { [key: string]: ExactJson }

type Reviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown

/** Parses JSON without changing a digit of its numbers. Throws SyntaxError on text that is no JSON. */
export function parseExactJson(text: string): ExactJson {
  const revive: Reviver = (_key, value, context) => {
    const source = context?.source
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value
    return new ExactNumber(source)
  }
  return JSON.parse(text, revive) as ExactJson
}

/** The value of a JSON text; null where it cannot be read, be it broken or nested beyond what the browser can walk. */
export function readJson(text: string): { value: ExactJson } | null {
  try {
    return { value: parseExactJson(text) }
  } catch {
    return null
  }
}

/** Deeper than this a value stands on one line. */
const MAX_PRETTY_DEPTH = 100

/** A value as indented JSON text. */
export function prettyJson(value: JsonValue | ExactJson, indent = ''): string {
  if (value instanceof ExactNumber) return value.source
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (indent.length > MAX_PRETTY_DEPTH * 2) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    return `[\n${value.map((v) => inner + prettyJson(v, inner)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  return `{\n${entries.map(([k, v]) => `${inner}${JSON.stringify(k)}: ${prettyJson(v, inner)}`).join(',\n')}\n${indent}}`
}
