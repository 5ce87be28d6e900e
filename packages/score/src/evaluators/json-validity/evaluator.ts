import { z } from 'zod'
import type { SampleEvaluator } from '../../evaluator.ts'
import { findJson } from '../../json/find-json.ts'
import { LONGEST_REPAIR, repairJson } from '../../json/repair-json.ts'
import { scored } from '../../scored.ts'

const PARAMETERS = z.object({
  /** What the JSON has to be. */
  type: z.enum(['any', 'object', 'array']).default('any'),
})

/** Is the answer JSON, and if not, how far from it? 1 for JSON; else the share of characters that can stay. */
export const jsonValidity: SampleEvaluator<'json-validity', typeof PARAMETERS> = {
  name: 'json-validity',
  version: '1',
  title: 'JSON validity',
  question: 'Is the answer JSON?',
  scope: 'sample',
  needs: ['answer'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['valid', 'wrapped', 'repairable', 'invalid'],
  badLabel: 'invalid',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ answer }, { type }) {
    const text = answer!
    const found = findJson(text)
    const length = text.trim().length
    if (found !== null && isOfType(found.value, type)) {
      const edits = length - (found.end - found.start)
      if (edits === 0)
        return scored({ value: 1, label: 'valid', explanation: 'The answer is JSON.', details: { edits } })
      const place = { field: 'answer' as const, passage: 0, start: found.start, end: found.end }
      return scored({
        value: 1 - edits / length,
        label: 'wrapped',
        explanation: `JSON stands in the answer, with ${edits} other characters around it.`,
        findings: [{ kind: 'json', place, evidence: [], confidence: null, explanation: 'This is the JSON.' }],
        details: { edits },
      })
    }
    const repaired = found === null ? repairJson(text) : null
    if (repaired !== null && isOfType(repaired.value, type)) {
      return scored({
        value: Math.max(0, 1 - repaired.edits / length),
        label: 'repairable',
        explanation: `The answer becomes JSON when ${repaired.edits} characters are changed.`,
        details: { edits: repaired.edits },
      })
    }
    const isLong = length > LONGEST_REPAIR
    const explanation =
      found !== null
        ? `The answer holds JSON, but no ${type}.`
        : isLong
          ? 'The answer is not JSON, and too long to be repaired.'
          : 'The answer is not JSON and cannot be repaired.'
    return scored({ value: 0, label: 'invalid', explanation })
  },
}

function isOfType(value: unknown, type: 'any' | 'object' | 'array'): boolean {
  if (type === 'any') return true
  return type === 'array'
    ? Array.isArray(value)
    : value !== null && typeof value === 'object' && !Array.isArray(value)
}
