import type { Random } from '../random.ts'
import { anyValue, attributeKey, type Json } from './seed-values.ts'

const STRANGE: readonly Json[] = [
  null,
  '',
  0,
  -1,
  1.5,
  1e300,
  true,
  [],
  {},
  '9223372036854775808',
  '-1',
  'ff',
  [[]],
  [null],
  { __proto__: 1 },
]
type Container = Json[] | { [key: string]: Json }

/** Changes a request in some places: types swapped, fields doubled, moved, renamed or gone, values nested deep. */
export function mutateJson(request: Json, random: Random): Json {
  let isDeep = false
  for (let times = random.int(0, 4); times > 0; times--) {
    // Twice as deep, and JSON.stringify runs out of stack.
    const kind = random.int(0, 7)
    mutateOnce(request, random, kind === 2 && isDeep ? 3 : kind)
    isDeep ||= kind === 2
  }
  return request
}

function mutateOnce(request: Json, random: Random, kind: number): void {
  const holder = walk(request, random)
  if (holder === null) return
  const keys = Object.keys(holder)
  const key = random.pick(keys)
  const at = holder as Record<string, Json>
  if (kind <= 1) at[key] = structuredClone(random.pick(STRANGE))
  else if (kind === 2) at[key] = deep(random, at[key]!)
  else if (kind === 3) at[key] = anyValue(random, 0)
  else if (kind === 4 && Array.isArray(holder)) holder.push(...holder.slice(0, 50))
  else if (kind === 4) define(at, attributeKey(random), at[key]!)
  else if (kind === 5) Reflect.deleteProperty(at, key)
  else if (kind === 6)
    at[key] = typeof at[key] === 'string' ? at[key].repeat(random.int(2, 200)).slice(0, 20_000) : [at[key]!]
  else
    define(
      at,
      random.pick([
        'trace_id',
        'spans',
        'resourceSpans',
        'value',
        'key',
        'stringValue',
        'intValue',
        'kvlistValue',
      ]),
      at[key]!,
    )
}

/** A container somewhere in the request, the deeper the likelier; null for one that holds nothing. */
function walk(request: Json, random: Random): Container | null {
  let found: Container | null = null
  let at: Json | undefined = request
  while (typeof at === 'object' && at !== null && Object.keys(at).length > 0) {
    found = at
    if (random.chance(0.08)) break
    at = (at as Record<string, Json>)[random.pick(Object.keys(at))]
  }
  return found
}

function define(at: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(at, key, { value, writable: true, enumerable: true, configurable: true })
}

/** Around the limits of the decoders (collectors/otlp/src/decode/limits.ts), and far beyond. */
function deep(random: Random, core: Json): Json {
  const levels = random.pick([10, 63, 64, 65, 130, 600])
  let value: Json = core
  for (let i = 0; i < levels; i++) {
    value = random.chance(0.5)
      ? { arrayValue: { values: [value] } }
      : { kvlistValue: { values: [{ key: 'k', value }] } }
  }
  return value
}
