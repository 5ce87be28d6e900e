import { AssayError } from '@assay/contract/error'
import type { JsonValue, ToolDefinition } from '@assay/contract/message'
import { parseJson } from '../../json/find-json.ts'
import { schemaCache } from '../../json/schema/schema-cache.ts'

export interface CallVerdict {
  kind: 'valid' | 'unknown_tool' | 'bad_arguments' | 'unchecked'
  explanation: string
}

const compile = schemaCache()

/**
 * One call against the tools that there were. Arguments may be an object or, as providers send them, its JSON;
 * none at all are an empty object. `unchecked` where the tool's own schema is beyond what is checked.
 */
export function checkCall(
  call: { name: string; arguments: JsonValue },
  tools: readonly ToolDefinition[],
): CallVerdict {
  const name = call.name.slice(0, 100)
  const tool = tools.find((one) => one.name === call.name)
  if (tool === undefined) return { kind: 'unknown_tool', explanation: `There is no tool ${name}.` }
  const given = argumentsOf(call.arguments)
  if (given === null)
    return { kind: 'bad_arguments', explanation: `The arguments of ${name} are no JSON object.` }
  const checked = checkArguments(given, tool.parameters)
  return { kind: checked.kind, explanation: `${name}: ${checked.explanation}` }
}

function argumentsOf(given: JsonValue): { [key: string]: JsonValue } | null {
  const value = typeof given === 'string' ? (given.trim() === '' ? {} : parseJson(given)) : (given ?? {})
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
}

function checkArguments(given: JsonValue, schema: JsonValue): CallVerdict {
  if (schema === null) return { kind: 'valid', explanation: 'The tool has no schema.' }
  try {
    const verdict = compile(schema)(given)
    if (verdict.kind === 'conforms')
      return { kind: 'valid', explanation: 'The arguments keep to the schema.' }
    if (verdict.kind === 'unchecked') return { kind: 'unchecked', explanation: verdict.message }
    const where = verdict.path === '' ? 'the arguments' : verdict.path.slice(0, 200)
    return { kind: 'bad_arguments', explanation: `${where} ${verdict.message}.` }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { kind: 'unchecked', explanation: error.message }
  }
}
