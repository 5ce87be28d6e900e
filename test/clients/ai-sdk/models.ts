import {
  convertArrayToReadableStream,
  MockEmbeddingModelV4,
  MockLanguageModelV4,
  MockRerankingModelV4,
} from 'ai/test'
import {
  ANSWER,
  BUSY_MESSAGE,
  BUSY_MODEL,
  CALLS,
  EMBEDDING_MODEL,
  EMBEDDING_TOKENS,
  MODEL,
  RANKING,
  RERANKING_MODEL,
  RESPONSE_MODEL,
  TOOL_ARGUMENTS,
  TOOL_CALL_ID,
  TOOL_NAME,
} from '../conversation.ts'

const PROVIDER = 'openai.chat'

function stepOf(prompt: { role: string }[]) {
  const isAnswer = prompt.some(({ role }) => role === 'tool')
  const { inputTokens, outputTokens, cacheReadTokens, id } = CALLS[isAnswer ? 1 : 0]
  return {
    isAnswer,
    id,
    usage: {
      inputTokens: {
        total: inputTokens,
        noCache: inputTokens - cacheReadTokens,
        cacheRead: cacheReadTokens,
        cacheWrite: undefined,
      },
      outputTokens: { total: outputTokens, text: outputTokens, reasoning: 0 },
    },
    finishReason: isAnswer
      ? ({ unified: 'stop', raw: 'stop' } as const)
      : ({ unified: 'tool-calls', raw: 'tool_calls' } as const),
  }
}

const toolCall = {
  type: 'tool-call' as const,
  toolCallId: TOOL_CALL_ID,
  toolName: TOOL_NAME,
  input: JSON.stringify(TOOL_ARGUMENTS),
}

/** A model that calls the tool first and answers once its result stands in the prompt, whole or streamed. */
export function model(): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    provider: PROVIDER,
    modelId: MODEL,
    doGenerate: async ({ prompt }) => {
      const { isAnswer, id, usage, finishReason } = stepOf(prompt)
      return {
        content: [isAnswer ? { type: 'text', text: ANSWER } : toolCall],
        finishReason,
        usage,
        warnings: [],
        response: { id, modelId: RESPONSE_MODEL },
      }
    },
    doStream: async ({ prompt }) => {
      const { isAnswer, id, usage, finishReason } = stepOf(prompt)
      const half = ANSWER.length >> 1
      return {
        stream: convertArrayToReadableStream([
          { type: 'stream-start' as const, warnings: [] },
          { type: 'response-metadata' as const, id, modelId: RESPONSE_MODEL },
          ...(isAnswer
            ? [
                { type: 'text-start' as const, id: '0' },
                { type: 'text-delta' as const, id: '0', delta: ANSWER.slice(0, half) },
                { type: 'text-delta' as const, id: '0', delta: ANSWER.slice(half) },
                { type: 'text-end' as const, id: '0' },
              ]
            : [toolCall]),
          { type: 'finish' as const, finishReason, usage },
        ]),
      }
    },
  })
}

/** A model that refuses every call. */
export function busyModel(): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    provider: PROVIDER,
    modelId: BUSY_MODEL,
    doGenerate: async () => {
      throw new Error(BUSY_MESSAGE)
    },
  })
}

export function embeddingModel(): MockEmbeddingModelV4 {
  return new MockEmbeddingModelV4({
    provider: 'openai.embedding',
    modelId: EMBEDDING_MODEL,
    doEmbed: { embeddings: [[0.25, -0.5, 0.125]], usage: { tokens: EMBEDDING_TOKENS }, warnings: [] },
  })
}

export function rerankingModel(): MockRerankingModelV4 {
  return new MockRerankingModelV4({
    provider: 'cohere.reranking',
    modelId: RERANKING_MODEL,
    doRerank: async () => ({ ranking: [...RANKING] }),
  })
}
