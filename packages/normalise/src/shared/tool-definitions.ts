import type { JsonValue, ToolDefinition } from '@assay/contract/message'
import { firstText } from './message-part.ts'
import { isObject, parseJson } from './parse-json.ts'

/** One definition in the spellings of OpenAI, Anthropic and the conventions; null when it names no tool. */
export function toToolDefinition(value: JsonValue): ToolDefinition | null {
  const parsed = typeof value === 'string' ? (parseJson(value) ?? null) : value
  if (!isObject(parsed)) return null
  const inner = isObject(parsed['function']) ? parsed['function'] : parsed
  const name = firstText(inner, 'name') ?? firstText(parsed, 'name', 'type')
  if (name === null) return null
  return {
    name,
    description: firstText(inner, 'description'),
    parameters:
      inner['parameters'] ??
      inner['input_schema'] ??
      inner['inputSchema'] ??
      inner['parametersJsonSchema'] ??
      null,
  }
}

/** Gemini groups the functions of a request: `{functionDeclarations: […]}`. */
function ungrouped(value: JsonValue): JsonValue[] {
  const group = isObject(value) ? (value['functionDeclarations'] ?? value['function_declarations']) : null
  return Array.isArray(group) ? group : [value]
}

/** Definitions of a list, each an object or its JSON text, or a group of them. */
export function toToolDefinitions(value: JsonValue): ToolDefinition[] {
  if (!Array.isArray(value)) return []
  return value.flatMap(ungrouped).flatMap((item) => toToolDefinition(item) ?? [])
}
