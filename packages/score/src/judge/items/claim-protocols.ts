import type { ShownPart } from '../prompt/sample-sections.ts'

/** How claims are checked against something. */
export interface ClaimProtocol {
  question: string
  labels: readonly string[]
  /** The only label that counts for the answer. */
  supported: string
  /** Labels that need a quote, and what they become without. */
  quoted: readonly string[]
  unquotedLabel: string
  shows: readonly ShownPart[]
}

/** Faithfulness: the passages alone decide. What they do not say counts as unsupported. */
export const AGAINST_CONTEXT: ClaimProtocol = {
  question:
    'Do the passages support this claim, contradict it, or is it not in them? Use no knowledge of your own.',
  labels: ['supported', 'contradicted', 'not_in_context'],
  supported: 'supported',
  quoted: ['supported', 'contradicted'],
  unquotedLabel: 'not_in_context',
  shows: ['context'],
}

/** Factuality: the judge's knowledge decides, and it may say that it does not know. Unknown is shown apart and counts as unsupported. */
export const AGAINST_KNOWLEDGE: ClaimProtocol = {
  question: 'Is this claim true? Say "unknown" where you are not sure or cannot know; do not guess.',
  labels: ['true', 'false', 'unknown'],
  supported: 'true',
  quoted: [],
  unquotedLabel: 'unknown',
  shows: ['question'],
}

/** What the free tier's labels of whole answers are called by who judged claim by claim; the others are called the same. */
export const JUDGED_LABELS: ReadonlyMap<string, string> = new Map([
  ['consistent', 'supported'],
  ['inconsistent', 'unsupported'],
])
