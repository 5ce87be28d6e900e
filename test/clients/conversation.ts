/** The conversation that every client holds: a question, a tool call of the model, the tool's result, the answer. */
export const SYSTEM = 'You answer travellers in one sentence.'
export const QUESTION = 'Is the 14:05 ferry to Craignure late?'
export const TOOL_NAME = 'ferry_status'
export const TOOL_DESCRIPTION = 'Says how late a ferry is'
export const TOOL_PARAMETERS = {
  type: 'object',
  properties: { port: { type: 'string' }, departure: { type: 'string' } },
  required: ['port', 'departure'],
}
export const TOOL_ARGUMENTS = { port: 'Craignure', departure: '14:05' }
export const TOOL_RESULT = { late: true, minutes: 12 }
export const ANSWER = 'Yes, it leaves twelve minutes late.'

export const PROVIDER = 'openai'
/** Asked for; the answer names the dated one. */
export const MODEL = 'gpt-4.1-mini'
export const RESPONSE_MODEL = 'gpt-4.1-mini-2025-04-14'
export const BUSY_MODEL = 'gpt-4.1-busy'
export const BUSY_MESSAGE = 'Rate limit reached for requests'
export const EMBEDDING_MODEL = 'text-embedding-3-small'
export const RERANKING_MODEL = 'rerank-v3.5'
export const DOCUMENTS = ['Winter timetable', 'Fares', 'Delays at Oban']
/** Places of documents, best first. */
export const RANKING = [
  { index: 2, relevanceScore: 0.92 },
  { index: 0, relevanceScore: 0.31 },
] as const
export const TEMPERATURE = 0.2
export const SESSION = 'session-41'
export const USER = 'user-7'

/** Tokens of the two calls; the second reads a part of its input from the cache. */
export const CALLS = [
  { id: 'chatcmpl-1', inputTokens: 58, outputTokens: 17, cacheReadTokens: 0, finishReason: 'tool_calls' },
  { id: 'chatcmpl-2', inputTokens: 92, outputTokens: 11, cacheReadTokens: 64, finishReason: 'stop' },
] as const
export const TOOL_CALL_ID = 'call_9f2'
export const TOTAL_INPUT = CALLS[0].inputTokens + CALLS[1].inputTokens
export const TOTAL_OUTPUT = CALLS[0].outputTokens + CALLS[1].outputTokens
export const EMBEDDING_TOKENS = 9

/** What the tool does when a client runs it. */
export function runTool(): typeof TOOL_RESULT {
  return TOOL_RESULT
}
