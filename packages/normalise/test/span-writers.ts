import { BodyRows } from '../src/bodies/body-rows.ts'
import type { KnownBodies } from '../src/bodies/known-bodies.ts'
import type { SpanRows } from '../src/rows/encode-span.ts'
import { RowWriter } from '../src/rows/row-writer.ts'
import { SplitBodies } from '../src/rows/split-bodies.ts'

/** Writers for the rows of spans, with those of their bodies beside them. */
export interface TestWriters extends SpanRows {
  bodyRows: RowWriter
  sink: BodyRows
}

export function spanWriters(known: KnownBodies | null = null, projectId = 'proj-1'): TestWriters {
  const [spans, content, bodyRows] = [new RowWriter(64), new RowWriter(64), new RowWriter(64)]
  const sink = new BodyRows(bodyRows, known, projectId)
  return { spans, content, bodies: new SplitBodies(sink), bodyRows, sink }
}
