import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_DRIFT_SETTINGS } from '@assay/contract/api/drift'
import { makeApi, type TestApi } from './make-api.ts'

const DRIFT = '/api/v1/projects/default/drift'
const asked: string[] = []
let api: TestApi
let cookie: string
beforeAll(async () => {
  api = await makeApi({ runDrift: async (projectId) => void asked.push(projectId) })
  cookie = await api.setUp()
})
afterAll(() => api.close())

test('a project is watched with the defaults until somebody changes them, and what is left out stays', async () => {
  const before = await api.ask('GET', DRIFT, { cookie })
  expect(before.json).toMatchObject({ settings: DEFAULT_DRIFT_SETTINGS, changedAt: null, run: null })
  const changed = await api.ask('PATCH', DRIFT, { cookie, body: { windowHours: 6 } })
  expect(changed).toMatchObject({ status: 200, json: { ...DEFAULT_DRIFT_SETTINGS, windowHours: 6 } })
  const after = await api.ask('GET', DRIFT, { cookie })
  expect(after.json).toMatchObject({ settings: { windowHours: 6 }, changedBy: 'Olga' })
})

test.for([
  [{ windowHours: 0 }],
  [{ signals: ['mood'] }],
  [{ leastEffect: 2 }],
  [{ baseline: { kind: 'pinned', from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' } }],
  [{ baseline: { kind: 'pinned', from: '2026-01-01T00:00:00Z', to: '2026-09-01T00:00:00Z' } }],
])('settings out of range are refused: %j', async ([body]) => {
  expect((await api.ask('PATCH', DRIFT, { cookie, body })).status).toBe(400)
})

test('a baseline is pinned by its bounds, and without bounds only when a window was compared', async () => {
  expect((await api.ask('POST', `${DRIFT}/pin`, { cookie, body: {} })).status).toBe(409)
  const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' }
  const pinned = await api.ask('POST', `${DRIFT}/pin`, { cookie, body: range })
  expect(pinned.json.baseline).toEqual({ kind: 'pinned', ...range })
})

test('a run is asked for where the watch is on, and refused where it is off', async () => {
  expect((await api.ask('POST', `${DRIFT}/run`, { cookie })).status).toBe(204)
  expect(asked).toEqual(['default'])
  await api.ask('PATCH', DRIFT, { cookie, body: { isOn: false } })
  expect((await api.ask('POST', `${DRIFT}/run`, { cookie })).status).toBe(409)
  expect(asked).toEqual(['default'])
})

test('a finding that does not exist is not found', async () => {
  expect((await api.ask('GET', `${DRIFT}/findings`, { cookie })).json).toEqual({ findings: [], total: 0 })
  expect((await api.ask('GET', `${DRIFT}/findings/none`, { cookie })).status).toBe(404)
  const body = { note: null }
  expect((await api.ask('POST', `${DRIFT}/findings/none/acknowledge`, { cookie, body })).status).toBe(404)
})
