import { AssayError } from '@assay/contract/error'
import type { JsonValue } from '@assay/contract/message'
import { Ajv, type FuncKeywordDefinition, type Options } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { linearRegExp } from '../../linear-regexp/linear-regexp.ts'
import { lazy } from '../../text/lazy.ts'
import { boundSchema } from './bound-schema.ts'
import { countSteps } from './count-steps.ts'
import { UNIQUE_ITEMS } from './unique-items.ts'

/** `violates` says where (a JSON Pointer, empty for the whole) and how. */
export type SchemaVerdict =
  | { kind: 'conforms' }
  | { kind: 'violates'; path: string; message: string }
  | { kind: 'unchecked'; message: string }

export type Validator = (value: JsonValue) => SchemaVerdict

const OPTIONS: Options = {
  strict: false,
  logger: false,
  // `format` says what a string means; drafts since 2019 do not check it unless asked to.
  validateFormats: false,
  inlineRefs: false,
  ownProperties: true,
  code: { regExp: Object.assign(linearRegExp, { code: 'linearRegExp' }) },
}

/** Check schemas against the rules of their draft; making these takes as long as a hundred schemas. */
const drafts = lazy(() => ({ old: new Ajv(OPTIONS), now: new Ajv2020(OPTIONS) }))

/**
 * Compiles a JSON Schema from outside, of draft 2020-12, or 7 where it says so. Nothing of it can be slow:
 * patterns run in linear time, references and unions have a budget. Throws AssayError('invalid') for a
 * schema that breaks its own rules or goes beyond boundSchema. Takes a millisecond.
 */
export function compileSchema(schema: JsonValue): Validator {
  const steps = countSteps()
  const bounded = boundSchema(schema) as boolean | Record<string, unknown>
  const isOld = isOldDraft(schema)
  const validate = orRefuse(() => {
    const draft = isOld ? drafts().old : drafts().now
    if (!draft.validateSchema(bounded)) throw new Error(draft.errorsText(draft.errors))
    return makeAjv(isOld, steps.keyword, JSON.stringify(bounded)).compile(bounded)
  })
  return (value) => {
    steps.restart()
    try {
      if (validate(value)) return { kind: 'conforms' }
    } catch (error) {
      return { kind: 'unchecked', message: explainFault(error) }
    }
    const fault = validate.errors?.[0]
    return { kind: 'violates', path: fault?.instancePath ?? '', message: fault?.message ?? 'must be valid' }
  }
}

function makeAjv(isOld: boolean, stepKeyword: FuncKeywordDefinition, text: string): Ajv | Ajv2020 {
  const options = { ...OPTIONS, meta: false, validateSchema: false }
  const ajv = isOld ? new Ajv(options) : new Ajv2020(options)
  // Keeping books of what was evaluated makes unions try all their members.
  ajv.opts.unevaluated = text.includes('"unevaluated')
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword(UNIQUE_ITEMS)
  ajv.addKeyword({ ...stepKeyword, before: ajv.RULES.rules[0]!.rules[0]!.keyword })
  return ajv
}

function orRefuse<Result>(compile: () => Result): Result {
  try {
    return compile()
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('invalid', `A schema is not valid: ${explainFault(error)}`, undefined, error)
  }
}

/** Stack overflows of deep data, and what our own keywords refuse, are answers about the data; the rest is not. */
function explainFault(error: unknown): string {
  if (error instanceof Error) return error.message.slice(0, 300)
  throw error
}

function isOldDraft(schema: JsonValue): boolean {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return false
  return typeof schema['$schema'] === 'string' && /draft-0[4-7]/.test(schema['$schema'])
}
