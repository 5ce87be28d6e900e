import type { Message } from '@assay/contract/message'

/** Names of the tools by the id of their call, so that a result can say what it answers. */
export function toolNamesById(messages: readonly Message[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const { parts } of messages) {
    for (const part of parts) {
      if (part.type === 'tool_call' && part.id !== null) names.set(part.id, part.name)
    }
  }
  return names
}
