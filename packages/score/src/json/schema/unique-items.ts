import type { JsonValue } from '@assay/contract/message'

/** `uniqueItems` in time linear in the text of the items; Ajv's own compares all pairs. */
export const UNIQUE_ITEMS = {
  keyword: 'uniqueItems',
  type: 'array' as const,
  schemaType: 'boolean' as const,
  error: { message: 'must NOT have duplicate items' },
  validate: (isUnique: boolean, items: JsonValue[]) =>
    !isUnique || new Set(items.map((item) => JSON.stringify(sortKeys(item)))).size === items.length,
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key]!)]),
  )
}
