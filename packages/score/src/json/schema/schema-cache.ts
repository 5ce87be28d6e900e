import type { JsonValue } from '@assay/contract/message'
import { compileSchema, type Validator } from './compile-schema.ts'

/** Compiled validators hold some 100 kB each. */
const MOST_KEPT = 100

/** Keeps the validators of the last 100 schemas: one compiles in milliseconds and checks in microseconds. */
export function schemaCache(): (schema: JsonValue) => Validator {
  const byText = new Map<string, Validator>()
  const byObject = new WeakMap<object, Validator>()
  return (schema) => {
    const isObject = typeof schema === 'object' && schema !== null
    const known = isObject ? byObject.get(schema) : undefined
    if (known !== undefined) return known
    const text = textOf(schema)
    const kept = text === null ? undefined : byText.get(text)
    const validator = kept ?? compileSchema(schema)
    if (text !== null) {
      byText.delete(text)
      byText.set(text, validator)
      if (byText.size > MOST_KEPT) byText.delete(byText.keys().next().value!)
    }
    if (isObject) byObject.set(schema, validator)
    return validator
  }
}

/** Null for values so deep that they have no text: those have no validator either. */
function textOf(schema: JsonValue): string | null {
  try {
    return JSON.stringify(schema)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
