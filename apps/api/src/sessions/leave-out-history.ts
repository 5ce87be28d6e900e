import type { JsonValue, Message, MessagePart } from '@assay/contract/message'

/** The messages of a conversation that turns have shown so far, in their order. */
export interface ShownMessages {
  /** Positions by content, ascending. */
  positions: Map<string, number[]>
  count: number
}

export const nothingShown = (): ShownMessages => ({ positions: new Map(), count: 0 })

/**
 * The messages of a turn's input that earlier turns have not shown. Messages are compared by content, and history matches
 * only in order: a "yes" said again is new. The last message is what the turn is about, so it is always shown. Both the
 * input and the output count as shown afterwards.
 */
export function leaveOutHistory(
  shown: ShownMessages,
  input: readonly Message[],
  output: readonly Message[],
): Message[] {
  const fresh: Message[] = []
  const keys: string[] = []
  let from = 0
  for (const [i, message] of input.entries()) {
    const key = contentKey(message)
    const at =
      i === input.length - 1 ? undefined : shown.positions.get(key)?.find((position) => position >= from)
    if (at === undefined) {
      fresh.push(message)
      keys.push(key)
    } else from = at + 1
  }
  for (const key of [...keys, ...output.map(contentKey)]) note(shown, key)
  return fresh
}

function note(shown: ShownMessages, key: string): void {
  const positions = shown.positions.get(key)
  if (positions) positions.push(shown.count)
  else shown.positions.set(key, [shown.count])
  shown.count++
}

/**
 * What makes two messages the same: role, text, tool calls and results, media. Not the finish reason, the thinking and the
 * call ids, which senders leave out when they send an answer back as history.
 */
function contentKey(message: Message): string {
  const texts = message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text.trim()] : []))
    .filter((t) => t !== '')
  const others = message.parts.flatMap((part) => partKey(part))
  return JSON.stringify([message.role, texts.join('\n'), others])
}

function partKey(part: MessagePart): JsonValue[] {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return []
    case 'tool_call':
      return [[part.type, part.name, sorted(part.arguments)]]
    case 'tool_result':
      return [[part.type, sorted(part.result)]]
    case 'media':
      return [[part.type, part.modality, part.uri, part.data]]
    case 'other':
      return [[part.type, sorted(part.value)]]
  }
}

/** JSON with the keys of objects in one order. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key] ?? null)])
}
