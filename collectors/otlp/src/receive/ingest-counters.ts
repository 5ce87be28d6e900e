import type { DropReason } from '@assay/contract/drop-reason'

/** What one project sent since the process started. */
export interface ProjectCounts {
  received: number
  accepted: number
  refused: Partial<Record<DropReason, number>>
}

/** Spans by project: received = accepted + refused, once their request is answered. */
export class IngestCounters {
  readonly #projects = new Map<string, ProjectCounts>()

  add(projectId: string, received: number, refused: ReadonlyMap<DropReason, number>): void {
    let counts = this.#projects.get(projectId)
    if (counts === undefined)
      this.#projects.set(projectId, (counts = { received: 0, accepted: 0, refused: {} }))
    counts.received += received
    counts.accepted += received
    for (const [reason, count] of refused) {
      counts.accepted -= count
      counts.refused[reason] = (counts.refused[reason] ?? 0) + count
    }
  }

  /** A copy, by project id. */
  snapshot(): Map<string, ProjectCounts> {
    return new Map([...this.#projects].map(([id, counts]) => [id, structuredClone(counts)]))
  }
}
