import type { DropReason } from '@assay/contract/drop-reason'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import type { DecodeReport } from '../decode-report.ts'
import { BATCH_SPANS } from '../limits.ts'
import type { JsonCursor } from './cursor.ts'
import { readAttributes } from './read-any-value.ts'

/** What spans or log records share that stand in one element, and what they are refused for together. */
export interface Group<Item> {
  items: Item[]
  fault: DropReason | null
}

/** The items of a group; none when what they share is at fault. */
export function sound<Item>(group: Group<Item>, report: DecodeReport): Item[] {
  if (group.fault === null) return group.items
  report.refuse(group.fault, group.items.length)
  return []
}

/** Items in batches of which none holds others up for long. */
export function* inBatches<Item>(items: Item[]): Generator<Item[], void> {
  if (items.length <= BATCH_SPANS) yield items
  else for (let at = 0; at < items.length; at += BATCH_SPANS) yield items.slice(at, at + BATCH_SPANS)
}

/** Reads the resource at the cursor, or says what its items must be refused for. */
export function readResource(c: JsonCursor, resource: RawResource): DropReason | null {
  c.startSpan(null)
  if (!c.openObject('resource')) return null
  do {
    if (c.key() === 'attributes') readAttributes(c, resource.attributes)
    else c.skip()
  } while (c.moreFields())
  return c.fault
}

/** Reads the scope at the cursor, or says what its items must be refused for. */
export function readScope(c: JsonCursor, scope: RawScope): DropReason | null {
  c.startSpan(null)
  if (!c.openObject('scope')) return null
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'name') scope.name = c.text(key)
    else if (key === 'version') scope.version = c.text(key)
    else if (key === 'attributes') readAttributes(c, scope.attributes)
    else c.skip()
  } while (c.moreFields())
  return c.fault
}
