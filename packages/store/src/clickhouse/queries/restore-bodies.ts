import { putBackBodies } from '@assay/contract/put-back-bodies'
import { messageBodies } from './message-bodies.ts'
import type { Scope } from './scope.ts'
import type { ContentRecord } from './stored-content.ts'

/** Puts the bodies that were left out of the rows back to where they were; the texts are then byte for byte what came. */
export async function restoreBodies(scope: Scope, records: ContentRecord[]): Promise<ContentRecord[]> {
  const hashes = new Set(records.flatMap((record) => record.bodyHashes))
  if (hashes.size === 0) return records
  const days = records.map((record) => dayOf(record.start)).sort()
  const bodies = await messageBodies(scope, {
    fromDay: days[0] ?? '',
    toDay: days.at(-1) ?? '',
    hashes: [...hashes],
  })
  return records.map((record) => ({ ...record, ...putBackBodies(record, bodies) }))
}

const dayOf = (startNs: string): string =>
  new Date(Number(BigInt(startNs) / 1_000_000n)).toISOString().slice(0, 10)
