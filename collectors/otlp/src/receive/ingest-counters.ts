import { AssayError } from '@assay/contract/error'
import type { IngestSignal, ItemReason } from '@assay/contract/ingest'

/** What one project sent since the process started. */
export interface ProjectCounts {
  received: number
  accepted: number
  refused: Partial<Record<ItemReason, number>>
}

/** What a pipeline knows of the items of one request: how many came, and which it refused. */
export interface ItemReport {
  received: number
  refused: ReadonlyMap<ItemReason, number>
}

/** Takes each count as it happens, such as the metrics of the process. */
export interface CountSink {
  add(projectId: string, signal: IngestSignal, counts: ProjectCounts): void
}

/** Items by project: received = accepted + refused, once their request is answered. */
export class IngestCounters {
  readonly #projects = new Map<string, ProjectCounts>()
  readonly #sink: CountSink | undefined

  constructor(sink?: CountSink) {
    this.#sink = sink
  }

  /**
   * Counts the items of one request of a signal, once. With the error that ended it, nothing was accepted: all
   * that was not refused by itself is refused for the error's reason.
   */
  settle(projectId: string, signal: IngestSignal, report: ItemReport, error: unknown = null): void {
    const refused: ProjectCounts['refused'] = Object.fromEntries(report.refused)
    let accepted = report.received
    for (const count of report.refused.values()) accepted -= count
    if (error !== null && accepted > 0) {
      const reason = reasonOf(error)
      refused[reason] = (refused[reason] ?? 0) + accepted
      accepted = 0
    }
    const counts: ProjectCounts = { received: report.received, accepted, refused }
    const known = this.#projects.get(projectId)
    if (known === undefined) this.#projects.set(projectId, structuredClone(counts))
    else addTo(known, counts)
    this.#sink?.add(projectId, signal, counts)
  }

  /** A copy, by project id; the signals of a project are summed. */
  snapshot(): Map<string, ProjectCounts> {
    return new Map([...this.#projects].map(([id, counts]) => [id, structuredClone(counts)]))
  }
}

function addTo(sum: ProjectCounts, counts: ProjectCounts): void {
  sum.received += counts.received
  sum.accepted += counts.accepted
  for (const [reason, count] of Object.entries(counts.refused) as [ItemReason, number][])
    sum.refused[reason] = (sum.refused[reason] ?? 0) + count
}

function reasonOf(error: unknown): ItemReason {
  if (!(error instanceof AssayError)) return 'internal'
  if (error.code === 'unavailable') return 'unavailable'
  return error.code === 'internal' ? 'internal' : 'malformed'
}
