import { quantile, sendLoad } from '../ingest/load.ts'
import type { BenchServer } from '../ingest/server.ts'
import { makePayload } from '../otlp-payload.ts'
import { lagBetween, scoringState } from './scores-so-far.ts'
import { sendSamples } from './send-samples.ts'

/** Half of what the collector is held to (`pnpm bench ingest`): bytes of text, and spans a second, those of the samples included. */
export interface LoadKind {
  textBytes: number
  rate: number
}
export const SHORT_TEXTS: LoadKind = { textBytes: 400, rate: 20_000 }
export const LONG_TEXTS: LoadKind = { textBytes: 2_400, rate: 10_000 }
/** A quarter, which leaves processors to what scores. */
export const FEW_TEXTS: LoadKind = { textBytes: 400, rate: 10_000 }

const SPANS_PER_REQUEST = 256
const SPANS_PER_SAMPLE = 2

/** What came of some seconds of half load. */
export interface HalfLoad {
  /** Spans that were acknowledged a second. */
  rate: number
  ackP50Ms: number
  ackP99Ms: number
  visibleP50Ms: number
  visibleP95Ms: number
  /** Targets that were scored a second. */
  scored: number
  /** By batch, from the arrival of its first span to its scores on disk; upper ends of the buckets. */
  lagP50: number
  lagP95: number
  /** Of what the rules draw, the part that was scored in the end. */
  share: number
  rssMb: number
}

/** Half load for some seconds, of which so many samples a second are of the service that the bench's own rule asks for. */
export async function halfLoad(
  server: BenchServer,
  { seconds, samplesPerSecond, kind }: { seconds: number; samplesPerSecond: number; kind: LoadKind },
): Promise<HalfLoad> {
  const before = await scoringState(server)
  const begin = performance.now()
  const [load] = await Promise.all([
    sendLoad(server, {
      make: (seed) => makePayload(SPANS_PER_REQUEST, kind.textBytes, seed),
      seconds,
      rate: kind.rate - samplesPerSecond * SPANS_PER_SAMPLE,
    }),
    samplesPerSecond === 0 ? null : sendSamples(server, { rate: samplesPerSecond, seconds }),
  ])
  const after = await scoringState(server)
  return {
    rate: load.spans / load.seconds + samplesPerSecond * SPANS_PER_SAMPLE,
    ackP50Ms: quantile(load.latenciesMs, 0.5),
    ackP99Ms: quantile(load.latenciesMs, 0.99),
    visibleP50Ms: quantile(load.visibleMs, 0.5),
    visibleP95Ms: quantile(load.visibleMs, 0.95),
    scored: ((after.done - before.done) * 1000) / (performance.now() - begin),
    lagP50: lagBetween(before, after, 0.5),
    lagP95: lagBetween(before, after, 0.95),
    share: after.share,
    rssMb: server.residentMb(),
  }
}
