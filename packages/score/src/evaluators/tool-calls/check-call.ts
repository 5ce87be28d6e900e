import { AssayError } from '@assay/contract/error'
import type { JsonValue, ToolDefinition } from '@assay/contract/message'
import { parseJson } from '../../json/find-json.ts'
import { measureJson } from '../../json/measure-json.ts'
import { type StepBudget, stepBudget } from '../../json/schema/count-steps.ts'
import { schemaCache } from '../../json/schema/schema-cache.ts'

export interface CallVerdict {
  kind: 'valid' | 'unknown_tool' | 'bad_arguments' | 'unchecked'
  explanation: string
}

const compile = schemaCache()

const MOST_ARGUMENTS = 100_000

/** What the calls of one sample share: the tools that there were, whether those are all, and what work is left. */
export interface CallCheck {
  tools: readonly ToolDefinition[]
  areToolsCut: boolean
  budget: StepBudget
  /** Tools whose schemas are paid for. */
  paid: Set<ToolDefinition>
}

export function startCheck(tools: readonly ToolDefinition[], areToolsCut: boolean): CallCheck {
  return { tools, areToolsCut, budget: stepBudget(), paid: new Set() }
}

/**
 * One call against the tools that there were. Arguments may be an object or, as providers send them, its JSON;
 * none at all are an empty object. `unchecked` where the call, its tool's schema or all calls together are beyond what is checked.
 */
export function checkCall(call: { name: string; arguments: JsonValue }, check: CallCheck): CallVerdict {
  const name = call.name.slice(0, 100)
  const tool = check.tools.find((one) => one.name === call.name)
  if (tool === undefined && check.areToolsCut)
    return {
      kind: 'unchecked',
      explanation: `The tools are too many or too long to look for ${name}: send those that were called first.`,
    }
  if (tool === undefined) return { kind: 'unknown_tool', explanation: `There is no tool ${name}.` }
  const given = argumentsOf(call.arguments)
  if (given === null)
    return { kind: 'bad_arguments', explanation: `The arguments of ${name} are no JSON object.` }
  if (measureJson(given, MOST_ARGUMENTS).size > MOST_ARGUMENTS)
    return {
      kind: 'unchecked',
      explanation: `The arguments of ${name} are longer than ${MOST_ARGUMENTS} characters: send shorter ones.`,
    }
  if (!check.paid.has(tool)) {
    check.paid.add(tool)
    check.budget.left -= compileSteps(tool.parameters)
  }
  if (check.budget.left < 0)
    return {
      kind: 'unchecked',
      explanation: `The calls before ${name} took all the steps there are: send fewer calls, or simpler schemas.`,
    }
  const checked = checkArguments(given, tool.parameters, check.budget)
  return { kind: checked.kind, explanation: `${name}: ${checked.explanation}` }
}

function argumentsOf(given: JsonValue): { [key: string]: JsonValue } | null {
  const value = typeof given === 'string' ? (given.trim() === '' ? {} : parseJson(given)) : (given ?? {})
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null
}

/** What it takes to compile a schema. A single one of any size is affordable: compileSchema has its own bounds. */
const compileSteps = (schema: JsonValue) =>
  schema === null ? 0 : Math.min(80_000, 200 + 150 * measureJson(schema, 400_000).objects)

function checkArguments(given: JsonValue, schema: JsonValue, budget: StepBudget): CallVerdict {
  if (schema === null) return { kind: 'valid', explanation: 'The tool has no schema.' }
  try {
    const verdict = compile(schema)(given, budget)
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
