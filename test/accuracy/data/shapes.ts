import { z } from 'zod'

const bit = z.union([z.literal([0, 1]), z.boolean().transform((value) => (value ? 1 : 0))])
const name = z.union([z.string(), z.number()]).transform(String)
/** What every row may carry: its document, whose rows are drawn together. */
const common = {
  doc_id: name.optional(),
  meta: z.record(z.string(), z.unknown()).default({}),
}
const span = z.object({ type: z.string(), start: z.number().int().min(0), end: z.number().int().min(0) })
const judgment = z.object({
  judge: z.string(),
  prompt: z.string(),
  kind: z.string(),
  winner_original: z.number().nullable(),
  winner_swapped: z.number().nullable(),
})

/**
 * Shapes of rows that the run can score, in the order of trial: a set is known by its rows, whatever it is called. Fields that a shape
 * does not name are dropped, so that no scorer sees them.
 */
export const SHAPES = {
  faithfulness: z.object({
    ...common,
    context: z.union([z.string(), z.array(z.string())]),
    answer: z.string(),
    label: bit,
    task: z.string().optional(),
    domain: z.string().optional(),
  }),
  refusal: z.object({
    ...common,
    model: z.string().default('unknown'),
    prompt_id: name.optional(),
    prompt: z.string(),
    completion: z.string(),
    final_label: z.string(),
    annotation_1: z.string().optional(),
    annotation_2: z.string().optional(),
    gpt4_label: z.string().optional(),
    strmatch_label: z.string().optional(),
  }),
  pii: z.object({ ...common, text: z.string(), spans: z.array(span), template_id: name.optional() }),
  moderation: z
    .object({
      ...common,
      user_input: z.string(),
      toxicity: bit.optional(),
      jailbreaking: bit.optional(),
    })
    .refine(({ toxicity, jailbreaking }) => toxicity !== undefined || jailbreaking !== undefined),
  flagged: z.object({ ...common, text: z.string(), label: bit }),
  facts: z.object({
    ...common,
    domain: z.string().optional(),
    fact: z.string(),
    human_label: z.string(),
    judge_label: z.string(),
    label: bit,
  }),
  pairs: z.object({
    ...common,
    subset: z.string().optional(),
    gold: z.literal([1, 2]),
    judgments: z.array(judgment.loose()),
  }),
  bias: z.object({
    ...common,
    category: z.string(),
    context_condition: z.enum(['ambig', 'disambig']),
    label: z.number().int(),
    unknown_index: z.number().int(),
    biased_index: z.number().int(),
    unifiedqa: z.record(z.string(), z.object({ index: z.number().int().nullable() })),
  }),
  stream: z.object({
    ...common,
    id: z.string(),
    name: z.string().default(''),
    family: z.enum(['bernoulli', 'gaussian']),
    change_points: z.array(z.number()),
    values: z.array(z.number()),
  }),
  anomalies: z.object({ ...common, values: z.array(z.number()), window_indexes: z.array(z.unknown()) }),
} as const

export type ShapeName = keyof typeof SHAPES
export type RowOf<Shape extends ShapeName> = z.output<(typeof SHAPES)[Shape]>
