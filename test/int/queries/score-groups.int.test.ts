import { beforeAll, expect, test } from 'vitest'
import { BIAS_DEFAULTS, type BiasSettings, readBiasAttribute } from '@assay/contract/api/bias'
import { TraceListQuery } from '@assay/contract/api/trace-filter'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { attributeKeys } from '@assay/store/clickhouse/queries/attribute-keys'
import { driftScores } from '@assay/store/clickhouse/queries/drift-scores'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { MOST_GROUPS, scoreGroups, type ScoreGroupRow } from '@assay/store/clickhouse/queries/score-groups'
import { readParity } from '../../../apps/api/src/bias/read-parity.ts'
import { describeEngines } from '../engines.ts'
import { insertScores, type TestScore } from './score-rows.ts'
import { BASE_MS, insertSpans, isoAt, type TestSpan, traceHex } from './span-rows.ts'

const NS = 1_000_000n
const RANGE = { from: BigInt(BASE_MS) * NS, to: BigInt(BASE_MS + 3_600_000) * NS }
const ids = (i: number) => `t${i}`
const tenantOf = (i: number) => (i % 4 === 3 ? '' : ['acme', 'bolt', 'core'][i % 4]!)

/** 80 traces of three tenants and of none; every third answer of `acme` is refused, none of the others. */
const TRACES = Array.from({ length: 80 }, (_, i) => i)
const SCORES: TestScore[] = TRACES.map((i) => ({
  key: `s${i}`,
  trace: ids(i),
  span: i % 2 === 0 ? 'root' : '',
  atMs: i * 1000,
  name: 'refusal',
  value: tenantOf(i) === 'acme' && i % 3 === 0 ? 0.9 : 0.1,
  label: tenantOf(i) === 'acme' && i % 3 === 0 ? 'full_refusal' : 'full_compliance',
  inclusionProbability: i % 5 === 0 ? 0.5 : 1,
  slices: { userId: `u${i}`, tags: i % 2 === 0 ? ['plan=free', 'x'] : ['plan=paid'] },
}))
const SPANS: TestSpan[] = TRACES.flatMap((i) => [
  { trace: ids(i), span: 'root', startMs: i * 1000 },
  {
    trace: ids(i),
    span: 'call',
    parent: 'root',
    startMs: i * 1000 + 1,
    map: {
      ...(tenantOf(i) === '' ? {} : i % 2 === 0 ? { 'metadata.tenant': tenantOf(i) } : {}),
      ...(tenantOf(i) !== '' && i % 2 === 1 ? { metadata: JSON.stringify({ tenant: tenantOf(i) }) } : {}),
    },
  },
])

describeEngines('scores by group', (open) => {
  let ch: ClickHouse
  beforeAll(async () => {
    ch = await open()
    await insertSpans(ch, SPANS)
    await insertScores(ch, SCORES)
    // What is sent again has the same key; of a span the newest version counts.
    await insertScores(
      ch,
      SCORES.slice(0, 40).map((score) => ({ ...score, version: 2 })),
    )
    await insertSpans(
      ch,
      SPANS.slice(0, 60).map((span) => ({ ...span, version: 2 })),
    )
  })

  const ask = (attribute: string, label: string | null = 'full_refusal') =>
    scoreGroups(
      { ch, projectId: 'p1' },
      { source: readBiasAttribute(attribute), measures: [{ name: 'refusal', label }], range: RANGE },
    )
  const byGroup = (rows: readonly ScoreGroupRow[]) => Object.fromEntries(rows.map((row) => [row.group, row]))
  const weightOf = (i: number) => (i % 5 === 0 ? 2 : 1)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

  test('scores are weighed by 1 / their probability and counted once, by an attribute of any span of the trace', async () => {
    const groups = byGroup(await ask('attribute:metadata.tenant'))
    expect(Object.keys(groups).sort()).toEqual(['', 'acme', 'bolt', 'core'])
    for (const tenant of ['', 'acme', 'bolt', 'core']) {
      const own = TRACES.filter((i) => tenantOf(i) === tenant)
      const refused = own.filter((i) => SCORES[i]!.label === 'full_refusal')
      expect(groups[tenant]).toMatchObject({ n: own.length, w: sum(own.map(weightOf)), unbinary: 0 })
      expect(groups[tenant]!.ww).toBeCloseTo(sum(own.map((i) => weightOf(i) ** 2)), 9)
      expect(groups[tenant]!.wy).toBeCloseTo(sum(refused.map(weightOf)), 9)
    }
  })

  test('without a label the values are summed, which make no rate', async () => {
    const { acme } = byGroup(await ask('attribute:metadata.tenant', null))
    expect(acme!.unbinary).toBe(acme!.n)
    expect(acme!.wy).toBeCloseTo(
      sum(TRACES.filter((i) => tenantOf(i) === 'acme').map((i) => weightOf(i) * SCORES[i]!.value!)),
      9,
    )
  })

  test('an answer that has scores of its span and of its trace counts once: with the kind that has most, or the one that is asked for', async () => {
    const both = { name: 'helpful', atMs: 1000, slices: { environment: 'prod' } }
    await insertScores(ch, [
      ...TRACES.map((i) => ({ ...both, key: `h${i}`, trace: ids(i), span: 'root', value: 1 })),
      ...TRACES.slice(0, 40).map((i) => ({ ...both, key: `t${i}`, trace: ids(i), value: 0 })),
    ])
    const settings = { ...BIAS_DEFAULTS, measures: [{ name: 'helpful', label: null }] } as BiasSettings
    const parity = async (target?: 'span' | 'trace' | 'session') => {
      const query = { attribute: 'environment', from: isoAt(0), to: isoAt(3_600_000), target }
      const { measures } = await readParity({ ch, projectId: 'p1' }, { query, settings, nowMs: BASE_MS })
      return measures.map(({ target, groups, otherTargets }) => ({
        ...{ target, otherTargets, n: groups[0]?.n, estimate: groups[0]?.estimate },
      }))
    }
    expect(await parity()).toEqual([{ target: 'span', n: 80, estimate: 1, otherTargets: 40 }])
    expect(await parity('trace')).toEqual([{ target: 'trace', n: 40, estimate: 0, otherTargets: 0 }])
    expect(await parity('session')).toEqual([])
    const drawn = await driftScores({ ch, projectId: 'p1' }, { range: RANGE, most: 1000 })
    expect(Object.groupBy(drawn, (one) => `${one.name} ${one.target}`)).toMatchObject({
      'helpful span': { length: 80 },
      'helpful trace': { length: 40 },
    })
  })

  test('a value that no sum can hold, stored before it was refused, is in no sum', async () => {
    const one = { name: 'huge', atMs: 1000, slices: { environment: 'prod' } }
    await insertScores(ch, [
      { ...one, key: 'x', trace: 'x', value: 1e300 },
      { ...one, key: 'y', trace: 'y', value: 0.5 },
    ])
    const source = readBiasAttribute('environment')
    const measures = [{ name: 'huge', label: null }]
    const rows = await scoreGroups({ ch, projectId: 'p1' }, { source, measures, range: RANGE })
    expect(rows).toMatchObject([{ n: 1, wy: 0.5, wwyy: 0.25 }])
    const drawn = await driftScores({ ch, projectId: 'p1' }, { range: RANGE, most: 1000 })
    expect(drawn.filter(({ name }) => name === 'huge').map(({ value }) => value)).toEqual([0.5])
  })

  test('tags that begin alike are groups, and so are all tags', async () => {
    expect(byGroup(await ask('tag:plan='))).toMatchObject({ 'plan=free': { n: 40 }, 'plan=paid': { n: 40 } })
    expect(byGroup(await ask('tag'))).toMatchObject({ x: { n: 40 }, 'plan=paid': { n: 40 } })
  })

  test('of many groups the largest are told apart, and the others are one row that says how many they are', async () => {
    const rows = (await ask('user')).filter(({ target }) => target === 'span')
    expect(rows).toHaveLength(MOST_GROUPS + 1)
    const rest = rows.find(({ isRest }) => isRest === 1)
    expect(rest).toMatchObject({ group: '', groups: 40 - MOST_GROUPS, n: 40 - MOST_GROUPS })
    expect(sum(rows.map(({ n }) => n))).toBe(40)
  })

  test('the traces behind a group are those with its attribute', async () => {
    for (const [attribute, tenant] of [
      ['metadata.tenant=bolt', 'bolt'],
      ['metadata.tenant=acme', 'acme'],
    ] as const) {
      const query = TraceListQuery.parse({ from: isoAt(0), to: isoAt(3_600_000), limit: 200, attribute })
      const { traces } = await listTraces({ ch, projectId: 'p1' }, { query, nowMs: BASE_MS })
      expect(traces.map(({ traceId }) => traceId).sort()).toEqual(
        TRACES.filter((i) => tenantOf(i) === tenant)
          .map((i) => traceHex(ids(i)))
          .sort(),
      )
    }
  })

  test('another project has no groups', async () => {
    const measures = [{ name: 'refusal', label: null }]
    const source = readBiasAttribute('user')
    expect(await scoreGroups({ ch, projectId: 'p2' }, { source, measures, range: RANGE })).toEqual([])
  })

  test('keys that spans carry are listed with examples', async () => {
    const keys = await attributeKeys({ ch, projectId: 'p1' }, { loNs: RANGE.from, hiNs: RANGE.to })
    const tenant = keys.keys.find(({ key }) => key === 'metadata.tenant')
    expect(tenant).toMatchObject({ values: 3 - 1 })
    expect(tenant!.examples.sort()).toEqual(['acme', 'core'])
  })
})
