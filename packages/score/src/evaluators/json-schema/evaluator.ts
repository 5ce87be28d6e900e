import type { JsonValue } from '@assay/contract/message'
import { AssayError } from '@assay/contract/error'
import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { findJson } from '../../json/find-json.ts'
import { schemaCache } from '../../json/schema/schema-cache.ts'
import { scored } from '../../scored.ts'

const compile = schemaCache()

const PARAMETERS = z.object({
  /** JSON Schema, draft 2020-12 or 7. */
  schema: z.custom<JsonValue>().check((context) => {
    const message = findFault(context.value)
    if (message !== null) context.issues.push({ code: 'custom', message, input: context.value })
  }),
  /** Whether JSON in a fence or between prose counts as the answer's JSON. */
  isWrappedAllowed: z.boolean().default(true),
})

/** Does the answer's JSON keep to a schema? 1 where it does, 0 where not. */
export const jsonSchema: SampleEvaluator<'json-schema', typeof PARAMETERS> = {
  name: 'json-schema',
  version: '1',
  title: 'JSON Schema',
  question: 'Does the JSON of the answer keep to its schema?',
  scope: 'sample',
  needs: ['answer'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['conforms', 'violates', 'not_json'],
  badLabel: 'violates',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answer }, { schema, isWrappedAllowed }) {
    const found = findJson(answer!)
    const isWrapped = found !== null && answer!.trim().length > found.end - found.start
    if (found === null || (isWrapped && !isWrappedAllowed))
      return scored({ value: 0, label: 'not_json', explanation: 'The answer is not JSON.' })
    const verdict = compile(schema)(found.value)
    if (verdict.kind === 'conforms')
      return scored({
        value: 1,
        label: 'conforms',
        explanation: 'The JSON of the answer keeps to the schema.',
      })
    if (verdict.kind === 'unchecked') return notApplicable('nothing_to_check', verdict.message)
    const explanation = `${verdict.path === '' ? 'The whole value' : verdict.path.slice(0, 200)} ${verdict.message}.`
    const place = { field: 'answer' as const, passage: 0, start: found.start, end: found.end }
    const finding = { kind: 'schema_violation', place, evidence: [], confidence: 1, explanation }
    return scored({ value: 0, label: 'violates', explanation, findings: [finding] })
  },
}

function findFault(schema: JsonValue | undefined): string | null {
  if (schema === undefined) return 'Give a JSON Schema.'
  try {
    compile(schema)
    return null
  } catch (error) {
    if (error instanceof AssayError) return error.message
    throw error
  }
}
