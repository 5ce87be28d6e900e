import type { AnyValue, Attributes } from '@assay/contract/any-value'
import { asText } from './parse-json.ts'

/** Reads attributes by key and remembers which ones a rule has used, so that the others can be kept apart. */
export class AttributeReader {
  readonly attributes: Attributes
  readonly #used = new Set<string>()

  constructor(attributes: Attributes) {
    this.attributes = attributes
  }

  has(key: string): boolean {
    return this.attributes.has(key)
  }

  use(key: string): void {
    this.#used.add(key)
  }

  /** The value as it came; undefined when absent. */
  raw(key: string): AnyValue | undefined {
    const value = this.attributes.get(key)
    if (value !== undefined) this.#used.add(key)
    return value
  }

  /** A text that is not empty; numbers count as their digits, so that numeric ids are ids. */
  text(key: string): string | null {
    const value = this.attributes.get(key)
    if (value === undefined) return null
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null
    this.#used.add(key)
    return value === '' ? null : String(value)
  }

  /** Any value as text, lists and maps as JSON text. */
  body(key: string): string | null {
    return asText(this.raw(key))
  }

  /** A finite number; texts of digits count. */
  number(key: string): number | null {
    const value = this.attributes.get(key)
    if (value === undefined) return null
    const number = toNumber(value)
    if (number !== null) this.#used.add(key)
    return number
  }

  /** A count of tokens: a whole number, at least 0. One that is none is left among the others, where people see it. */
  count(key: string): number | null {
    const value = toNumber(this.attributes.get(key))
    const count = value === null ? null : toCount(value)
    if (count !== null) this.#used.add(key)
    return count
  }

  /** Attributes that nobody asked for, in order of arrival. */
  others(): [key: string, value: AnyValue][] {
    const others: [string, AnyValue][] = []
    for (const entry of this.attributes) if (!this.#used.has(entry[0])) others.push(entry)
    return others
  }
}

/** A finite number from a number, a bigint or a text of one; null for all else. */
export function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string' || value.length === 0 || value.length > 32 || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** More tokens than any call has; a number above is a mistake, and would make nonsense of every sum it is in. */
const MOST_TOKENS = 1e9

/** A whole number from 0; null for a negative one, which counts nothing, and above a thousand million. */
export const toCount = (value: number): number | null =>
  value < 0 || value > MOST_TOKENS ? null : Math.abs(Math.round(value))
