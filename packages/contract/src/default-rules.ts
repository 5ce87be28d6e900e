import type { RuleDraft } from './api/rule.ts'

/** A rule that comes with Assay, and the generation of default rules that it belongs to. */
export interface DefaultRule {
  /** A project gets it once, when it has only seen generations before this one. */
  since: number
  draft: RuleDraft
}

const FREE = {
  isOn: true,
  sampling: { rate: 1, uniformShare: 0.15 },
  judgeId: null,
  budget: { callsPerDay: 1_000, usdPerDay: 1 },
} as const

const evaluators = (...names: string[]) => names.map((name) => ({ name, parameters: {} }))

/**
 * Scores that every project has from its first trace on. They cost nothing: no judge is asked. Relevance is not among them: it goes by
 * shared words, and takes one in seven right answers of a support desk for unrelated (on XSTest and HaluEval one in a hundred).
 */
export const DEFAULT_RULES: readonly DefaultRule[] = [
  {
    since: 1,
    draft: {
      ...FREE,
      name: 'Model calls',
      target: 'span',
      filter: { kind: ['llm'], error: false },
      evaluators: evaluators('refusal', 'answer-language', 'tool-calls'),
      priority: 60,
    },
  },
  {
    since: 1,
    draft: {
      ...FREE,
      name: 'Whole traces',
      target: 'trace',
      filter: {},
      evaluators: evaluators('faithfulness', 'retrieval-coverage'),
      priority: 50,
    },
  },
]

/** The newest generation. */
export const DEFAULT_RULES_GENERATION = Math.max(...DEFAULT_RULES.map(({ since }) => since))
