import type { Message, MessagePart } from '@assay/contract/message'

/** What a person reads of a message list: who said what, and the tools used in between. */
export interface Spoken {
  type: 'said'
  role: string
  name: string | null
  parts: MessagePart[]
}
export interface ToolUse {
  type: 'tool'
  name: string
  call: Extract<MessagePart, { type: 'tool_call' }> | null
  result: Extract<MessagePart, { type: 'tool_result' }> | null
}
export type TurnItem = Spoken | ToolUse

/** Brings the messages of a turn into reading order: each tool call together with its result, the rest as it was said. */
export function splitTurn(messages: readonly Message[]): TurnItem[] {
  const items: TurnItem[] = []
  const waiting = new Map<string, ToolUse>()
  for (const { role, name, parts } of messages) {
    let spoken: Spoken | null = null
    for (const part of parts) {
      if (part.type === 'tool_call') {
        const use: ToolUse = { type: 'tool', name: part.name, call: part, result: null }
        if (part.id !== null) waiting.set(part.id, use)
        items.push(use)
        spoken = null
      } else if (part.type === 'tool_result') {
        const use = part.id === null ? undefined : waiting.get(part.id)
        if (use !== undefined && use.result === null) use.result = part
        else items.push({ type: 'tool', name: name ?? 'Result', call: null, result: part })
        spoken = null
      } else if (part.type !== 'text' || part.text.trim() !== '') {
        if (spoken === null) items.push((spoken = { type: 'said', role, name, parts: [] }))
        spoken.parts.push(part)
      }
    }
  }
  return items
}
