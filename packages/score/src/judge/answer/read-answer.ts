import type { z } from 'zod'
import type { ModelReply } from '../model-client.ts'
import { findObjects } from './find-objects.ts'

/** What a model's text says in the form that was asked for, with a note on what was odd; or the problem, in words that the model can be told. */
export type ReadAnswer<T> =
  { kind: 'answer'; answer: T; note: string | null } | { kind: 'problem'; problem: string }

/**
 * Reads the object that fits the schema. Several that fit must be the same by `sameAs`: a model may quote a verdict that the sample
 * brought along. What was cut by the limit of tokens is not repaired: its verdict may have been about to go on.
 */
export function readAnswer<T>(
  { text, finish }: Pick<ModelReply, 'text' | 'finish'>,
  schema: z.ZodType<T>,
  sameAs: (answer: T) => string,
): ReadAnswer<T> {
  const objects = findObjects(text, finish !== 'length')
  const parsed = objects.map(({ value, isRepaired }) => ({
    ...schema.safeParse(value),
    note: noteOn(value, isRepaired),
  }))
  const fitting = parsed.flatMap((one) => (one.success ? [{ answer: one.data, note: one.note }] : []))
  const last = fitting.at(-1)
  if (last === undefined) {
    if (finish === 'length')
      return { kind: 'problem', problem: 'The answer was too long and broke off. Be brief.' }
    if (objects.length === 0) return { kind: 'problem', problem: 'The answer held no JSON object.' }
    const issue = parsed.at(-1)?.error?.issues[0]
    const where = issue === undefined ? '' : ` at "${issue.path.join('.')}": ${issue.message}`
    return {
      kind: 'problem',
      problem: `The JSON object does not have the form that was asked for${where}.`.slice(0, 300),
    }
  }
  if (fitting.some(({ answer }) => sameAs(answer) !== sameAs(last.answer)))
    return {
      kind: 'problem',
      problem: 'The answer held several objects that say different things. Give one.',
    }
  return { kind: 'answer', ...last }
}

/** A verdict that was written before its reason is no conclusion of it: kept on record, since endpoints without a schema let that happen. */
function noteOn(value: Record<string, unknown>, isRepaired: boolean): string | null {
  if (isRepaired) return 'repaired: the JSON had faults'
  const names = Object.keys(value)
  const isFirst = names.includes('verdict') && names.indexOf('verdict') < names.indexOf('reason')
  return isFirst ? 'verdict_first: the verdict was written before its reason' : null
}
