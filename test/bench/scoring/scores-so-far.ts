import { KEY, type BenchServer } from '../ingest/server.ts'

/** What the process has scored since it started. */
export interface ScoringState {
  /** Spans whose scores are on disk. */
  done: number
  dead: number
  /** Of what rules draw, the part that is scored now. */
  share: number
  /** Batches that took at most so many seconds from arrival to disk, ascending by bound. */
  lags: { bound: number; count: number }[]
}

/** Reads the metrics of the process. */
export async function scoringState(server: BenchServer): Promise<ScoringState> {
  const response = await fetch(`${server.apiUrl}/metrics`, { headers: { authorization: `Bearer ${KEY}` } })
  const text = await response.text()
  const sum = (pattern: RegExp) =>
    [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)
  return {
    done: sum(/^assay_scoring_targets_total\{[^}]*outcome="done"[^}]*\} (\S+)$/gm),
    dead: sum(/^assay_scoring_targets_total\{[^}]*outcome="dead"[^}]*\} (\S+)$/gm),
    share: Number(/^assay_scoring_share\{[^}]*\} (\S+)$/m.exec(text)?.[1] ?? 1),
    lags: [...text.matchAll(/^assay_scoring_lag_seconds_bucket\{le="([^"]+)"\} (\S+)$/gm)].map((match) => ({
      bound: match[1] === '+Inf' ? Infinity : Number(match[1]),
      count: Number(match[2]),
    })),
  }
}

/** The bound below which a share of the batches between two states lies. */
export function lagBetween(before: ScoringState, after: ScoringState, share: number): number {
  const counts = after.lags.map(({ bound, count }) => ({
    bound,
    count: count - (before.lags.find((lag) => lag.bound === bound)?.count ?? 0),
  }))
  const total = counts.at(-1)?.count ?? 0
  return counts.find(({ count }) => count >= total * share)?.bound ?? Infinity
}
