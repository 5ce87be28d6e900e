import { AssayError } from '@assay/contract/error'
import type { JsonValue } from '@assay/contract/message'
import { refuse } from '@assay/stats/shared/refuse'
import { Ajv, type Options } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { type LinearRegExp, linearRegExp } from '../../linear-regexp/linear-regexp.ts'
import { lazy } from '../../text/lazy.ts'
import { measureJson } from '../measure-json.ts'
import { boundSchema } from './bound-schema.ts'
import { type StepBudget, countSteps, stepBudget } from './count-steps.ts'
import { UNIQUE_ITEMS } from './unique-items.ts'

/** `violates` says where (a JSON Pointer, empty for the whole) and how. */
export type SchemaVerdict =
  | { kind: 'conforms' }
  | { kind: 'violates'; path: string; message: string }
  | { kind: 'unchecked'; message: string }

/** Checks within a budget of steps, by default one of its own. */
export type Validator = (value: JsonValue, budget?: StepBudget) => SchemaVerdict

/** Levels of a value; a schema that refers to itself takes several frames of the stack for each. */
const DEEPEST_VALUE = 256

const MOST_PATTERN_CHARACTERS = 20_000
const MOST_PATTERN_SIZE = 50_000

const OPTIONS: Options = {
  strict: false,
  logger: false,
  // `format` says what a string means; drafts since 2019 do not check it unless asked to.
  validateFormats: false,
  inlineRefs: false,
  ownProperties: true,
  code: { regExp: Object.assign((pattern: string) => linearRegExp(pattern), { code: 'linearRegExp' }) },
}

/** Check schemas against the rules of their draft; making these takes as long as a hundred schemas. */
const drafts = lazy(() => ({ old: new Ajv(OPTIONS), now: new Ajv2020(OPTIONS) }))

/**
 * Compiles a JSON Schema from outside, of draft 2020-12, or 7 where it says so. Nothing of it can be slow:
 * patterns run in linear time, and all that a check does has a budget. Throws AssayError('invalid') for a
 * schema that breaks its own rules or goes beyond boundSchema. Takes a millisecond, or 200 at the bounds.
 */
export function compileSchema(schema: JsonValue): Validator {
  const steps = countSteps()
  const bounded = boundSchema(schema) as boolean | Record<string, unknown>
  const isOld = isOldDraft(schema)
  const validate = orRefuse(() => {
    const draft = isOld ? drafts().old : drafts().now
    if (!draft.validateSchema(bounded)) throw new Error(draft.errorsText(draft.errors))
    return makeAjv(isOld, steps, JSON.stringify(bounded)).compile(bounded)
  })
  return (value, budget = stepBudget()) => {
    if (measureJson(value).depth > DEEPEST_VALUE)
      return {
        kind: 'unchecked',
        message: `A value is more than ${DEEPEST_VALUE} levels deep: ask for a flatter one.`,
      }
    steps.restart(budget)
    try {
      if (validate(value)) return { kind: 'conforms' }
    } catch (error) {
      return { kind: 'unchecked', message: explainFault(error) }
    }
    const fault = validate.errors?.[0]
    return { kind: 'violates', path: fault?.instancePath ?? '', message: fault?.message ?? 'must be valid' }
  }
}

function makeAjv(isOld: boolean, steps: ReturnType<typeof countSteps>, text: string): Ajv | Ajv2020 {
  const regExp = Object.assign(boundedPatterns(steps.spend), { code: 'linearRegExp' })
  const options = { ...OPTIONS, meta: false, validateSchema: false, code: { regExp } }
  const ajv = isOld ? new Ajv(options) : new Ajv2020(options)
  // Keeping books of what was evaluated makes unions try all their members.
  ajv.opts.unevaluated = text.includes('"unevaluated')
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword(UNIQUE_ITEMS)
  ajv.addKeyword({ ...steps.keyword, before: ajv.RULES.rules[0]!.rules[0]!.keyword })
  return ajv
}

/** Makes the patterns of one schema, which together are bounded: one of a thousand characters takes milliseconds. */
function boundedPatterns(spend: (steps: number) => void): (pattern: string) => LinearRegExp {
  let characters = 0
  let size = 0
  return (pattern) => {
    const made = linearRegExp(pattern, spend)
    characters += pattern.length
    size += made.size
    if (characters > MOST_PATTERN_CHARACTERS || size > MOST_PATTERN_SIZE)
      refuse('The patterns of a schema are too long or repeat too much: give fewer or shorter ones.')
    return made
  }
}

function orRefuse<Result>(compile: () => Result): Result {
  try {
    return compile()
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('invalid', `A schema is not valid: ${explainFault(error)}`, undefined, error)
  }
}

/** Stack overflows of references that never end, and what our own keywords refuse, are answers about the data; the rest is not. */
function explainFault(error: unknown): string {
  if (error instanceof RangeError)
    return 'A schema refers to itself too often for one value: make the schema flatter.'
  if (error instanceof Error) return error.message.slice(0, 300)
  throw error
}

function isOldDraft(schema: JsonValue): boolean {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return false
  return typeof schema['$schema'] === 'string' && /draft-0[4-7]/.test(schema['$schema'])
}
