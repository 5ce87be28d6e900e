import { z } from 'zod'
import type { OutputSchema } from '../model-client.ts'

/** What a judge says about one thing: quotes first, then a reason, the verdict last. */
export interface Verdict {
  evidence: string[]
  reason: string
  verdict: string
}

/** Most quotes of a verdict; more are left out. */
const MOST_QUOTES = 8

/** Longest quote, reason or claim that is read, in UTF-16 units; the rest is cut. */
export const LONGEST_TEXT = 2_000

/** The JSON Schema of a verdict. Providers write properties in this order and enforce no lengths, so it names none. */
export function verdictProperties(labels: readonly string[]): OutputSchema['schema'] {
  return {
    evidence: {
      type: 'array',
      items: { type: 'string' },
      description: 'Exact quotes from the data that decide. Empty where nothing can be quoted.',
    },
    reason: { type: 'string', description: 'One or two short sentences that lead to the verdict.' },
    verdict: { type: 'string', enum: [...labels] },
  }
}

export function objectSchema(properties: OutputSchema['schema']): OutputSchema['schema'] {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** A reader of verdicts: lenient with evidence and reason, strict with the label but for case, spaces and hyphens. */
export function verdictReader(labels: readonly string[]): z.ZodType<Verdict> {
  const byName = new Map(labels.map((label) => [plainName(label), label]))
  return z.object({
    evidence: z
      .union([z.string(), z.array(z.unknown()), z.null()])
      .optional()
      .catch(null)
      .transform((given) =>
        (Array.isArray(given) ? given : [given])
          .flatMap((quote) => (typeof quote === 'string' && quote.trim() !== '' ? [quote] : []))
          .slice(0, MOST_QUOTES)
          .map((quote) => quote.slice(0, LONGEST_TEXT)),
      ),
    reason: z
      .string()
      .catch('')
      .transform((reason) => reason.slice(0, LONGEST_TEXT)),
    verdict: z.string().transform((given, context) => {
      const label = byName.get(plainName(given.slice(0, 200)))
      if (label !== undefined) return label
      context.addIssue({ code: 'custom', message: `not one of ${labels.join(', ')}` })
      return z.NEVER
    }),
  })
}

const plainName = (label: string) =>
  label
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
