import { readAnswer } from './answer/read-answer.ts'
import { evidenceFinder, QUOTE_LENGTH } from './answer/find-evidence.ts'
import { labelProbabilities } from './answer/label-probabilities.ts'
import { objectSchema, verdictProperties, verdictReader, type Verdict } from './answer/verdict.ts'
import { askModel, type Asked } from './ask-model.ts'
import type { Judge } from './judge.ts'
import type { Escalation, JudgeFailed } from './judged.ts'
import { maskNames } from './prompt/mask-names.ts'
import { showData, type DataSection } from './prompt/data-sections.ts'
import { systemMessage } from './prompt/system-message.ts'
import { recordOf, type JudgeRecord } from './record.ts'
import { settleOrders, type PairWinner } from './settle-orders.ts'

/** Two texts that are compared by a rubric. */
export interface PairQuestion {
  rubric: string
  /** What is asked, such as "Which answer follows the instruction better?". */
  question: string
  /** What both were made for; shown first. */
  shared: readonly DataSection[]
  first: string
  second: string
  /** Names of models, people and groups that would tell which is which: each set of synonyms becomes one neutral word. */
  blind?: readonly (readonly string[])[]
  /** False where one has to win in each order; a conflict of the orders is a tie all the same. */
  mayTie?: boolean
}

export interface JudgedPair {
  kind: 'pair'
  /** `tie` also where both orders disagree or neither has a quote; null where an order failed. */
  winner: 'first' | 'second' | 'tie' | null
  /** Probability that the first is better: the mean over both orders, which cancels a liking for a place. A tie counts as one half. */
  probability: number | null
  /** Winner in the order given, and with the second shown first. */
  orders: [PairWinner | null, PairWinner | null]
  reasons: string[]
  /** Natural logarithm of the lengths' ratio, first to second: judges like long texts, so trends keep it as covariate. */
  logLengthRatio: number
  failure: JudgeFailed | null
  escalation: Escalation | null
  isCut: boolean
  record: JudgeRecord
}

const LABELS = ['A', 'B', 'tie'] as const

/**
 * Asks in both orders side by side; the texts are called A and B by their place. An order counts as a tie, and a person looks, where none of its
 * quotes stands in the text that it chose. Never rejects for what a provider does.
 */
export async function comparePair(
  question: PairQuestion,
  judge: Judge,
  signal: AbortSignal,
): Promise<JudgedPair> {
  const mask = (text: string) => maskNames(text, question.blind ?? [])
  const texts = { first: mask(question.first), second: mask(question.second) }
  const shared = question.shared.map((section) => ({ ...section, text: mask(section.text) }))
  const labels = question.mayTie === false ? LABELS.slice(0, 2) : LABELS
  const show = (name: string, text: string): DataSection => ({ name, part: 'pair', text, source: null })
  const ask = async (a: string, b: string) => {
    const data = showData([...shared, show('text A', a), show('text B', b)], judge.random)
    const reader = verdictReader(labels)
    const asked = await askModel(
      judge,
      {
        system: systemMessage(question.rubric, taskOf(question.question, labels)),
        user: `${data.text}\n\nCompare by the rubric: ${question.question}`,
        output: { name: 'comparison', schema: objectSchema(verdictProperties(labels)) },
        maxTokens: judge.maxTokens ?? 1_500,
        temperature: 0,
        wantsLogProbabilities: judge.wantsLogProbabilities ?? true,
      },
      (reply) => readAnswer(reply, reader, ({ verdict }) => verdict),
      signal,
    )
    return { asked, isCut: data.isCut }
  }
  const both = await Promise.all([ask(texts.first, texts.second), ask(texts.second, texts.first)])
  const [given, swapped] = both.map(({ asked }) => asked) as [Asked<Verdict>, Asked<Verdict>]
  const failed = [given, swapped].find((asked) => asked.kind === 'failed')
  const votes = [votesOf(given, labels, 'A', texts), votesOf(swapped, labels, 'B', texts)] as const
  const settled = settleOrders(...votes)
  const isUnquoted = votes.some((vote) => vote?.isUnquoted === true)
  return {
    kind: 'pair',
    ...settled,
    escalation: isUnquoted && failed === undefined ? 'quote_not_found' : settled.escalation,
    reasons: [given, swapped].flatMap((asked) => (asked.kind === 'answered' ? [asked.answer.reason] : [])),
    logLengthRatio: Math.log((question.first.length + 1) / (question.second.length + 1)),
    failure:
      failed === undefined
        ? null
        : {
            kind: 'failed',
            reason: failed.reason,
            explanation: failed.explanation,
            retryAfterMs: failed.retryAfterMs,
          },
    isCut: both.some(({ isCut }) => isCut),
    record: recordOf(judge.model, question.rubric, [...given.exchanges, ...swapped.exchanges]),
  }
}

/** One order's vote by text, where the first text stood at `placeOfFirst`. */
function votesOf(
  asked: Asked<Verdict>,
  labels: readonly string[],
  placeOfFirst: 'A' | 'B',
  texts: { first: string; second: string },
) {
  if (asked.kind === 'failed') return null
  const nameOf = (label: string): PairWinner =>
    label === 'tie' ? 'tie' : label === placeOfFirst ? 'first' : 'second'
  const winner = nameOf(asked.answer.verdict)
  if (
    winner !== 'tie' &&
    asked.answer.evidence.every((quote) => evidenceFinder([texts[winner]])(quote) === null)
  )
    return { winner: 'tie' as const, probability: 0.5, isUnquoted: true }
  const found = labelProbabilities(asked.reply.tokens ?? [], labels)?.probabilities ?? {
    [asked.answer.verdict]: 1,
  }
  const probability = (found[placeOfFirst] ?? 0) + (found['tie'] ?? 0) / 2
  return { winner, probability, isUnquoted: false }
}

function taskOf(question: string, labels: readonly string[]): string {
  return [
    `Question: ${question}`,
    'The texts are called A and B by their place alone; the place, the length and the style of a text say nothing about it.',
    'Answer with one JSON object with these properties, in this order:',
    `"evidence": a list of short exact quotes, copied character by character, that decide; at least one from the text that you choose. ${QUOTE_LENGTH}`,
    '"reason": one or two short sentences that compare them by the rubric;',
    `"verdict": ${labels.map((label) => `"${label}"`).join(' or ')}${labels.includes('tie') ? ', where neither is better' : ''}.`,
  ].join('\n')
}
