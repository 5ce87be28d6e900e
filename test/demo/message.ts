export type DemoPart =
  | { type: 'text'; text: string }
  | { type: 'tool_call'; id: string; name: string; arguments: Record<string, unknown> }
  | { type: 'tool_result'; id: string; result: unknown }

export interface DemoMessage {
  role: 'user' | 'assistant' | 'tool'
  parts: DemoPart[]
}

export interface DemoTool {
  name: string
  description: string
  /** JSON Schema of the arguments. */
  parameters: Record<string, unknown>
}

export interface DemoDocument {
  id: string
  title: string
  content: string
  /** From 0 to 1, higher is closer. */
  score: number
}

export function userText(text: string): DemoMessage {
  return { role: 'user', parts: [{ type: 'text', text }] }
}

export function assistantText(text: string): DemoMessage {
  return { role: 'assistant', parts: [{ type: 'text', text }] }
}

/** The text that a model would read, tool calls and results as JSON. */
export function messageText(message: DemoMessage): string {
  return message.parts
    .map((part) => {
      if (part.type === 'text') return part.text
      return JSON.stringify(part.type === 'tool_call' ? part.arguments : part.result)
    })
    .join('\n')
}
