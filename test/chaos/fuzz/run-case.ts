import { noTimings, receiveTraces } from '@assay/collector-otlp/receive/receive-traces'
import { IngestCounters } from '@assay/collector-otlp/receive/ingest-counters'
import { MalformedRequest } from '@assay/collector-otlp/decode/malformed-request'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import type { Frame } from '@assay/spool/spool'
import { readRows } from '../../../packages/normalise/test/read-row.ts'
import type { FuzzCase } from './make-case.ts'

/** Project of all fuzzed rows. */
export const FUZZ_PROJECT = 'default'

export interface CaseResult {
  /** The frames that would have gone to the spool; empty when all was refused. */
  frames: readonly Frame[]
  rows: number
  isMalformed: boolean
}

/** Runs cases through the whole way of a request, up to the spool, and checks each row that it wrote. */
export function createCaseRunner(now: Date): (fuzzCase: FuzzCase) => Promise<CaseResult> {
  let version = BigInt(now.getTime()) << 20n
  const counters = new IngestCounters()
  const window = timeWindow(now)
  return async ({ body, encoding }) => {
    let frames: readonly Frame[] = []
    const ports = {
      normaliseSpan,
      encodeSpan,
      append: (given: readonly Frame[]) => {
        frames = given
        return Promise.resolve()
      },
      nextVersion: () => ++version,
      timeWindow: () => window,
      counters,
      timings: noTimings(),
      monotonicMs: () => performance.now(),
    }
    let isMalformed = false
    try {
      await receiveTraces(body, encoding, FUZZ_PROJECT, ports)
    } catch (error) {
      if (!(error instanceof MalformedRequest)) throw error
      isMalformed = true
      if (frames.length > 0)
        throw new Error('refused as a whole after its rows were written', { cause: error })
    }
    return { frames, rows: checkRows(frames), isMalformed }
  }
}

/** Reads each frame back by the types of its columns. @throws when a frame is not what it says. */
function checkRows(frames: readonly Frame[]): number {
  let spans = 0
  for (const { table, rows, payload } of frames) {
    const read = readRows(payload, SEGMENT_TABLES[table].columns)
    if (read.length !== rows)
      throw new Error(`a frame of ${table} tells ${rows} rows and holds ${read.length}`)
    if (table === 'spans') spans += rows
    for (const row of read) {
      if (row['project_id'] !== FUZZ_PROJECT) throw new Error(`a row of ${table} names another project`)
      if (/^0*$/.test(String(row['trace_id'])) || /^0*$/.test(String(row['span_id']))) {
        throw new Error(`a row of ${table} has no ids`)
      }
      if (table === 'span_content') JSON.parse(String(row['attributes']))
    }
  }
  return spans
}
