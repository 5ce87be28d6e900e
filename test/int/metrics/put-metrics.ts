import { openReceiver } from '@assay/collector-otlp/open-receiver'
import { METRIC_POINTS_COLUMNS } from '@assay/contract/tables'
import type { Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { silentLogger } from '@assay/telemetry/log'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

let version = 0n

/** Takes a request in OTLP/JSON as the receiver does and loads its rows; gives how many points were refused. */
export async function putMetrics(
  clickhouse: ClickHouse,
  request: object | string,
  projectId = 'p1',
): Promise<number> {
  const frames: Frame[] = []
  const receiver = openReceiver({
    authenticate: () => Promise.resolve({ projectId }),
    nextVersion: () => ++version,
    timeWindow: () => ({ from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }),
    newRequestId: () => 'request',
    log: silentLogger,
    spool: {
      append: (appended) => {
        frames.push(...appended)
        return Promise.resolve()
      },
    },
  })
  const signal = receiver.signals.find(({ path }) => path === '/v1/metrics')
  if (signal === undefined) throw new Error('metrics are not taken')
  const body = Buffer.from(typeof request === 'string' ? request : JSON.stringify(request))
  const { rejected } = await signal.receive(body, 'json', projectId)
  const folder = mkdtempSync(join(tmpdir(), 'assay-metrics-'))
  for (const [i, frame] of frames.entries()) {
    const path = join(folder, `${i}.rowbinary`)
    writeFileSync(path, frame.payload)
    const token = `${version}.${i}.${frame.table}`
    await clickhouse.insertFile({
      table: frame.table,
      columns: METRIC_POINTS_COLUMNS,
      path,
      rows: frame.rows,
      token,
    })
  }
  rmSync(folder, { recursive: true })
  return rejected
}

/** Attributes as OTLP/JSON has them; texts only. */
export const attributesOf = (texts: Record<string, string>): object[] =>
  Object.entries(texts).map(([key, stringValue]) => ({ key, value: { stringValue } }))

/** A request of one metric. */
export const requestOf = (metric: object, resource: Record<string, string> = {}): object => ({
  resourceMetrics: [
    {
      resource: { attributes: attributesOf(resource) },
      scopeMetrics: [{ scope: { name: 'test' }, metrics: [metric] }],
    },
  ],
})
