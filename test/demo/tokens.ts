import type { DemoMessage, DemoTool } from './message.ts'
import { messageText } from './message.ts'

/** About four characters a token, as English text has with current tokenizers. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Tokens of a prompt: each message costs about four more for its frame, each tool its JSON. */
export function countPromptTokens(
  system: string,
  messages: readonly DemoMessage[],
  tools: readonly DemoTool[],
): number {
  const frames = 4 * (messages.length + 1)
  const words = messages.reduce((sum, message) => sum + countTokens(messageText(message)), 0)
  const schemas = tools.reduce((sum, tool) => sum + countTokens(JSON.stringify(tool)), 0)
  return frames + words + schemas + countTokens(system)
}
