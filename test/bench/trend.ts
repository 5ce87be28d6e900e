import type { BiasSource } from '@assay/contract/api/bias'
import { ScoreListQuery } from '@assay/contract/api/score-filter'
import { ScoreTrendQuery } from '@assay/contract/api/score-trend'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { listScores } from '@assay/store/clickhouse/queries/list-scores'
import { scoreGroups } from '@assay/store/clickhouse/queries/score-groups'
import { scoreMoments } from '@assay/store/clickhouse/queries/score-moments'
import { timeRange } from '@assay/store/clickhouse/queries/time-range'
import { buildScoreHours } from '@assay/store/clickhouse/score-hours/build-score-hours'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/clickhouse', import.meta.url))
const PROJECT = 'one'
const NAME = 'faithfulness'
const SCORES = 10_000_000
const BLOCK = 100_000
const DAYS = 90
const END_MS = Date.UTC(2026, 2, 9)
const START_MS = END_MS - DAYS * 86_400_000
const RANGE = { from: new Date(START_MS).toISOString(), to: new Date(END_MS).toISOString() }
const RUNS = 40

/** Answers about 90 days of 10 million scores of one name: median and 95th percentile, in milliseconds. */
export async function bench(): Promise<void> {
  const kept = process.env['ASSAY_BENCH_DIR']
  const path = kept ?? mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const ch = await openClickHouse({ path })
  const scope = { ch, projectId: PROJECT }
  const trend = (asked: object) => async () => {
    const query = ScoreTrendQuery.parse({ ...RANGE, name: NAME, steps: 90, ...asked })
    const { name, label, by, steps } = query
    return (await scoreMoments(scope, { name, filter: query, label, by, steps, nowMs: END_MS })).rows
  }
  const list = (asked: object) => async () =>
    (await listScores(scope, { query: ScoreListQuery.parse({ name: NAME, ...asked }), nowMs: END_MS })).scores
  const parity = (source: BiasSource, range: object) => () =>
    scoreGroups(scope, {
      source,
      measures: [{ name: NAME, label: null }],
      range: timeRange({ ...RANGE, ...range }, END_MS),
    })
  const day = {
    from: new Date(START_MS + 40 * 86_400_000).toISOString(),
    to: new Date(START_MS + 41 * 86_400_000).toISOString(),
  }
  const questions: Record<string, () => Promise<unknown[]>> = {
    mean: trend({}),
    rate_of_a_label: trend({ label: 'unsupported' }),
    by_model: trend({ by: 'model' }),
    of_one_model: trend({ model: 'opus' }),
    six_hours: trend({ steps: 200, from: new Date(END_MS - 30 * 86_400_000).toISOString() }),
    day_by_user: trend({ ...day, by: 'user' }),
    behind_a_bucket: list({ ...day, max: 0.01, sort: 'value', order: 'asc' }),
    day_parity_by_user: parity({ kind: 'field', field: 'user' }, day),
    all_parity_by_model: parity({ kind: 'field', field: 'model' }, {}),
    all_parity_by_user: parity({ kind: 'field', field: 'user' }, {}),
    all_by_user: trend({ by: 'user' }),
  }
  try {
    const isNew =
      (await migrateClickHouse({ clickhouse: ch, directory: MIGRATIONS, now: Date.now })).length > 0
    if (isNew) await timed('generate', () => fill(ch))
    await timed('sum_up_hours', () => sumUp(ch))
    const only = process.env['ASSAY_BENCH_ONLY']
    for (const [name, ask] of Object.entries(questions))
      if (only === undefined || name.includes(only)) await measure(name, ask)
  } finally {
    await ch.close()
    if (kept === undefined) rmSync(path, { recursive: true, force: true })
  }
}

/** Every hour holds versions, sources, models, services and prompts side by side. */
async function fill(ch: ClickHouse): Promise<void> {
  for (let first = 0; first < SCORES; first += BLOCK)
    await ch.command(
      `
INSERT INTO score_points
SELECT '${PROJECT}', '${NAME}',
  fromUnixTimestamp64Nano(toInt64(${START_MS} * 1000000 + intDiv(number * ${DAYS * 86_400_000}, ${SCORES}) * 1000000), 'UTC'),
  reinterpretAsFixedString(sipHash128(number)), reinterpretAsFixedString(sipHash128(intDiv(number, 3))),
  reinterpretAsFixedString(sipHash64(number)), '', '', 'span', 'assay', if(number > ${SCORES / 2}, '2', '1'),
  if(number % 13 = 0, 'judge', 'metric'), (sipHash64(number, 'v') % 1000) / 1000 AS value,
  if(value > 0.3, 'supported', 'unsupported'), if(number % 13 = 0, 0.1, 1), '', 'rule', '', NULL,
  ['gpt', 'opus', 'haiku'][1 + number % 3], ['a', 'b'][1 + number % 2], 'production', 'main',
  ['1', '2', '3'][1 + number % 3], concat('user', toString(number % 5000)), ['t1'], number + 1
FROM numbers(${first}, ${BLOCK})`,
      {},
      { max_threads: 2, min_insert_block_size_rows: BLOCK },
    )
}

async function sumUp(ch: ClickHouse): Promise<void> {
  let builds = 0n
  const newBuild = () => ++builds
  const untilSeconds = Math.ceil(Date.now() / 1000) + 60
  while ((await buildScoreHours(ch, { sinceSeconds: 0, untilSeconds, newBuild })) > 0);
}

async function timed(name: string, work: () => Promise<void>): Promise<void> {
  const begin = performance.now()
  await work()
  print(`trend_${name}`, performance.now() - begin)
}

async function measure(name: string, ask: () => Promise<unknown[]>): Promise<void> {
  const { length } = await ask()
  const times: number[] = []
  for (let run = 0; run < RUNS && times.reduce((a, b) => a + b, 0) < 60_000; run++) {
    const begin = performance.now()
    await ask()
    times.push(performance.now() - begin)
  }
  times.sort((a, b) => a - b)
  process.stdout.write(`${name}: ${length} rows\n`)
  print(`trend_${name}_p50`, times[Math.floor(times.length * 0.5)]!)
  print(`trend_${name}_p95`, times[Math.ceil(times.length * 0.95) - 1]!)
}

const print = (name: string, ms: number) => process.stdout.write(`figure ${name} ${ms.toFixed(1)} ms\n`)
