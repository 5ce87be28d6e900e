import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VersionChanges } from '@assay/contract/api/version-change'
import type { ScoreRow } from '@assay/contract/score-row'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, type TestApi } from './make-api.ts'
import { putSpans } from './put-spans.ts'

const now = Date.UTC(2026, 10, 21, 12)
const HOUR = 3_600_000

let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string

async function append(rows: readonly ScoreRow[]): Promise<void> {
  const out = new RowWriter()
  for (const row of rows) encodeScoreRow(out, row, 1n)
  const path = join(directory, 'scores.rowbinary')
  await writeFile(path, out.take())
  await ch.insertFile({ table: 'scores', columns: SCORES_COLUMNS, path, rows: rows.length, token: 't' })
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-changes-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, appendScores: append, now: () => new Date(now) })
  cookie = await api.setUp()
  // Hours 1 to 8 ago: version 2 of the shop came five hours ago, of its prompt three hours ago; the desk never changed.
  const spans = Array.from({ length: 8 * 6 }, (_, i) => {
    const ago = 8 * HOUR - i * (HOUR / 6)
    const shop = {
      trace: `t${i}`,
      span: `shop${i}`,
      startMs: now - ago,
      resource: { 'service.name': 'shop', 'service.version': ago > 5 * HOUR ? '1.9' : '2.0' },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.prompt.name': 'answer',
        'gen_ai.prompt.version': ago > 3 * HOUR ? '1' : '2',
      },
    }
    const desk = {
      ...shop,
      span: `desk${i}`,
      resource: { 'service.name': 'desk', 'service.version': '7' },
      attributes: {},
    }
    return [shop, desk]
  }).flat()
  await putSpans(ch, directory, 'default', spans)
})
afterAll(async () => {
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true, force: true })
})

const at = (hoursAgo: number) => new Date(now - hoursAgo * HOUR).toISOString()
const ask = async (query: string) => {
  const { status, json } = await api.ask('GET', `/api/v1/projects/default/version-changes?${query}`, {
    cookie,
  })
  expect([status, json.detail]).toEqual([200, undefined])
  return VersionChanges.parse(json).changes
}

test('a version that replaces another is told with the time at which it is first seen', async () => {
  const changes = await ask(`from=${at(9)}&to=${at(0)}`)
  expect(changes.map(({ time, ...rest }) => ({ ...rest, time: Date.parse(time) }))).toEqual([
    { kind: 'service', name: 'shop', version: '2.0', time: now - 5 * HOUR },
    { kind: 'prompt', name: 'answer', version: '2', time: now - 3 * HOUR },
  ])
})

test('what was there before the range is not new in it, and what comes after it is not told', async () => {
  expect((await ask(`from=${at(4)}&to=${at(0)}`)).map(({ kind }) => kind)).toEqual(['prompt'])
  expect((await ask(`from=${at(7)}&to=${at(4)}`)).map(({ kind }) => kind)).toEqual(['service'])
  expect(await ask(`from=${at(2)}&to=${at(0)}`)).toEqual([])
  expect(await ask(`from=${at(90)}&to=${at(80)}`)).toEqual([])
})

test('versions of evaluators are told of one score, by who found it', async () => {
  const score = (hoursAgo: number, evaluatorVersion: string) => ({
    traceId: 'a'.repeat(32),
    name: 'helpful',
    value: 1,
    evaluatorVersion,
    time: at(hoursAgo),
  })
  const body = { scores: [score(6, '1'), score(4, '1'), score(2, '2'), score(1, '2')] }
  const answer = await api.ask('POST', '/api/v1/projects/default/scores', { cookie, body })
  expect(answer.json.accepted).toBe(4)
  const changes = await ask(`from=${at(9)}&to=${at(0)}&score=helpful`)
  expect(changes.map(({ kind }) => kind)).toEqual(['service', 'prompt', 'evaluator'])
  expect(changes[2]).toMatchObject({ name: 'api', version: '2' })
  expect(Date.parse(changes[2]?.time ?? '')).toBe(now - 2 * HOUR)
  expect((await ask(`from=${at(9)}&to=${at(0)}&score=other`)).map(({ kind }) => kind)).toEqual([
    'service',
    'prompt',
  ])
})
