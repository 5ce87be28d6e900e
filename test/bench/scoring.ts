/**
 * The whole path of a score, from a span to its scores on disk, on a process of its own. Alone: how many samples a second, one with an answer
 * of 1 kB and 4 kB of context and five evaluators. Beside a quarter of the load that the collector is held to, and half of it with short
 * texts and with long ones: the same samples come and are scored, or are not, and so are the default rules on or off; what ingest loses by
 * it stands beside what it does without.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_RULES } from '@assay/contract/default-rules'
import { startServer, type BenchServer } from './ingest/server.ts'
import { FEW_TEXTS, halfLoad, LONG_TEXTS, SHORT_TEXTS, type HalfLoad } from './scoring/half-load.ts'
import { SAMPLE_SERVICE } from './scoring/sample-payload.ts'
import { scoringState } from './scoring/scores-so-far.ts'
import { sendSamples } from './scoring/send-samples.ts'
import { setRules, type BenchRule } from './scoring/set-rules.ts'

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20)
/** Compilers of a process that just started share the processors with it. */
const WARM_UP_SECONDS = 5
const SAMPLES_PER_SECOND = 1_000
/** Less than a burst of which a part would be left out. */
const ROUND = 4_000
const ROUNDS = 3
const PATIENCE_MS = 60_000
const ROLES = { ASSAY_ROLES: 'otlp,worker,api', ASSAY_LOG_LEVEL: 'warn' }
const EVALUATORS = ['faithfulness', 'refusal', 'relevance', 'retrieval-coverage', 'answer-language']
const RULE: BenchRule = {
  name: 'Samples',
  target: 'span',
  filter: { kind: ['llm'], service: [SAMPLE_SERVICE] },
  evaluators: EVALUATORS.map((name) => ({ name })),
}

export async function bench(): Promise<void> {
  await onServer(async (server) => {
    await setRules(server, [])
    const kinds = [
      ['few', FEW_TEXTS, SAMPLES_PER_SECOND / 2],
      ['short', SHORT_TEXTS, SAMPLES_PER_SECOND],
      ['long', LONG_TEXTS, SAMPLES_PER_SECOND],
    ] as const
    const loads = kinds.map(([name, kind, samplesPerSecond]) => {
      return { name, load: { seconds: SECONDS, samplesPerSecond, kind } }
    })
    const off = new Map<string, HalfLoad>()
    for (const { name, load } of loads) {
      await halfLoad(server, { ...load, seconds: WARM_UP_SECONDS })
      off.set(name, await halfLoad(server, load))
      tellIngest(`${name}_unscored`, off.get(name)!)
    }
    // What is still on its way would be scored by a rule that comes before it.
    await server.drained()
    await setRules(server, [RULE])
    await drain(server, ROUND)
    let samplesPerSecond = 0
    for (let round = 0; round < ROUNDS; round++)
      samplesPerSecond = Math.max(samplesPerSecond, await drain(server, ROUND))
    figure('scored_alone', samplesPerSecond, 'samples/s')
    for (const { name, load } of loads)
      tellScoring(`${name}_beside`, await beside(server, load, off.get(name)!, `${name}_beside`))
  })
  await onServer(async (server) => {
    await setRules(server, [])
    const load = { seconds: SECONDS, samplesPerSecond: 0, kind: LONG_TEXTS }
    await halfLoad(server, { ...load, seconds: WARM_UP_SECONDS })
    const off = await halfLoad(server, load)
    tellIngest('default_rules_off', off)
    await server.drained()
    await setRules(
      server,
      DEFAULT_RULES.map(({ draft }) => draft),
    )
    tellScoring('default_rules_on', await beside(server, load, off, 'default_rules_on'))
  })
}

async function beside(
  server: BenchServer,
  load: Parameters<typeof halfLoad>[1],
  off: HalfLoad,
  name: string,
): Promise<HalfLoad> {
  const on = await halfLoad(server, load)
  tellIngest(name, on)
  figure(`${name}_slowed`, 1 - on.rate / off.rate, 'share')
  figure(`${name}_ack_p99_times`, on.ackP99Ms / off.ackP99Ms, 'ratio')
  figure(`${name}_visible_p50_times`, on.visibleP50Ms / off.visibleP50Ms, 'ratio')
  return on
}

function tellIngest(name: string, { rate, ackP50Ms, ackP99Ms, visibleP50Ms, visibleP95Ms }: HalfLoad): void {
  figure(`${name}_rate`, rate, 'spans/s')
  figure(`${name}_ack_p50`, ackP50Ms, 'ms')
  figure(`${name}_ack_p99`, ackP99Ms, 'ms')
  figure(`${name}_visible_p50`, visibleP50Ms, 'ms')
  figure(`${name}_visible_p95`, visibleP95Ms, 'ms')
}

function tellScoring(name: string, { scored, share, lagP50, lagP95, rssMb }: HalfLoad): void {
  figure(`${name}_scored`, scored, 'targets/s')
  figure(`${name}_share`, share, 'share')
  figure(`${name}_lag_p50_below`, lagP50, 's')
  figure(`${name}_lag_p95_below`, lagP95, 's')
  figure(`${name}_rss`, rssMb, 'MB')
}

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(
    `figure ${name} ${value >= 100 ? Math.round(value) : Number(value.toFixed(3))} ${unit}\n`,
  )

async function onServer(work: (server: BenchServer) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const server = await startServer(dir, ROLES)
  try {
    await work(server)
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Sends samples at once and tells how many are scored per second, from the first sent to the last scored. */
async function drain(server: BenchServer, samples: number): Promise<number> {
  const before = await scoringState(server)
  const begin = performance.now()
  await sendSamples(server, { samples })
  for (;;) {
    const { done, dead } = await scoringState(server)
    if (performance.now() - begin > PATIENCE_MS) throw new Error('the samples were not scored in time')
    if (dead > 0) throw new Error(`${dead} samples could not be scored`)
    if (done - before.done >= samples) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return (samples * 1000) / (performance.now() - begin)
}
