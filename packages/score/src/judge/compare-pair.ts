import { readAnswer } from './answer/read-answer.ts'
import { evidenceFinder, QUOTE_LENGTH } from './answer/find-evidence.ts'
import { objectSchema, verdictProperties, verdictReader } from './answer/verdict.ts'
import { askModel } from './ask-model.ts'
import { gatherVerdicts, type Verdicts } from './gather-verdicts.ts'
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
 * Asks in both orders side by side; the texts are called A and B by their place. Each order is one answer with log-probabilities, or else
 * the majority of `samples`. An order counts as a tie, and a person looks, where none of its quotes stands in the text that it chose. Never
 * rejects for what a provider does.
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
    const request = {
      system: systemMessage(question.rubric, taskOf(question.question, labels)),
      user: `${data.text}\n\nCompare by the rubric: ${question.question}`,
      output: { name: 'comparison', schema: objectSchema(verdictProperties(labels)) },
      maxTokens: judge.maxTokens ?? 1_500,
    }
    const verdicts = await gatherVerdicts(judge, labels, (settings) =>
      askModel(
        judge,
        { ...request, ...settings },
        (reply) => readAnswer(reply, reader, ({ verdict }) => verdict),
        signal,
      ),
    )
    return { verdicts, isCut: data.isCut }
  }
  const both = await Promise.all([ask(texts.first, texts.second), ask(texts.second, texts.first)])
  const [given, swapped] = both.map(({ verdicts }) => verdicts) as [Verdicts, Verdicts]
  const failed = given.failure ?? swapped.failure
  const votes = [votesOf(given, 'A', texts), votesOf(swapped, 'B', texts)] as const
  const settled = settleOrders(...votes)
  const isUnquoted = votes.some((vote) => vote?.isUnquoted === true)
  const isSplit = given.isSplit || swapped.isSplit
  return {
    kind: 'pair',
    ...settled,
    escalation:
      isUnquoted && failed === null ? 'quote_not_found' : (settled.escalation ?? (isSplit ? 'split' : null)),
    reasons: [given, swapped].flatMap(({ chosen }) => chosen?.reason ?? []),
    logLengthRatio: Math.log((question.first.length + 1) / (question.second.length + 1)),
    failure:
      failed === null
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

/** One order's vote by text, where the first text stood at `placeOfFirst`; null where the order failed. */
function votesOf(
  { chosen, probabilities }: Verdicts,
  placeOfFirst: 'A' | 'B',
  texts: { first: string; second: string },
) {
  if (chosen === null) return null
  const nameOf = (label: string): PairWinner =>
    label === 'tie' ? 'tie' : label === placeOfFirst ? 'first' : 'second'
  const winner = nameOf(chosen.verdict)
  if (winner !== 'tie' && chosen.evidence.every((quote) => evidenceFinder([texts[winner]])(quote) === null))
    return { winner: 'tie' as const, probability: 0.5, isUnquoted: true }
  const probability = (probabilities[placeOfFirst] ?? 0) + (probabilities['tie'] ?? 0) / 2
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
