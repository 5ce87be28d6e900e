import { expect, test } from 'vitest'
import { createRegistry } from '../metrics/registry.ts'
import { createIngestStats } from './ingest-stats.ts'

function started() {
  let nowMs = 60_000
  const stats = createIngestStats(createRegistry(), () => nowMs)
  return { stats, at: (ms: number) => (nowMs = ms) }
}
const brief = (rows: ReturnType<ReturnType<typeof started>['stats']['minutes']['take']>) =>
  rows.map(({ minuteMs, signal, event, reason, items }) => [minuteMs, signal, event, reason, items])

test('counts of the same minute add up, those of the next stand apart, and zeros are not written', () => {
  const { stats, at } = started()
  stats.add('p', 'traces', { received: 3, accepted: 2, refused: { bad_ids: 1 } })
  at(119_999)
  stats.add('p', 'traces', { received: 1, accepted: 0, refused: { bad_ids: 1 } })
  at(120_000)
  stats.add('p', 'logs', { received: 1, accepted: 1, refused: {} })
  expect(brief(stats.minutes.take())).toEqual([
    [60_000, 'traces', 'received', '', 4],
    [60_000, 'traces', 'accepted', '', 2],
    [60_000, 'traces', 'refused', 'bad_ids', 2],
    [120_000, 'logs', 'received', '', 1],
    [120_000, 'logs', 'accepted', '', 1],
  ])
  expect(stats.minutes.take()).toEqual([])
})

test('counts that could not be written are written with the next ones, each once', () => {
  const { stats } = started()
  stats.add('p', 'traces', { received: 3, accepted: 3, refused: {} })
  const lost = stats.minutes.take()
  stats.add('p', 'traces', { received: 2, accepted: 2, refused: {} })
  stats.minutes.putBack(lost)
  expect(brief(stats.minutes.take()).map((row) => row[4])).toEqual([5, 5])
})

test('a request of nobody belongs to no project, but is counted', () => {
  const registry = createRegistry()
  const stats = createIngestStats(registry, () => 0)
  const end = { transport: 'http', signal: 'traces', status: 401, bodyBytes: 0 } as const
  stats.request({ ...end, projectId: null, reason: 'unauthenticated' })
  expect(stats.minutes.take()).toEqual([])
  const family = registry.collect().find(({ name }) => name === 'assay_ingest_requests_total')
  expect(family?.points).toMatchObject([{ labels: { project: 'unknown', status: '401' }, value: 1 }])
})

test('what becomes visible is noted with the bucket of its lag', () => {
  const { stats } = started()
  stats.stored('p', 'traces', 4, 700)
  stats.stored('p', 'traces', 1, 1e12)
  expect(brief(stats.minutes.take()).map((row) => row.slice(2))).toEqual([
    ['stored', '', 5],
    ['lag', '1', 4],
    ['lag', '+Inf', 1],
  ])
})
