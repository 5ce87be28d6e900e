import type { JsonValue } from '@assay/contract/message'
import { refuse } from '@assay/stats/shared/refuse'

export const MOST_SCHEMA_NODES = 5_000
/** Compiling takes time in their square, and more than some 2,000 overflow the stack. */
const MOST_SCHEMAS = 400
const DEEPEST = 64

/** Keyword that counts each visit of a schema, added everywhere: see count-steps. */
export const STEP_KEYWORD = 'assayStep'

/** Keywords that hold data, not schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required', 'type'])
/** Keywords that hold schemas by the name of a property. */
const MAPS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
  'dependentRequired',
])
/** Left out: identity and dialect are ours to choose. */
const DROPPED = new Set(['$schema', '$id', 'id', STEP_KEYWORD])
const FORBIDDEN = new Set([
  '$async',
  '$dynamicRef',
  '$dynamicAnchor',
  '$recursiveRef',
  '$recursiveAnchor',
  '$anchor',
  '$data',
])

/**
 * A copy of a JSON Schema from outside that is safe to compile: every schema in it counts its visits, references
 * stay within `$defs` and `definitions`. Throws AssayError('invalid') for one that is no object or boolean, of more than 5,000 values,
 * 400 schemas or 64 levels, with references elsewhere or with keywords that reach out of it.
 */
export function boundSchema(schema: JsonValue): JsonValue {
  let nodes = 0
  let schemas = 0
  const count = (value: JsonValue, depth: number): void => {
    nodes++
    if (nodes > MOST_SCHEMA_NODES)
      refuse(`A schema has more than ${MOST_SCHEMA_NODES} values: give a smaller one.`)
    if (depth > DEEPEST) refuse(`A schema is more than ${DEEPEST} levels deep: give a flatter one.`)
    if (value !== null && typeof value === 'object')
      for (const inner of Object.values(value)) count(inner, depth + 1)
  }
  count(schema, 0)
  if (typeof schema !== 'boolean' && !isObject(schema)) refuse('A schema is an object, true or false.')
  return copyWith(() => {
    if (++schemas > MOST_SCHEMAS)
      refuse(
        `A schema holds more than ${MOST_SCHEMAS} schemas: give a smaller one, or check its parts one by one.`,
      )
  })(schema)
}

const isObject = (value: JsonValue): value is Record<string, JsonValue> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Copies a schema; `count` is told of every schema, list and flag in it. */
function copyWith(count: () => void): (schema: JsonValue) => JsonValue {
  const copySchema = (schema: JsonValue): JsonValue => {
    if (typeof schema === 'object' || typeof schema === 'boolean') count()
    if (Array.isArray(schema)) return schema.map(copySchema)
    if (!isObject(schema)) return schema
    const copy: Record<string, JsonValue> = { [STEP_KEYWORD]: true }
    for (const [keyword, value] of Object.entries(schema)) {
      if (DROPPED.has(keyword)) continue
      if (FORBIDDEN.has(keyword)) refuse(`A schema uses ${keyword}, which is not supported: write it out.`)
      if (keyword === '$ref') requireOwnReference(value)
      if (DATA.has(keyword)) copy[keyword] = value
      else if (MAPS.has(keyword) && isObject(value)) copy[keyword] = mapValues(value)
      else copy[keyword] = copySchema(value)
    }
    return copy
  }
  // A property may be called __proto__: an assignment would lose it.
  const mapValues = (map: Record<string, JsonValue>) =>
    Object.fromEntries(Object.entries(map).map(([name, value]) => [name, copySchema(value)]))
  return copySchema
}

function requireOwnReference(reference: JsonValue): void {
  if (typeof reference !== 'string' || !/^#(?:\/(?:\$defs|definitions)\/[^/]+)?$/.test(reference))
    refuse(
      `A schema refers to ${JSON.stringify(reference).slice(0, 100)}: refer to # or to #/$defs/name within it.`,
    )
}
