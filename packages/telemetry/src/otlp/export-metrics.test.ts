import { expect, test } from 'vitest'
import { silentLogger, type Logger } from '../log.ts'
import { createRegistry } from '../metrics/registry.ts'
import { startMetricsExport } from './export-metrics.ts'
import { metricsRequest } from './metrics-request.ts'
import { openPostOtlp } from './post-otlp.ts'

const sender = { version: '1.2.3', instanceId: 'i-1', installationId: 'all' }

function filled() {
  const registry = createRegistry()
  registry.counter('assay_items_total', 'Items.', ['project']).add({ project: 'p' }, 3)
  registry.read('gauge', 'assay_level', 'Level.', () => [
    { labels: {}, value: 1.5 },
    { labels: { of: 'nothing' }, value: NaN },
  ])
  registry.histogram('assay_lag_seconds', 'Lag.', [], [1, 2]).observe({}, 1.5, 2)
  return registry
}

test('counters, gauges and histograms become cumulative OTLP, and what JSON cannot say is left out', () => {
  const request = metricsRequest(filled().collect(), sender, { startMs: 1000, nowMs: 2500 })
  const counted = { startTimeUnixNano: '1000000000', timeUnixNano: '2500000000' }
  expect(request).toEqual({
    resourceMetrics: [
      {
        resource: {
          attributes: [
            { key: 'service.name', value: { stringValue: 'assay' } },
            { key: 'service.version', value: { stringValue: '1.2.3' } },
            { key: 'service.instance.id', value: { stringValue: 'i-1' } },
            { key: 'assay.installation.id', value: { stringValue: 'all' } },
          ],
        },
        scopeMetrics: [
          {
            scope: { name: 'assay', version: '1.2.3' },
            metrics: [
              {
                name: 'assay_items_total',
                description: 'Items.',
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [
                    {
                      ...counted,
                      attributes: [{ key: 'project', value: { stringValue: 'p' } }],
                      asDouble: 3,
                    },
                  ],
                },
              },
              {
                name: 'assay_level',
                description: 'Level.',
                gauge: { dataPoints: [{ timeUnixNano: '2500000000', attributes: [], asDouble: 1.5 }] },
              },
              {
                name: 'assay_lag_seconds',
                description: 'Lag.',
                histogram: {
                  aggregationTemporality: 2,
                  dataPoints: [
                    {
                      ...counted,
                      attributes: [],
                      count: '2',
                      sum: 3,
                      bucketCounts: ['0', '2', '0'],
                      explicitBounds: [1, 2],
                    },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  })
})

test('an export names its instance, keeps name and password out of the address, and a failure is logged once', async () => {
  const asked: { url: string; headers: Record<string, string> }[] = []
  const warnings: string[] = []
  const log: Logger = { ...silentLogger, warn: (message) => void warnings.push(message) }
  const sending = startMetricsExport({
    post: openPostOtlp({
      baseUrl: 'http://me:p%40ss@collector:4318/otlp/',
      headers: { 'x-tenant': 'a' },
      instanceId: sender.instanceId,
      fetch: (url, init) => {
        asked.push({ url: (url as URL).href, headers: init?.headers as Record<string, string> })
        return Promise.resolve(new Response('', { status: 500 }))
      },
    }),
    everyMs: 5,
    registry: filled(),
    sender,
    log,
    now: () => 1000,
  })
  while (asked.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  await sending.close()
  expect(asked[0]?.url).toBe('http://collector:4318/otlp/v1/metrics')
  expect(asked[0]?.headers).toMatchObject({
    'x-assay-instance': 'i-1',
    'x-tenant': 'a',
    authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  })
  expect(warnings).toHaveLength(1)
})
