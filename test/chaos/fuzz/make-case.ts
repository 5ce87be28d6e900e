import type { Encoding } from '@assay/collector-otlp/decode/decode-traces'
import { encodeFields, requestFields } from '../otlp-protobuf.ts'
import { seededRandom, type Random } from '../random.ts'
import { mutateJson } from './mutate-json.ts'
import { mutateBytes, mutateFields } from './mutate-protobuf.ts'
import { seedRequest } from './seed-requests.ts'

export interface FuzzCase {
  encoding: Encoding
  body: Buffer
}

/** Case `index` of a seed: a sound request that was changed in its structure, its wire format or its bytes. */
export function makeCase(seed: number, index: number, nowNs: bigint): FuzzCase {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b))
  const request = seedRequest(random, nowNs)
  if (random.chance(0.5)) {
    const changed = mutateJson(request, random)
    return { encoding: 'json', body: mutateBytes(spoilText(JSON.stringify(changed), random), random) }
  }
  const fields = requestFields(Object(request) as object)
  mutateFields(fields, random)
  return { encoding: 'protobuf', body: mutateBytes(encodeFields(fields), random) }
}

/** What JSON.stringify never writes: numbers of many digits, escapes that are none, comments, a byte order mark. */
function spoilText(json: string, random: Random): Buffer {
  if (random.chance(0.8)) return Buffer.from(json)
  const [from, to] = random.pick([
    [/"intValue":"[^"]*"/, `"intValue":${'9'.repeat(random.int(1, 400))}`],
    [
      /"doubleValue":[^,}]*/,
      `"doubleValue":${random.pick(['1e999', '-1e999', '"NaN"', '"Infinity"', '0e', '--1', '1e-400'])}`,
    ],
    [/"stringValue":"/, `"stringValue":"${random.pick(['\\ud800', '\\u12', '\\x', '\\u0000', '\u0001'])}`],
    [/,/, random.pick([',,', ' , ', '/**/', ''])],
    [/^/, '\ufeff'],
    [/"value":\{/, `"value":${'['.repeat(5000)}`],
    [
      /"startTimeUnixNano":"[^"]*"/,
      `"startTimeUnixNano":${random.pick(['1.5e18', '1763700000000000000.5', '-1', '"0x10"', '1e400'])}`,
    ],
  ] as const)
  return Buffer.from(json.replace(from, () => to))
}
