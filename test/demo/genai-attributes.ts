import type { ChatCall, EmbeddingCall, RetrievalCall, ToolCall } from './chat-call.ts'
import type { DemoAttributes } from './demo-trace.ts'
import type { DemoMessage, DemoTool } from './message.ts'

/** Messages in the JSON form of the GenAI conventions (v1.37 and later). */
export function genaiMessages(messages: readonly DemoMessage[], finishReason?: string): string {
  return JSON.stringify(
    messages.map((message) => ({
      role: message.role,
      parts: message.parts.map((part) => {
        if (part.type === 'text') return { type: 'text', content: part.text }
        if (part.type === 'tool_call') return part
        return { type: 'tool_call_response', id: part.id, response: part.result }
      }),
      ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
    })),
  )
}

export function genaiChat(call: ChatCall): DemoAttributes {
  const { model, reply } = call
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': model.provider,
    'gen_ai.request.model': model.name,
    'gen_ai.request.temperature': call.temperature,
    'gen_ai.request.max_tokens': call.maxTokens,
    ...(call.ttftMs === null ? {} : { 'gen_ai.request.stream': true }),
    'server.address': model.address,
    'server.port': model.port,
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: call.system }]),
    'gen_ai.input.messages': genaiMessages(call.messages),
    ...(call.tools.length === 0 ? {} : { 'gen_ai.tool.definitions': toolDefinitions(call.tools) }),
    ...(call.prompt === null
      ? {}
      : { 'gen_ai.prompt.name': call.prompt.name, 'gen_ai.prompt.version': call.prompt.version }),
    ...(reply === null ? {} : replyAttributes(call, reply)),
  }
}

function replyAttributes(call: ChatCall, reply: DemoMessage): DemoAttributes {
  return {
    'gen_ai.response.id': call.responseId,
    'gen_ai.response.model': call.model.answersAs,
    'gen_ai.response.finish_reasons': [call.finishReason],
    'gen_ai.output.messages': genaiMessages([reply], call.finishReason),
    'gen_ai.output.type': 'text',
    'gen_ai.usage.input_tokens': call.inputTokens,
    'gen_ai.usage.output_tokens': call.outputTokens,
    ...(call.cacheReadTokens === 0 ? {} : { 'gen_ai.usage.cache_read.input_tokens': call.cacheReadTokens }),
    ...(call.ttftMs === null
      ? {}
      : { 'gen_ai.response.time_to_first_chunk': Math.round(call.ttftMs) / 1000 }),
  }
}

function toolDefinitions(tools: readonly DemoTool[]): string {
  return JSON.stringify(tools.map((tool) => ({ type: 'function', ...tool })))
}

export function genaiEmbedding(call: EmbeddingCall): DemoAttributes {
  return {
    'gen_ai.operation.name': 'embeddings',
    'gen_ai.provider.name': call.model.provider,
    'gen_ai.request.model': call.model.name,
    'gen_ai.response.model': call.model.answersAs,
    'gen_ai.request.encoding_formats': ['float'],
    'gen_ai.embeddings.dimension.count': 1536,
    'gen_ai.input.messages': genaiMessages(
      call.texts.map((text) => ({ role: 'user', parts: [{ type: 'text', text }] })),
    ),
    'gen_ai.usage.input_tokens': call.inputTokens,
    'server.address': call.model.address,
    'server.port': call.model.port,
  }
}

export function genaiRetrieval(call: RetrievalCall): DemoAttributes {
  return {
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.data_source.id': call.source,
    'gen_ai.retrieval.query.text': call.query,
    'gen_ai.request.top_k': call.topK,
    'gen_ai.retrieval.documents': JSON.stringify(call.documents),
  }
}

export function genaiTool(call: ToolCall): DemoAttributes {
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': call.tool.name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.description': call.tool.description,
    'gen_ai.tool.call.id': call.id,
    'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
    'gen_ai.tool.call.result': JSON.stringify(call.result),
  }
}
