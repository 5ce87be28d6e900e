import type { DemoMessage } from './message.ts'
import type { SeededRandom } from './random.ts'
import { composeAnswer, composeQuestion } from './text/compose.ts'
import type { Facts } from './text/facts.ts'
import { drawFacts } from './text/facts.ts'
import type { Exchange, Topic } from './text/topic.ts'
import { TOPICS } from './text/topics.ts'

/** What one person and the assistant have said so far, and what will be asked next. */
export interface Conversation {
  topic: Topic
  facts: Facts
  history: DemoMessage[]
  /** Still to be asked, in this order. */
  upcoming: Exchange[]
}

export interface NextExchange {
  exchange: Exchange
  question: string
  answer: (isLonger: boolean) => string
}

/** `nowMs` since 1970 dates the order that the conversation is about. */
export function startConversation(random: SeededRandom, nowMs: number): Conversation {
  const topic = random.weighted(TOPICS.map((item) => [item, item.weight] as const))
  const other = random.pick(TOPICS)
  const [first, ...rest] = topic.exchanges
  const more = other === topic ? [] : other.exchanges.slice(1)
  return {
    topic,
    facts: drawFacts(random, nowMs),
    history: [],
    upcoming: [first, ...random.shuffle(rest), ...random.shuffle(more)],
  }
}

/** Share of answers that speak of an order that is not this one, as models do. */
const MIX_UPS = 0.06

/** The next question; null when the person has nothing more to ask. */
export function nextExchange(
  random: SeededRandom,
  conversation: Conversation,
  nowMs: number,
): NextExchange | null {
  const { facts, history } = conversation
  const exchange = conversation.upcoming.shift()
  if (exchange === undefined) return null
  const believed = random.chance(MIX_UPS) ? drawFacts(random, nowMs) : facts
  return {
    exchange,
    question: composeQuestion(random, exchange, facts, history.length === 0),
    answer: (isLonger) => composeAnswer(random, exchange, believed, isLonger),
  }
}
