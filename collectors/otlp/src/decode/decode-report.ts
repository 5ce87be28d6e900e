import type { DropReason } from '@assay/contract/drop-reason'

/** What a decoder saw besides the spans that it gave: how many came, how many it refused and why, and a hint. */
export class DecodeReport {
  received = 0
  readonly refused = new Map<DropReason, number>()
  /** A sentence for the sender about something that was ignored; null when nothing was. */
  warning: string | null = null
  /** The signal that the body seems to hold instead of the one that was asked for. */
  wrongSignal: 'traces' | 'logs' | 'metrics' | null = null
  /** Whether an Assay, this one or another, sent some of it. */
  isFromAssay = false

  refuse(reason: DropReason, count = 1): void {
    this.refused.set(reason, (this.refused.get(reason) ?? 0) + count)
  }

  refusedCount(): number {
    let sum = 0
    for (const count of this.refused.values()) sum += count
    return sum
  }
}
