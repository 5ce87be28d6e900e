import { createIngestStats } from '@assay/telemetry/ingest/ingest-stats'
import { createRegistry } from '@assay/telemetry/metrics/registry'
import { afterEach, expect, it } from 'vitest'
import { send } from '../../test/send.ts'
import { startTestServer, type TestServer } from '../../test/start-test-server.ts'

let server: TestServer
afterEach(() => server.close())

const body = Buffer.from('{"resourceSpans": []}')

async function start() {
  const registry = createRegistry()
  const ingest = createIngestStats(registry, () => 0)
  server = await startTestServer({ ingest, instanceId: 'me' })
  return () => registry.collect().find(({ name }) => name === 'assay_ingest_requests_total')?.points
}

it('a process refuses what it has sent to itself by name, and takes what another Assay sends', async () => {
  const points = await start()
  expect((await send(server.port, { body, headers: { 'x-assay-instance': 'me' } })).status).toBe(421)
  expect((await send(server.port, { body, headers: { 'x-assay-instance': 'another' } })).status).toBe(200)
  const labels = { project: 'p1', signal: 'traces', transport: 'http' }
  expect(points()).toEqual([
    { labels: { ...labels, status: '421', reason: 'own_telemetry' }, value: 1 },
    { labels: { ...labels, status: '200', reason: 'ok' }, value: 1 },
  ])
})

it('a request to a path that takes nothing is counted without signal and project', async () => {
  const points = await start()
  expect((await send(server.port, { body, path: '/v2/traces' })).status).toBe(404)
  expect(points()).toMatchObject([
    { labels: { project: 'unknown', signal: 'none', status: '404', reason: 'unsupported' }, value: 1 },
  ])
})
