import type { IngestAnswer } from '@assay/contract/api/ingest'
import { INGEST_SIGNALS, ITEM_REASONS, REQUEST_REASONS } from '@assay/contract/ingest'
import { REASON_SENTENCES } from '@assay/contract/reason-sentence'
import type { IngestCount, IngestCounts } from '@assay/store/clickhouse/queries/ingest-counts'
import { lagQuantile } from './lag-quantile.ts'

type Reasons = IngestAnswer['refusedItems']

/** The counts of a project as its page shows them. */
export function toIngestAnswer(counts: IngestCounts, spool: IngestAnswer['spool']): IngestAnswer {
  const { rows, from, to, stepSeconds } = counts
  const byStep = Map.groupBy(rows, (row) => row.step)
  const steps = Array.from({ length: Math.ceil((to - from) / stepSeconds) }, (_, i) => from + i * stepSeconds)
  const requests = rows.filter(({ event }) => event === 'requests')
  const refusedRequests = requests.filter(({ reason }) => reason !== 'ok')
  return {
    from: instant(from),
    to: instant(to),
    totals: {
      ...fourCounts(rows),
      requests: sum(requests),
      refusedRequests: sum(refusedRequests),
      bytes: sum(rows.filter(({ event }) => event === 'bytes')),
    },
    signals: INGEST_SIGNALS.map((signal) => {
      const own = rows.filter((row) => row.signal === signal)
      return { signal, ...fourCounts(own), lastTime: lastArrival(own) }
    }),
    refusedItems: reasonsOf(
      rows.filter(({ event }) => event === 'refused'),
      ITEM_REASONS,
    ),
    refusedRequests: reasonsOf(refusedRequests, REQUEST_REASONS),
    stepSeconds,
    series: steps.map((step) => ({ time: instant(step), ...fourCounts(byStep.get(step) ?? []) })),
    lastArrival: lastArrival(rows),
    lag: lagOf(rows),
    spool,
  }
}

function fourCounts(rows: readonly IngestCount[]) {
  const of = (name: IngestCount['event']) => sum(rows.filter(({ event }) => event === name))
  return { received: of('received'), accepted: of('accepted'), refused: of('refused'), stored: of('stored') }
}

function reasonsOf(rows: readonly IngestCount[], known: readonly (keyof typeof REASON_SENTENCES)[]): Reasons {
  const groups = Map.groupBy(rows, ({ signal, reason }) => `${signal} ${reason}`)
  return [...groups.values()]
    .flatMap((group) => {
      const first = group[0]
      if (!first) return []
      const reason = known.find((name) => name === first.reason)
      // A newer process may count under a name that this one does not know.
      const sentences = reason ? REASON_SENTENCES[reason] : { meaning: 'A newer Assay knows.', todo: '' }
      const lastTime = instant(Math.max(...group.map(({ lastMinute }) => lastMinute)))
      return [{ reason: first.reason, signal: first.signal, count: sum(group), ...sentences, lastTime }]
    })
    .sort((a, b) => b.count - a.count)
}

function lastArrival(rows: readonly IngestCount[]): string | null {
  const minutes = rows.filter(({ event }) => event === 'received').map(({ lastMinute }) => lastMinute)
  return minutes.length === 0 ? null : instant(Math.max(...minutes))
}

function lagOf(rows: readonly IngestCount[]): IngestAnswer['lag'] {
  const buckets = new Map<string, number>()
  for (const { event, reason, items } of rows)
    if (event === 'lag') buckets.set(reason, (buckets.get(reason) ?? 0) + items)
  const n = [...buckets.values()].reduce((total, items) => total + items, 0)
  return { n, p50Ms: lagQuantile(buckets, 0.5), p95Ms: lagQuantile(buckets, 0.95) }
}

const sum = (rows: readonly IngestCount[]) => rows.reduce((total, { items }) => total + items, 0)
const instant = (unixSeconds: number) => new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z')
