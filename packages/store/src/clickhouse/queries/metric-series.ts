import type { MetricSeries, MetricSeriesQuery, MetricStep } from '@assay/contract/api/metric'
import type { z } from 'zod'
import { stepLength } from '../metrics/step-length.ts'
import { addIncrements, NO_NUMBERS, sumUp, type Increment } from '../metrics/sum-up.ts'
import { nsToInstant } from './instant.ts'
import { incrementOf, incrementsOf, type GroupIncrement } from './metric-increments.ts'
import { metricKind, type MetricKind } from './metric-kinds.ts'
import { ValueRow } from './metric-points.ts'
import {
  cumulativeSql,
  CumulativeRow,
  deltasSql,
  GroupRow,
  groupsSql,
  LevelRow,
  levelsSql,
} from './metric-questions.ts'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const MAX_GROUPS = 50
/** Cumulative series are read one by one, each with up to a row per step; more would not fit one answer of the engine. */
const MAX_SERIES = 500
/** How long before the range a cumulative series is looked for a point to count from. */
const LOOK_BACK_SECONDS = 300
const SECOND = 1_000_000_000n

/** What one answer is about, and the parameters that all its questions share. */
interface Asked {
  scope: Scope
  kind: MetricKind
  stepNs: bigint
  fromNs: bigint
  toNs: bigint
  params: Record<string, unknown>
}

/**
 * How does a metric run over a range, by groups of attributes and in steps? Gauges by mean and extremes; sums by what
 * was added and its rate; histograms besides by mean and estimated quantiles. The start of the range is moved back to
 * a whole step.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @throws AssayError `not_found` when no point of the name, type and unit is in the range.
 */
export async function metricSeries(
  scope: Scope,
  args: { name: string; query: MetricSeriesQuery; nowMs: number },
): Promise<MetricSeries> {
  const { name, query } = args
  const range = timeRange(query, args.nowMs)
  const kind = await metricKind(scope, { name, type: query.type, unit: query.unit, range })
  const stepSeconds = stepLength(Number((range.to - range.from) / 1_000_000n) / 1000, query.steps)
  const stepNs = BigInt(stepSeconds) * SECOND
  const fromNs = range.from - (range.from % stepNs)
  const params = {
    projectId: scope.projectId,
    name,
    type: kind.type,
    unit: kind.unit,
    by: query.by,
    fromNs: fromNs.toString(),
    sinceNs: fromNs.toString(),
    toNs: range.to.toString(),
    stepNs: stepNs.toString(),
    maxSeries: MAX_SERIES,
    maxGroups: MAX_GROUPS,
  }
  const asked: Asked = { scope, kind, stepNs, fromNs, toNs: range.to, params }
  const groups = await ask(asked, 'metric-groups', groupsSql(kind.type), GroupRow)
  asked.params = { ...params, groups: groups.map((group) => group.labels) }
  const steps = new Map(groups.map((group) => [JSON.stringify(group.labels), new Map<number, MetricStep>()]))
  if (kind.hasLevels) await addLevels(asked, steps)
  if (kind.hasDeltas || kind.hasCumulative) addSums(asked, steps, await readIncrements(asked))
  const total = groups[0] ?? { groups: 0, cumulativeSeries: 0 }
  return {
    name,
    type: kind.type,
    unit: kind.unit,
    description: kind.description,
    others: kind.others,
    stepSeconds,
    by: query.by,
    groups: groups.map(({ labels }) => ({
      labels,
      steps: [...(steps.get(JSON.stringify(labels)) ?? [])].sort(([a], [b]) => a - b).map(([, step]) => step),
    })),
    truncatedGroups: total.groups > groups.length ? { shown: groups.length, total: total.groups } : null,
    truncatedSeries:
      total.cumulativeSeries > MAX_SERIES ? { shown: MAX_SERIES, total: total.cumulativeSeries } : null,
  }
}

type Steps = Map<string, Map<number, MetricStep>>

function ask<Row>(asked: Asked, name: string, sql: string, rows: z.ZodType<Row>): Promise<Row[]> {
  const { scope, params } = asked
  return scope.ch.query({ name, sql, params, rows, ...(scope.signal && { signal: scope.signal }) })
}

async function addLevels(asked: Asked, into: Steps): Promise<void> {
  for (const row of await ask(asked, 'metric-levels', levelsSql(asked.kind.type), LevelRow)) {
    const { labels, step, n, avg, min, max } = row
    into
      .get(JSON.stringify(labels))
      ?.set(step, { ...NO_NUMBERS, time: timeOf(asked, step), n, avg, min, max })
  }
}

async function readIncrements(asked: Asked): Promise<GroupIncrement[]> {
  const { type, hasDeltas, hasCumulative } = asked.kind
  if (type === 'gauge') return []
  const found: GroupIncrement[] = []
  if (hasDeltas) {
    for (const row of await ask(asked, 'metric-deltas', deltasSql(type), ValueRow)) {
      const increment = incrementOf(type, row)
      if (increment !== null) found.push({ labels: row.labels, step: row.step, increment })
    }
  }
  if (hasCumulative) {
    const lookBack =
      asked.stepNs > BigInt(LOOK_BACK_SECONDS) * SECOND ? asked.stepNs : BigInt(LOOK_BACK_SECONDS) * SECOND
    const since = asked.fromNs > lookBack ? asked.fromNs - lookBack : 0n
    const earlier = { ...asked, params: { ...asked.params, sinceNs: since.toString() } }
    const rows = await ask(earlier, 'metric-cumulative', cumulativeSql(type), CumulativeRow)
    for (const increment of incrementsOf(type, rows, asked.fromNs)) found.push(increment)
  }
  return found
}

function addSums(asked: Asked, into: Steps, all: readonly GroupIncrement[]): void {
  const sums = new Map<string, Map<number, Increment>>()
  for (const { labels, step, increment } of all) {
    const key = JSON.stringify(labels)
    let own = sums.get(key)
    if (own === undefined) sums.set(key, (own = new Map<number, Increment>()))
    const known = own.get(step)
    own.set(step, known === undefined ? increment : addIncrements(known, increment))
  }
  for (const [key, own] of sums) {
    for (const [step, sum] of own) {
      const begin = asked.fromNs + BigInt(step) * asked.stepNs
      const end = begin + asked.stepNs < asked.toNs ? begin + asked.stepNs : asked.toNs
      const seconds = Math.max(1e-3, Number(end - begin) / 1e9)
      into.get(key)?.set(step, { time: timeOf(asked, step), ...sumUp(sum, seconds) })
    }
  }
}

const timeOf = (asked: Asked, step: number): string => nsToInstant(asked.fromNs + BigInt(step) * asked.stepNs)
