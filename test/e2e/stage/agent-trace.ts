import type { TestSpan } from './send-spans.ts'

const text = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
const call = {
  role: 'assistant',
  parts: [{ type: 'tool_call', id: 'call_1', name: 'look_up_order', arguments: { order_id: 7 } }],
}
const QUESTION = text('user', 'Where is order 7?')
const RESULT = {
  role: 'tool',
  parts: [{ type: 'tool_call_response', id: 'call_1', response: { state: 'handed over' } }],
}

/** An agent that reads articles, asks a model, looks an order up with two failures on the way, and answers. */
export const AGENT_TRACE: readonly TestSpan[] = [
  {
    id: 1,
    name: 'invoke_agent order-helper',
    durationMs: 4000,
    attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'order-helper' },
  },
  {
    id: 2,
    parent: 1,
    name: 'retrieval kb-articles',
    atMs: 10,
    durationMs: 200,
    attributes: {
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.retrieval.query.text': 'Where is order 7?',
      'gen_ai.retrieval.documents': JSON.stringify([
        { id: 'kb-101', score: 0.835, content: 'Every order passes four states.' },
        { id: 'kb-102', score: 0.41, content: 'An order can be cancelled until it is packed.' },
      ]),
      'warehouse.shelf': 'B-17',
    },
  },
  {
    id: 3,
    parent: 1,
    name: 'chat gpt-4o-mini',
    atMs: 300,
    durationMs: 900,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.input.messages': JSON.stringify([QUESTION]),
      'gen_ai.output.messages': JSON.stringify([call]),
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 18,
    },
  },
  {
    id: 4,
    parent: 1,
    name: 'execute_tool look_up_order',
    atMs: 1300,
    durationMs: 1500,
    attributes: {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'look_up_order',
      'gen_ai.tool.call.id': 'call_1',
      'gen_ai.tool.call.arguments': '{"order_id":7}',
      'gen_ai.tool.call.result': '{"state":"handed over"}',
    },
  },
  {
    id: 5,
    parent: 4,
    name: 'GET /orders/7',
    atMs: 1310,
    durationMs: 500,
    error: 'connection reset by peer',
  },
  { id: 6, parent: 4, name: 'GET /parcels/7', atMs: 1900, durationMs: 800, error: '504 from the carrier' },
  {
    id: 7,
    parent: 1,
    name: 'chat gpt-4o',
    atMs: 2900,
    durationMs: 1000,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
      'gen_ai.input.messages': JSON.stringify([QUESTION, call, RESULT]),
      'gen_ai.output.messages': JSON.stringify([text('assistant', '**Order 7** is on its way.')]),
      'gen_ai.usage.input_tokens': 160,
      'gen_ai.usage.output_tokens': 12,
    },
  },
]
