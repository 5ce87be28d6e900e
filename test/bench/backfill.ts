/**
 * Scores of the past, on a process of its own: how many samples a second a backfill scores that nobody scored before, all of them again as
 * after a new version of the evaluators, and passes over; then beside a quarter of the load that the collector is held to, what of either is left. Samples have an answer of 1 kB and 4 kB
 * of context.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backfill, BackfillList } from '@assay/contract/api/backfill'
import type { Rule } from '@assay/contract/api/rule'
import { KEY, startServer, type BenchServer } from './ingest/server.ts'
import { FEW_TEXTS, halfLoad } from './scoring/half-load.ts'
import { SAMPLE_SERVICE } from './scoring/sample-payload.ts'
import { sendSamples } from './scoring/send-samples.ts'
import { setRules } from './scoring/set-rules.ts'

const SAMPLES = Number(process.env['BENCH_SAMPLES'] ?? 10_000)
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20)
const WARM_UP_SECONDS = 5
const PATIENCE_MS = 300_000
const EVALUATORS = ['faithfulness', 'refusal', 'relevance', 'retrieval-coverage', 'answer-language']

export async function bench(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const server = await startServer(dir, { ASSAY_ROLES: 'otlp,worker,api', ASSAY_LOG_LEVEL: 'warn' })
  try {
    await setRules(server, [])
    const from = new Date(Date.now() - 60_000).toISOString()
    await sendSamples(server, { samples: SAMPLES })
    await server.drained()
    const to = new Date().toISOString()
    const ruleId = await addRule(server)
    const start = (skipsScored: boolean) => startBackfill(server, { ruleId, from, to, skipsScored })
    figure('new', await rateOf(server, await start(true)), 'samples/s')
    figure('again', await rateOf(server, await start(false)), 'samples/s')
    figure('passed_over', await rateOf(server, await start(true)), 'samples/s')
    const load = { seconds: SECONDS, samplesPerSecond: 0, kind: FEW_TEXTS }
    await halfLoad(server, { ...load, seconds: WARM_UP_SECONDS })
    const alone = await halfLoad(server, load)
    await server.drained()
    const { id } = await start(false)
    const before = throughIn(await readBackfill(server, id))
    const beside = await halfLoad(server, load)
    const through = throughIn(await readBackfill(server, id)) - before
    figure('beside_load', through / SECONDS, 'samples/s')
    figure('load_slowed', 1 - beside.rate / alone.rate, 'share')
    figure('load_ack_p99_times', beside.ackP99Ms / alone.ackP99Ms, 'ratio')
    figure('load_visible_p50_times', beside.visibleP50Ms / alone.visibleP50Ms, 'ratio')
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The rule is made after the samples came, so that nothing of them is scored live. */
async function addRule(server: BenchServer): Promise<string> {
  await setRules(server, [
    {
      name: 'Samples',
      target: 'span',
      filter: { kind: ['llm'], service: [SAMPLE_SERVICE] },
      evaluators: EVALUATORS.map((name) => ({ name })),
    },
  ])
  const { rules } = await ask<{ rules: Rule[] }>(server, 'GET', '/rules')
  return rules[0]?.id ?? ''
}

const startBackfill = (server: BenchServer, draft: object) =>
  ask<Backfill>(server, 'POST', '/backfills', draft)

async function readBackfill(server: BenchServer, id: string): Promise<Backfill> {
  const { backfills } = await ask<BackfillList>(server, 'GET', '/backfills')
  const found = backfills.find((backfill) => backfill.id === id)
  if (found === undefined) throw new Error(`no backfill ${id}`)
  return found
}

const throughIn = ({ progress: { scored, failed, skipped } }: Backfill) => scored + failed + skipped

/** Targets a second, from its start until it is done. */
async function rateOf(server: BenchServer, { id }: Backfill): Promise<number> {
  const begin = performance.now()
  for (;;) {
    const backfill = await readBackfill(server, id)
    if (backfill.state === 'done') return (throughIn(backfill) * 1000) / (performance.now() - begin)
    if (backfill.state === 'failed' || performance.now() - begin > PATIENCE_MS)
      throw new Error(`the backfill is ${backfill.state}: ${backfill.reason ?? 'not in time'}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function ask<T>(server: BenchServer, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${server.apiUrl}/api/v1/projects/default${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(
    `figure backfill_${name} ${value >= 100 ? Math.round(value) : Number(value.toFixed(3))} ${unit}\n`,
  )
