import { z } from 'zod'
import type { ModelReply, ModelRequest } from '../model-client.ts'
import type { Dialect } from './dialect.ts'
import { sentParameters } from './sent-parameters.ts'

const Count = z.number().int().min(0).nullish().catch(null)

const Block = z.object({
  type: z.string(),
  text: z.string().nullish().catch(null),
  input: z.unknown().optional(),
})

const Message = z.object({
  model: z.string().nullish().catch(null),
  content: z.array(Block),
  stop_reason: z.string().nullish().catch(null),
  usage: z
    .object({
      input_tokens: Count,
      cache_creation_input_tokens: Count,
      cache_read_input_tokens: Count,
      output_tokens: Count,
    })
    .nullish()
    .catch(null),
})

/** Reads a message of Anthropic's interface; null where it has not its form. */
export function readAnthropicReply(
  body: unknown,
  request: ModelRequest,
  dialect: Dialect,
): ModelReply | null {
  const parsed = Message.safeParse(body)
  if (!parsed.success) return null
  const { model = null, content, stop_reason: reason, usage } = parsed.data
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : []))
  const call = content.find((block) => block.type === 'tool_use')
  const words = texts.join('')
  return {
    kind: 'reply',
    text: call === undefined ? words : JSON.stringify(call.input ?? null),
    refusal: reason === 'refusal' ? words || 'The model declined without words.' : null,
    finish: FINISHES[reason ?? ''] ?? 'other',
    model,
    usage: {
      // Cached tokens are counted apart from the others: Anthropic, prompt caching.
      inputTokens: addKnown(
        usage?.input_tokens,
        usage?.cache_creation_input_tokens,
        usage?.cache_read_input_tokens,
      ),
      cachedTokens: usage?.cache_read_input_tokens ?? null,
      outputTokens: usage?.output_tokens ?? null,
    },
    tokens: null,
    sent: sentParameters(request, dialect),
  }
}

const FINISHES: Readonly<Record<string, ModelReply['finish']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'stop',
  max_tokens: 'length',
  refusal: 'refusal',
}

function addKnown(...counts: (number | null | undefined)[]): number | null {
  const known = counts.filter((count) => typeof count === 'number')
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}
