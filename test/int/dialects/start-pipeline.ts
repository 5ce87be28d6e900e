import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReceiver } from '@assay/collector-otlp/open-receiver'
import { openSpool, type Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { SpanId } from '@assay/store/clickhouse/queries/spans-with-logs'
import { startLoader, type LoadedSegment } from '@assay/store/clickhouse/loader'
import { silentLogger } from '@assay/telemetry/log'
import { joinMessageLogs } from '@assay/worker/join/join-message-logs'

/** The way from a request to the tables, without sockets. */
export interface Pipeline {
  /** Takes a request as JSON; resolves when its rows are in ClickHouse. @returns how many items were refused. */
  send(projectId: string, path: string, body: Buffer): Promise<number>
  /** Appends rows; resolves when they are in ClickHouse. */
  append(frames: readonly Frame[]): Promise<void>
  /** Appends rows; resolves when they are on disk. */
  keep(frames: readonly Frame[]): Promise<void>
  /** Resolves when all that was kept is in ClickHouse. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Receiver, spool, loader and join as a process wires them, on a spool of their own. */
export async function startPipeline(
  clickhouse: ClickHouse,
  /** What the join talks to; another one stands in for an engine that fails. */
  joining: ClickHouse = clickhouse,
  /** Runs after the join, with the spans that it derived. */
  onJoined: (segment: LoadedSegment, derived: Map<string, SpanId[]>) => Promise<void> | void = () =>
    undefined,
): Promise<Pipeline> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-pipeline-'))
  const spool = await openSpool({
    dir: join(dir, 'spool'),
    maxBytes: 1e9,
    now: Date.now,
    log: silentLogger,
  })
  const loader = startLoader({
    spool,
    clickhouse,
    log: silentLogger,
    onLoaded: async (segment) =>
      onJoined(segment, await joinMessageLogs({ clickhouse: joining, folder: join(dir, 'join') }, segment)),
  })
  let version = 0n
  const receiver = openReceiver({
    authenticate: () => Promise.resolve({ projectId: '' }),
    spool,
    nextVersion: () => (version += 2n),
    timeWindow: () => ({ from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }),
    newRequestId: () => 'request-1',
    log: silentLogger,
  })
  return {
    async send(projectId, path, body) {
      const signal = receiver.signals.find((candidate) => candidate.path === path)
      if (signal === undefined) throw new Error(`no signal at ${path}`)
      const { rejected } = await signal.receive(body, 'json', projectId)
      await loader.idle()
      return rejected
    },
    async append(frames) {
      await spool.append(frames)
      await loader.idle()
    },
    keep: (frames) => spool.append(frames),
    flush: () => loader.idle(),
    async close() {
      await loader.close()
      await spool.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
