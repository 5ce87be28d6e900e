import type { Message } from '@assay/contract/message'

/** Text of all messages whose role passes, a line feed between them; reasoning and tool results are no text. */
function join(messages: readonly Message[], passes: (role: string) => boolean): string | null {
  let text: string | null = null
  for (const message of messages) {
    if (!passes(message.role)) continue
    for (const part of message.parts) {
      if (part.type === 'text') text = text === null ? part.text : `${text}\n${part.text}`
    }
  }
  return text
}

/** What people wrote: the text of all user messages. */
export function userText(messages: readonly Message[]): string | null {
  return join(messages, (role) => role === 'user')
}

/** What the model answered, all choices. */
export function assistantText(messages: readonly Message[]): string | null {
  return join(messages, (role) => role !== 'user' && role !== 'tool' && role !== 'system')
}

/** Names of the tools that the messages call, each once. */
export function calledTools(messages: readonly Message[]): string[] {
  const names = new Set<string>()
  for (const message of messages)
    for (const part of message.parts) if (part.type === 'tool_call' && part.name !== '') names.add(part.name)
  return names.size === 0 ? [] : [...names]
}
