/** Why an evaluator gives no score. Closed, so that each can be counted and shown. */
export const NOT_APPLICABLE_REASONS = [
  'missing_answer',
  'missing_question',
  'missing_context',
  'missing_reference',
  'missing_history',
  'missing_tools',
  'missing_relevant_ids',
  'missing_repeats',
  'missing_token_log_probabilities',
  'missing_tool_calls',
  'missing_parameters',
  'empty_text',
  'language_not_measured',
  'nothing_to_check',
  'context_too_thin',
  'judge_only',
] as const

export type NotApplicableReason = (typeof NOT_APPLICABLE_REASONS)[number]

/** A place in a text of the sample, in UTF-16 units, end exclusive. */
export interface TextPlace {
  /** Which text: a passage of the context is named by its place in the list. */
  field: 'question' | 'answer' | 'reference' | 'context'
  /** Place in the list of passages; 0 for the other texts. */
  passage: number
  start: number
  end: number
}

/** What an evaluator found at one place, with the evidence for it. */
export interface Finding {
  /** The evaluator's own word for it: `unsupported`, `email_address`, `refusal_prefix`. */
  kind: string
  place: TextPlace
  /** Where the evidence stands, best first; empty where there is none. */
  evidence: readonly TextPlace[]
  /** How sure it is of this finding, 0 to 1; null where it cannot say. */
  confidence: number | null
  /** One sentence for people. */
  explanation: string
}

/** A score, and why. Never NaN: an evaluator that cannot answer says `not_applicable`. */
export interface Scored {
  kind: 'scored'
  /** Within the evaluator's range. */
  value: number
  /** One of the evaluator's labels. */
  label: string
  /** One or two sentences for people. */
  explanation: string
  findings: readonly Finding[]
  /**
   * Probability that the label is right, 0 to 1; null where the evaluator is not calibrated. A cascade asks a
   * judge about those in the middle.
   */
  confidence: number | null
  /** Numbers that led to the score, for the page of the evaluator and for training. */
  details: Readonly<Record<string, number>>
  /** True where a text was longer than the evaluator reads, and only its beginning was. */
  isCut: boolean
}

export interface NotApplicable {
  kind: 'not_applicable'
  reason: NotApplicableReason
  /** One sentence that says what is missing and how to provide it. */
  explanation: string
}

export type Evaluation = Scored | NotApplicable
