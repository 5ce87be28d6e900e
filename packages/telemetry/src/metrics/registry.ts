import type { Family, HistogramPoint, Labels, NumberPoint } from './family.ts'

export interface Counter<Label extends string> {
  /** Adds to the series of these labels. `amount` is at least 0; default 1. */
  add(labels: Record<Label, string>, amount?: number): void
}

export interface Histogram<Label extends string> {
  /** Notes `times` observations of a value; default 1. */
  observe(labels: Record<Label, string>, value: number, times?: number): void
}

/** The metrics of a process. Names are unique; a second definition of a name is a fault. */
export interface Registry {
  counter<Label extends string = never>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** Series that are read when asked for, such as what another part counts already. */
  read(type: 'counter' | 'gauge', name: string, help: string, read: () => number | NumberPoint[]): void
  histogram<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
    bounds: readonly number[],
  ): Histogram<Label>
  /** All metrics as they stand, in the order of their definition. */
  collect(): Family[]
}

/** The label whose values come from outside; all others have closed sets of values. */
const OPEN_LABEL = 'project'
/** Stands for every project beyond the cap. */
export const OTHER = 'other'
const NAME = /^[a-z][a-z0-9_]*$/

/**
 * An own registry rather than a library, because one snapshot serves the text that is scraped and the OTLP that is
 * sent, and because the label `project` must have a bound: projects beyond `maxProjects` count under `other`.
 */
export function createRegistry(maxProjects = 200): Registry {
  const families = new Map<string, () => Family>()
  const projects = new Set<string>()

  const define = (name: string, collect: () => Family) => {
    if (!NAME.test(name) || families.has(name)) throw new Error(`the metric ${name} cannot be defined`)
    families.set(name, collect)
  }
  const bounded = (label: string, value: string): string => {
    if (label !== OPEN_LABEL || projects.has(value)) return value
    if (projects.size >= maxProjects) return OTHER
    projects.add(value)
    return value
  }
  /** Series by their labels' values, made when first seen. */
  const series = <Label extends string, T>(names: readonly Label[], make: (labels: Labels) => T) => {
    const known = new Map<string, T>()
    const get = (labels: Record<Label, string>): T => {
      const values = names.map((name) => bounded(name, labels[name]))
      const key = values.join('\u0000')
      let found = known.get(key)
      if (found === undefined) {
        found = make(Object.fromEntries(names.map((name, i) => [name, values[i] ?? ''])))
        known.set(key, found)
      }
      return found
    }
    return { get, all: () => [...known.values()] }
  }

  return {
    counter(name, help, labels = []) {
      const points = series(labels, (own): NumberPoint => ({ labels: own, value: 0 }))
      define(name, () => ({ name, help, type: 'counter', points: points.all().map((p) => ({ ...p })) }))
      return {
        add(own, amount = 1) {
          if (amount > 0) points.get(own).value += amount
        },
      }
    },
    read(type, name, help, read) {
      define(name, () => {
        const now = read()
        return { name, help, type, points: typeof now === 'number' ? [{ labels: {}, value: now }] : now }
      })
    },
    histogram(name, help, labels, bounds) {
      const empty = (own: Labels) => ({
        labels: own,
        counts: new Array<number>(bounds.length + 1).fill(0),
        sum: 0,
        count: 0,
      })
      const points = series(labels, empty)
      const copy = (p: HistogramPoint): HistogramPoint => ({ ...p, counts: [...p.counts] })
      define(name, () => ({ name, help, type: 'histogram', bounds, points: points.all().map(copy) }))
      return {
        observe(own, value, times = 1) {
          const point = points.get(own)
          const at = bounds.findIndex((bound) => value <= bound)
          const bucket = at < 0 ? bounds.length : at
          point.counts[bucket] = (point.counts[bucket] ?? 0) + times
          point.sum += value * times
          point.count += times
        },
      }
    },
    collect: () => [...families.values()].map((family) => family()),
  }
}
