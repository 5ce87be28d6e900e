import type { ChatCall, EmbeddingCall, RetrievalCall } from './chat-call.ts'
import type { DemoAttributes } from './demo-trace.ts'
import type { DemoDocument, DemoMessage } from './message.ts'

/** Messages flattened as OpenInference does: `<prefix>.N.message.role`, `….tool_calls.M.tool_call.id`. */
function openInferenceMessages(prefix: string, messages: readonly DemoMessage[]): DemoAttributes {
  const flat: DemoAttributes = {}
  messages.forEach((message, index) => {
    const at = `${prefix}.${String(index)}.message`
    flat[`${at}.role`] = message.role
    let calls = 0
    for (const part of message.parts) {
      if (part.type === 'text') flat[`${at}.content`] = part.text
      else if (part.type === 'tool_result') {
        flat[`${at}.content`] = JSON.stringify(part.result)
        flat[`${at}.tool_call_id`] = part.id
      } else {
        const call = `${at}.tool_calls.${String(calls++)}.tool_call`
        flat[`${call}.id`] = part.id
        flat[`${call}.function.name`] = part.name
        flat[`${call}.function.arguments`] = JSON.stringify(part.arguments)
      }
    }
  })
  return flat
}

export function openInferenceChat(call: ChatCall): DemoAttributes {
  const system = {
    'llm.input_messages.0.message.role': 'system',
    'llm.input_messages.0.message.content': call.system,
  }
  const rest = openInferenceMessages('llm.input_messages', [{ role: 'user', parts: [] }, ...call.messages])
  return {
    'openinference.span.kind': 'LLM',
    'llm.provider': call.model.provider,
    'llm.system': call.model.provider,
    'llm.model_name': call.reply === null ? call.model.name : call.model.answersAs,
    'llm.invocation_parameters': JSON.stringify({
      model: call.model.name,
      temperature: call.temperature,
      max_tokens: call.maxTokens,
    }),
    ...rest,
    ...system,
    ...(call.prompt === null
      ? {}
      : { 'llm.prompt_template.version': call.prompt.version, 'prompt.id': call.prompt.name }),
    ...(call.reply === null
      ? {}
      : {
          ...openInferenceMessages('llm.output_messages', [call.reply]),
          'llm.token_count.prompt': call.inputTokens,
          'llm.token_count.completion': call.outputTokens,
          'llm.token_count.total': call.inputTokens + call.outputTokens,
          'llm.token_count.prompt_details.cache_read': call.cacheReadTokens,
        }),
  }
}

export function openInferenceEmbedding(call: EmbeddingCall): DemoAttributes {
  const attributes: DemoAttributes = {
    'openinference.span.kind': 'EMBEDDING',
    'embedding.model_name': call.model.name,
    'llm.provider': call.model.provider,
    'llm.token_count.prompt': call.inputTokens,
    'llm.token_count.total': call.inputTokens,
  }
  call.texts.forEach((text, index) => {
    attributes[`embedding.embeddings.${String(index)}.embedding.text`] = text
  })
  return attributes
}

export function openInferenceRetrieval(call: RetrievalCall): DemoAttributes {
  return {
    'openinference.span.kind': 'RETRIEVER',
    'input.value': call.query,
    'input.mime_type': 'text/plain',
    ...flatDocuments('retrieval.documents', call.documents),
  }
}

export function openInferenceReranker(
  model: string,
  query: string,
  before: readonly DemoDocument[],
  after: readonly DemoDocument[],
): DemoAttributes {
  return {
    'openinference.span.kind': 'RERANKER',
    'reranker.model_name': model,
    'reranker.query': query,
    'reranker.top_k': after.length,
    ...flatDocuments('reranker.input_documents', before),
    ...flatDocuments('reranker.output_documents', after),
  }
}

function flatDocuments(prefix: string, documents: readonly DemoDocument[]): DemoAttributes {
  const flat: DemoAttributes = {}
  documents.forEach((document, index) => {
    const at = `${prefix}.${String(index)}.document`
    flat[`${at}.id`] = document.id
    flat[`${at}.content`] = document.content
    flat[`${at}.score`] = document.score
    flat[`${at}.metadata`] = JSON.stringify({ title: document.title })
  })
  return flat
}
