import type { JsonValue } from '@assay/contract/message'
import { refuse } from '@assay/stats/shared/refuse'
import type { FuncKeywordDefinition } from 'ajv'
import { measureJson } from '../measure-json.ts'
import { STEP_KEYWORD } from './bound-schema.ts'

/** What is left to spend; a step takes some microseconds at most, so that all take about 200 milliseconds. */
export interface StepBudget {
  left: number
}

export const stepBudget = (): StepBudget => ({ left: 100_000 })

const READS_KEYS = [
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
]

/** Counts what one validation does against a budget; `restart` with one before each. */
export function countSteps() {
  let budget = stepBudget()
  const spend = (steps: number): void => {
    budget.left -= steps
    if (budget.left < 0)
      refuse(
        'A value takes too many steps to check against its schema: make the schema simpler or the value smaller.',
      )
  }
  const keyword: FuncKeywordDefinition = {
    keyword: STEP_KEYWORD,
    compile: (_, schema: Record<string, JsonValue>) => {
      const visit = 1 + Math.floor(valuesOf(schema) / 100)
      const readsKeys = READS_KEYS.some((name) => name in schema)
      const readsText = 'minLength' in schema || 'maxLength' in schema
      return (data: JsonValue) => {
        spend(visit)
        if (typeof data === 'string') {
          if (readsText) spend(data.length / 300)
        } else if (Array.isArray(data)) {
          spend(schema['uniqueItems'] === true ? measureJson(data).size / 20 : data.length / 100)
        } else if (readsKeys && data !== null && typeof data === 'object') spend(Object.keys(data).length / 5)
        return true
      }
    },
    errors: false,
  }
  return {
    restart: (next: StepBudget) => {
      budget = next
    },
    spend,
    keyword,
  }
}

/** Values that one visit of a schema may compare with: members of an enumeration, names of properties. */
function valuesOf(schema: Record<string, JsonValue>): number {
  let values = measureJson([schema['enum'] ?? null, schema['const'] ?? null]).size / 5
  for (const keyword of ['properties', 'required', 'dependentRequired', 'dependencies'])
    values += Object.keys(schema[keyword] ?? {}).length
  return values
}
