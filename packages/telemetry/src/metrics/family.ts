export type Labels = Readonly<Record<string, string>>

export interface NumberPoint {
  labels: Labels
  value: number
}

export interface HistogramPoint {
  labels: Labels
  /** Observations at most at each bound of the family and above the one before; one more for those above all. */
  counts: readonly number[]
  sum: number
  count: number
}

/** A metric with all its series, as it stands now. Counters' names end in `_total`, and units stand in the name. */
export type Family =
  | { name: string; help: string; type: 'counter' | 'gauge'; points: readonly NumberPoint[] }
  | {
      name: string
      help: string
      type: 'histogram'
      bounds: readonly number[]
      points: readonly HistogramPoint[]
    }
