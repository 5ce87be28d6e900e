import type { Encoding } from '@assay/collector-otlp/decode/decode-traces'
import { gzipSync } from 'node:zlib'
import { encodeFields, requestFields } from '../otlp-protobuf.ts'
import { seededRandom, type Random } from '../random.ts'
import { mutateJson } from './mutate-json.ts'
import { mutateBytes, mutateFields } from './mutate-protobuf.ts'
import { seedLogs } from './seed-logs.ts'
import { seedMetrics } from './seed-metrics.ts'
import { seedSpans } from './seed-spans.ts'

export const SIGNALS = ['traces', 'logs', 'metrics'] as const
export type FuzzSignal = (typeof SIGNALS)[number]

export interface FuzzCase {
  /** What the request was made as. */
  signal: FuzzSignal
  /** Where it is sent to; now and then another signal's path. */
  path: `/v1/${FuzzSignal}`
  encoding: Encoding
  isGzip: boolean
  body: Buffer
}

const SEEDS = { traces: seedSpans, logs: seedLogs, metrics: seedMetrics }
/** Spans have the most rules, so half of all cases. */
const SHARES = ['traces', 'traces', 'logs', 'metrics'] as const

/** Case `index` of a seed: a sound request that was changed in its structure, its wire format or its bytes. */
export function makeCase(seed: number, index: number, nowNs: bigint): FuzzCase {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b))
  const signal = random.pick(SHARES)
  const path = `/v1/${random.chance(0.02) ? random.pick(SIGNALS) : signal}` as const
  const isGzip = random.chance(0.02)
  const encoding = random.chance(0.5) ? 'json' : 'protobuf'
  const request = SEEDS[signal](random, nowNs)
  const plain = encoding === 'json' ? asJson(request, random) : asProtobuf(request, random)
  const body = isGzip ? mutateBytes(gzipSync(plain, { level: 1 }), random) : plain
  return { signal, path, encoding, isGzip, body }
}

function asJson(request: ReturnType<typeof seedSpans>, random: Random): Buffer {
  return mutateBytes(spoilText(JSON.stringify(mutateJson(request, random)), random), random)
}

function asProtobuf(request: ReturnType<typeof seedSpans>, random: Random): Buffer {
  const fields = requestFields(Object(request) as object)
  mutateFields(fields, random)
  return mutateBytes(encodeFields(fields), random)
}

/** What JSON.stringify never writes: numbers of many digits, escapes that are none, comments, a byte order mark. */
function spoilText(json: string, random: Random): Buffer {
  if (random.chance(0.8)) return Buffer.from(json)
  const [from, to] = random.pick([
    [/"(intValue|asInt|count)":"[^"]*"/, `"$1":${'9'.repeat(random.int(1, 400))}`],
    [
      /"(doubleValue|asDouble|sum)":[^,}]*/,
      `"$1":${random.pick(['1e999', '-1e999', '"NaN"', '"Infinity"', '"-Infinity"', '0e', '--1', '1e-400'])}`,
    ],
    [/"stringValue":"/, `"stringValue":"${random.pick(['\\ud800', '\\u12', '\\x', '\\u0000', '\u0001'])}`],
    [/,/, random.pick([',,', ' , ', '/**/', ''])],
    [/^/, '\ufeff'],
    [/"value":\{/, `"value":${'['.repeat(5000)}`],
    [
      /"((?:startT|t)imeUnixNano)":"[^"]*"/,
      `"$1":${random.pick(['1.5e18', '1763700000000000000.5', '-1', '"0x10"', '1e400'])}`,
    ],
  ] as const)
  return Buffer.from(json.replace(from, to))
}
