import {
  MODEL,
  QUESTION,
  runTool,
  SYSTEM,
  TEMPERATURE,
  TOOL_DESCRIPTION,
  TOOL_NAME,
  TOOL_PARAMETERS,
} from './conversation.ts'

interface ToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}
interface AssistantMessage {
  role: 'assistant'
  content: string | null
  tool_calls?: ToolCall[]
}
type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | AssistantMessage
  | { role: 'tool'; tool_call_id: string; content: string }

/** What the official client takes, whatever its version. */
interface ChatBody {
  model: string
  temperature: number
  messages: ChatMessage[]
  tools: {
    type: 'function'
    function: { name: string; description: string; parameters: Record<string, unknown> }
  }[]
}

/** What an answer of the official client holds, as far as the conversation needs it. */
interface Completion {
  choices: { message: { content: string | null; tool_calls?: (ToolCall | { type: 'custom' })[] } }[]
}
interface Chunk {
  choices: {
    delta: {
      content?: string | null
      tool_calls?: { index: number; id?: string; function?: { name?: string; arguments?: string } }[]
    }
  }[]
}

/** The message of a whole answer. */
export function messageOf(completion: Completion): AssistantMessage {
  const message = completion.choices[0]?.message
  const calls = message?.tool_calls?.filter((call) => call.type === 'function') ?? []
  return {
    role: 'assistant',
    content: message?.content ?? null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
}

/** Puts the message of a streamed answer together, as an application would. */
export async function gather(stream: AsyncIterable<Chunk>): Promise<AssistantMessage> {
  let content = ''
  const calls: ToolCall[] = []
  for await (const { choices } of stream) {
    const delta = choices[0]?.delta
    content += delta?.content ?? ''
    for (const piece of delta?.tool_calls ?? []) {
      const call = (calls[piece.index] ??= {
        id: '',
        type: 'function',
        function: { name: '', arguments: '' },
      })
      call.id += piece.id ?? ''
      call.function.name += piece.function?.name ?? ''
      call.function.arguments += piece.function?.arguments ?? ''
    }
  }
  return {
    role: 'assistant',
    content: content === '' ? null : content,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
}

/** Asks the question, runs the tools that the model calls, and goes on until the model answers. */
export async function holdConversation(
  ask: (body: ChatBody) => Promise<AssistantMessage>,
  useTool: (call: { name: string; arguments: unknown }) => Promise<object> = async () => runTool(),
): Promise<string | null> {
  const messages: ChatMessage[] = [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: QUESTION },
  ]
  const described = { name: TOOL_NAME, description: TOOL_DESCRIPTION, parameters: TOOL_PARAMETERS }
  const body = {
    model: MODEL,
    temperature: TEMPERATURE,
    tools: [{ type: 'function' as const, function: described }],
  }
  for (;;) {
    const message = await ask({ ...body, messages: [...messages] })
    messages.push(message)
    if (message.tool_calls === undefined) return message.content
    for (const { id, function: callee } of message.tool_calls) {
      const result = await useTool({ name: callee.name, arguments: JSON.parse(callee.arguments) as unknown })
      messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(result) })
    }
  }
}
