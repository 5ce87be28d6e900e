import type { JsonValue, Message } from '@assay/contract/message'
import type { Passage } from './sample-parts.ts'

/** A conversation as evaluators see it. */
export interface Conversation {
  /** Text of the last message in which a user wrote something. */
  question: string | null
  /** Messages before it, without system instructions. */
  history: Message[]
  /** Results of tools anywhere in it, in order. */
  results: Passage[]
  /** System instructions, one text. */
  instructions: string | null
}

/** Parts what was said into the question, what came before, results of tools and instructions. */
export function splitConversation(messages: readonly Message[]): Conversation {
  const last = messages.findLastIndex((message) => message.role === 'user' && textOf(message) !== null)
  const system = messages.filter(isInstruction).flatMap((message) => textOf(message) ?? [])
  return {
    question: last === -1 ? null : textOf(messages[last]!),
    history: (last === -1 ? [] : messages.slice(0, last)).filter((message) => !isInstruction(message)),
    results: messages.flatMap(resultsOf),
    instructions: system.length === 0 ? null : system.join('\n'),
  }
}

/** Text of a message, its text parts joined by a line feed; null where it has none. */
export function textOf({ parts }: Message): string | null {
  const texts = parts.flatMap((part) => (part.type === 'text' && part.text.trim() !== '' ? part.text : []))
  return texts.length === 0 ? null : texts.join('\n')
}

/** A JSON value as a text to read: a text stands as it is. */
export function readable(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const isInstruction = ({ role }: Message) => role === 'system' || role === 'developer'

function resultsOf({ parts }: Message): Passage[] {
  return parts.flatMap((part) =>
    part.type === 'tool_result' ? [{ id: part.id, text: readable(part.result) }] : [],
  )
}
