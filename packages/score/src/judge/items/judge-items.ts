import { z } from 'zod'
import { readAnswer } from '../answer/read-answer.ts'
import { objectSchema, verdictProperties, verdictReader, type Verdict } from '../answer/verdict.ts'
import { evidenceFinder, QUOTE_LENGTH } from '../answer/find-evidence.ts'
import type { FoundQuote } from '../answer/find-quote.ts'
import { askModel, type Asked } from '../ask-model.ts'
import type { Judge } from '../judge.ts'
import { type Elected, electVerdict } from './elect-verdict.ts'
import { gatherBallots } from './gather-ballots.ts'
import { showData, type DataSection } from '../prompt/data-sections.ts'
import { systemMessage } from '../prompt/system-message.ts'
import type { Exchange } from '../record.ts'

/** Verdicts on several things that share their data, such as the claims of an answer. */
export interface ItemsQuestion {
  rubric: string
  /** What is judged, as in "claim", and the question about each. */
  noun: string
  question: string
  labels: readonly string[]
  /** Labels that count only with a quote, and what they become without. */
  quoted: readonly string[]
  unquotedLabel: string
  /** Where quotes must stand: in `data`, or in the item that is judged. */
  quotesFrom: 'data' | 'item'
  data: readonly DataSection[]
  items: readonly DataSection[]
}

/**
 * What was said of one item; null where the judge left it out, or no label has a majority. The quotes' texts are places in `data`, or 0
 * for the item itself.
 */
export type ItemVerdict =
  | (Verdict & {
      quotes: FoundQuote[]
      isDowngraded: boolean
      /** By label, from log-probabilities or as shares of the votes; they sum to 1. */
      probabilities: Readonly<Record<string, number>>
      /** True where votes differed. */
      isSplit: boolean
    })
  | null

export interface ItemVerdicts {
  /** One for each item. */
  verdicts: ItemVerdict[]
  /** The first call that failed; its items have no verdict. */
  failure: Extract<Asked<unknown>, { kind: 'failed' }> | null
  exchanges: Exchange[]
  isCut: boolean
}

/** Items of one call: the data is sent with each, and answers on many grow careless. */
const ITEMS_PER_CALL = 8

/**
 * Asks about all items, some in a call, the calls side by side. With log-probabilities of the labels each call is made once; without, votes
 * decide, of which no more are asked for than a majority on each item takes: at most `samples` calls for a call's items. Never rejects for
 * what a provider does.
 */
export async function judgeItems(
  question: ItemsQuestion,
  judge: Judge,
  signal: AbortSignal,
): Promise<ItemVerdicts> {
  const batches = Array.from({ length: Math.ceil(question.items.length / ITEMS_PER_CALL) }, (_, i) =>
    question.items.slice(i * ITEMS_PER_CALL, (i + 1) * ITEMS_PER_CALL),
  )
  const find = evidenceFinder(question.data.map(({ text }) => text))
  const results = await Promise.all(
    batches.map((items) => judgeBatch({ ...question, items }, find, judge, signal)),
  )
  return {
    verdicts: results.flatMap(({ verdicts }) => verdicts),
    failure: results.find(({ failure }) => failure !== null)?.failure ?? null,
    exchanges: results.flatMap(({ exchanges }) => exchanges),
    isCut: results.some(({ isCut }) => isCut),
  }
}

async function judgeBatch(
  question: ItemsQuestion,
  find: (quote: string) => FoundQuote | null,
  judge: Judge,
  signal: AbortSignal,
): Promise<ItemVerdicts> {
  const { noun, labels, items } = question
  const named = items.map((item, i) => ({ ...item, name: `${noun} ${i + 1}` }))
  const data = showData([...question.data, ...named], judge.random)
  const properties = { number: { type: 'integer' }, ...verdictProperties(labels) }
  const list = { type: 'array', items: objectSchema(properties) }
  const reader = z.object({ verdicts: z.array(z.intersection(Numbered, verdictReader(labels))) })
  const request = {
    system: systemMessage(question.rubric, taskOf(question)),
    user: `${data.text}\n\nJudge each ${noun}, 1 to ${items.length}, by the rubric: ${question.question}`,
    output: { name: 'verdicts', schema: objectSchema({ verdicts: list }) },
    maxTokens: (judge.maxTokens ?? 1_500) + items.length * 200,
  }
  const { ballots, failure, exchanges } = await gatherBallots(judge, labels, items.length, (settings) =>
    askModel(
      judge,
      { ...request, ...settings },
      (reply) =>
        readAnswer(reply, reader, (answer) =>
          JSON.stringify(answer.verdicts.map(({ number, verdict }) => [number, verdict])),
        ),
      signal,
    ),
  )
  const verdicts = items.map((item, i) => {
    const elected = electVerdict(
      ballots.map((ballot) => ballot[i] ?? null),
      judge.samples,
    )
    if (elected === null) return null
    return checkQuotes(elected, question, question.quotesFrom === 'item' ? evidenceFinder([item.text]) : find)
  })
  return { verdicts, failure, exchanges, isCut: data.isCut }
}

const Numbered = z.object({ number: z.coerce.number().int() })

function checkQuotes(
  { votes, probabilities, isSplit }: Elected,
  { quoted, unquotedLabel }: ItemsQuestion,
  find: (quote: string) => FoundQuote | null,
): ItemVerdict {
  const found = votes.map((vote) => ({
    vote,
    quotes: vote.evidence.map(find).filter((quote) => quote !== null),
  }))
  const { vote, quotes } = found.find((one) => one.quotes.length > 0) ?? found[0]!
  const isDowngraded = quoted.includes(vote.verdict) && quotes.length === 0
  const verdict = isDowngraded ? unquotedLabel : vote.verdict
  const weights = isDowngraded ? { [verdict]: 1 } : probabilities
  const { evidence, reason } = vote
  return { evidence, reason, verdict, quotes, isDowngraded, probabilities: weights, isSplit }
}

function taskOf({ noun, labels, quoted, quotesFrom, question }: ItemsQuestion): string {
  const source = quotesFrom === 'item' ? `the ${noun} itself` : 'the data'
  return [
    `Question about each ${noun}: ${question}`,
    `Judge each ${noun} by itself. Answer with one JSON object {"verdicts": [...]} with one entry for each ${noun}, in their order,`,
    'each with these properties in this order:',
    `"number": the number of the ${noun};`,
    `"evidence": a list of short exact quotes from ${source}, copied character by character, that decide;`,
    '"reason": one or two short sentences that lead from the evidence to the verdict;',
    `"verdict": one of ${labels.map((label) => `"${label}"`).join(', ')}.`,
    ...(quoted.length === 0
      ? []
      : [
          `A verdict of ${quoted.map((label) => `"${label}"`).join(' or ')} needs at least one quote. ${QUOTE_LENGTH}`,
        ]),
  ].join('\n')
}
