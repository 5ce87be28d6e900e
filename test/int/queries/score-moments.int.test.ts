import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { ScoreFilter } from '@assay/contract/api/score-filter'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { eraseBefore } from '@assay/store/clickhouse/erase/erase-before'
import { scoreMoments, type MomentsQuery } from '@assay/store/clickhouse/queries/score-moments'
import { dropOldScoreHours } from '@assay/store/clickhouse/score-hours/drop-old-score-hours'
import { buildScoreHours } from '@assay/store/clickhouse/score-hours/build-score-hours'
import { describeEngines } from '../engines.ts'
import { insertScores, type TestScore } from './score-rows.ts'
import { BASE_MS, isoAt } from './span-rows.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = BASE_MS + 10 * DAY
const pick = <T>(values: readonly T[], n: number): T => values[n % values.length]!

/** 600 scores over three days: versions, sources, models, tags, failures and unequal probabilities. */
const SCORES: TestScore[] = Array.from({ length: 600 }, (_, i) => ({
  key: `s${i}`,
  trace: `t${i % 200}`,
  atMs: Math.floor((i * 3 * DAY) / 600) + (i % 7) * 1000,
  value: i % 11 === 0 ? null : ((i * 37) % 100) / 100,
  label: i % 5 === 0 ? '' : pick(['good', 'bad', 'odd'], i * 7),
  evaluatorVersion: i < 300 ? '1' : '2',
  source: pick(['metric', 'judge'] as const, Math.floor(i / 3)),
  inclusionProbability: pick([1, 0.5, 0.1], i),
  errorType: i % 23 === 0 ? 'timeout' : '',
  slices: {
    model: pick(['small', 'large', ''], i * 5 + 1),
    userId: `u${i % 4}`,
    tags: pick([[], ['x'], ['x', 'y']], i),
  },
}))

interface Sum {
  n: number
  failed: number
  w: number
  wy: number
  ww: number
  wwyy: number
}

/** The same sums, score by score in plain code, by line and bucket. */
function naive(
  scores: readonly TestScore[],
  query: Pick<MomentsQuery, 'label' | 'by' | 'filter'>,
  stepMs: number,
) {
  const sums = new Map<string, Sum>()
  for (const score of scores) {
    const { label = '', value = null, errorType = '', inclusionProbability = 1, slices, atMs = 0 } = score
    const { model = '', userId = '', tags = [] } = slices ?? {}
    if (query.filter.model !== undefined && !query.filter.model.includes(model)) continue
    const w = 1 / inclusionProbability
    const has = errorType === '' && (query.label === undefined ? value !== null : label !== '')
    const y = query.label === undefined ? (value ?? 0) : Number(label === query.label)
    const values =
      query.by === 'model'
        ? [model]
        : query.by === 'user'
          ? [userId]
          : query.by === 'tag'
            ? tags.length
              ? tags
              : ['']
            : ['']
    for (const slice of values) {
      const at = Math.floor((BASE_MS + atMs) / stepMs) * stepMs
      const key = [score.evaluatorVersion, score.source, slice, at / 1000].join('|')
      const sum = sums.get(key) ?? { n: 0, failed: 0, w: 0, wy: 0, ww: 0, wwyy: 0 }
      sum.failed += Number(errorType !== '')
      if (has) {
        sum.n += 1
        sum.w += w
        sum.wy += w * y
        sum.ww += w * w
        sum.wwyy += (w * y) ** 2
      }
      sums.set(key, sum)
    }
  }
  return sums
}

const RANGE = { from: isoAt(-12 * HOUR), to: isoAt(4 * DAY) }

describeEngines('sums of scores', (open) => {
  let ch: ClickHouse
  let scores = [...SCORES]
  const scope = () => ({ ch, projectId: 'p1' })
  let builds = 0n
  const newBuild = () => ++builds
  const build = () =>
    buildScoreHours(ch, { sinceSeconds: 0, untilSeconds: Math.ceil(Date.now() / 1000) + 60, newBuild })

  const expectExact = async (
    asked: { label?: string; by?: 'model' | 'user' | 'tag'; filter?: ScoreFilter } = {},
    steps = 5,
  ) => {
    const query = { ...asked, filter: { ...RANGE, ...asked.filter } }
    const { rows, stepSeconds } = await scoreMoments(scope(), {
      name: 'quality',
      ...query,
      steps,
      nowMs: NOW,
    })
    const wanted = naive(scores, query, stepSeconds * 1000)
    const found = new Map(rows.map((r) => [[r.evaluatorVersion, r.source, r.slice, r.at].join('|'), r]))
    expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
    for (const [key, sum] of wanted)
      for (const [name, value] of Object.entries(sum))
        expect(found.get(key)?.[name as keyof Sum], `${name} of ${key}`).toBeCloseTo(value, 6)
  }
  const expectAll = async () => {
    await expectExact()
    await expectExact({ label: 'bad' })
    await expectExact({ by: 'model' })
    await expectExact({ by: 'model', label: 'good', filter: { model: ['small', ''] } }, 90)
    await expectExact({ by: 'user' })
    await expectExact({ by: 'tag' }, 200)
  }

  beforeAll(async () => {
    ch = await open()
    await insertScores(ch, SCORES.slice(0, 400))
    await insertScores(ch, SCORES.slice(300))
    await insertScores(ch, [
      { key: 'other', projectId: 'p2' },
      { key: 'other', name: 'else' },
    ])
  })

  test('are those of the scores, each counted once, before any hour is summed up', expectAll)

  test('are the same where every hour is summed up', async () => {
    expect(await build()).toBeGreaterThan(60)
    await expectAll()
    expect(await build()).toBe(0)
  })

  test('are right at once when scores come again, change or come late', async () => {
    const changed = SCORES.slice(100, 130).map((score) => ({
      ...score,
      value: 0.5,
      label: 'odd',
      version: 2,
    }))
    const late = Array.from({ length: 20 }, (_, i) => ({ ...SCORES[i * 7]!, key: `late${i}` }))
    await insertScores(ch, [...changed, ...SCORES.slice(200, 250), ...late])
    scores = [...SCORES.map((score) => changed.find(({ key }) => key === score.key) ?? score), ...late]
    await expectAll()
    expect(await build()).toBeGreaterThan(0)
    await expectAll()
  })

  test('of exactly a range leave out what lies in its first and last hour beside it', async () => {
    const filter = { from: isoAt(5 * HOUR + 1_800_000), to: isoAt(9 * HOUR + 600_000) }
    const { rows } = await scoreMoments(scope(), { name: 'quality', filter, steps: null, nowMs: NOW })
    const within = scores.filter(({ atMs = 0 }) => atMs >= 5.5 * HOUR && atMs < 9 * HOUR + 600_000)
    const wanted = within.filter(({ errorType, value }) => errorType === '' && value !== null).length
    expect(rows.reduce((sum, row) => sum + row.n, 0)).toBe(wanted)
    expect(wanted).toBeGreaterThan(10)
  })

  test('an hour is summed up only when nothing has come to it for a while', async () => {
    await insertScores(ch, [{ ...SCORES[3]!, key: 'young' }])
    scores.push({ ...SCORES[3]!, key: 'young' })
    const nowSeconds = Math.floor(Date.now() / 1000)
    expect(await buildScoreHours(ch, { sinceSeconds: 0, untilSeconds: nowSeconds - 30, newBuild })).toBe(0)
    expect(
      await buildScoreHours(ch, { sinceSeconds: nowSeconds + 60, untilSeconds: nowSeconds + 90, newBuild }),
    ).toBe(0)
    await expectExact()
    expect(await build()).toBe(1)
    await expectExact()
  })

  test('a making that was cut short is not read, and is deleted with what is out of date', async () => {
    await ch.command(
      `INSERT INTO score_hours SELECT * REPLACE (build + 1000000 AS build) FROM score_hours LIMIT 50`,
    )
    await expectAll()
    await dropOldScoreHours(ch, { beforeBuild: 2_000_000n })
    await expectAll()
    const [left] = await ch.query({
      name: 'left',
      sql: `SELECT count() AS n FROM score_hours
        WHERE (project_id, name, hour, build) NOT IN (SELECT project_id, name, hour, max(build) FROM score_hours_built GROUP BY ALL)`,
      rows: z.object({ n: z.number() }),
    })
    expect(left).toEqual({ n: 0 })
  })

  test('a clock that was set back leaves no sums of the past', async () => {
    builds = 0n
    const again = { ...SCORES[5]!, value: 0.125, label: 'odd', version: 3 }
    await insertScores(ch, [again])
    scores = scores.map((score) => (score.key === again.key ? again : score))
    expect(await build()).toBe(1)
    await expectExact()
    await expectExact({ label: 'odd' })
    expect(await build()).toBe(0)
  })

  test('forget what is erased, the part of an hour too', async () => {
    const beforeMs = BASE_MS + 30 * HOUR + 1_234_000
    await eraseBefore(ch, { projectId: 'p1', beforeMs })
    scores = scores.filter(({ atMs = 0 }) => BASE_MS + atMs >= beforeMs)
    await expectAll()
    await build()
    await expectAll()
  })
})
