import { z } from 'zod'
import type { AnswerToken, ModelReply, ModelRequest } from '../model-client.ts'
import type { Dialect } from './dialect.ts'
import { sentParameters } from './sent-parameters.ts'

const Alternative = z.object({ token: z.string(), logprob: z.number() })
const Token = Alternative.extend({ top_logprobs: z.array(Alternative).nullish() })
const Part = z.object({ type: z.string(), text: z.string().nullish() })
const Count = z.number().int().min(0).nullish().catch(null)

const Completion = z.object({
  model: z.string().nullish().catch(null),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish().catch(null),
        message: z.object({
          content: z.union([z.string(), z.array(Part)]).nullish(),
          refusal: z.string().nullish().catch(null),
          tool_calls: z
            .array(z.object({ function: z.object({ arguments: z.unknown().optional() }) }))
            .nullish()
            .catch(null),
        }),
        // A server that writes them differently still answered.
        logprobs: z
          .object({ content: z.array(Token).nullish() })
          .nullish()
          .catch(null),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: Count,
      completion_tokens: Count,
      prompt_tokens_details: z.object({ cached_tokens: Count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})

/** Reads a chat completion; null where it has none of its form, such as without choices. */
export function readOpenAiReply(body: unknown, request: ModelRequest, dialect: Dialect): ModelReply | null {
  const parsed = Completion.safeParse(body)
  if (!parsed.success) return null
  const { model = null, choices, usage } = parsed.data
  const { message, finish_reason: reason, logprobs } = choices[0]!
  const filtered = reason === 'content_filter' ? 'The provider filtered the answer.' : null
  const refusal = nullIfEmpty(message.refusal) ?? filtered
  return {
    kind: 'reply',
    text: textOf(message),
    refusal,
    finish: refusal !== null ? 'refusal' : finishOf(reason ?? ''),
    model,
    usage: {
      inputTokens: usage?.prompt_tokens ?? null,
      cachedTokens: usage?.prompt_tokens_details?.cached_tokens ?? null,
      outputTokens: usage?.completion_tokens ?? null,
    },
    tokens: logprobs?.content?.map(tokenOf) ?? null,
    sent: sentParameters(request, dialect),
  }
}

const nullIfEmpty = (text: string | null | undefined) => (text === undefined || text === '' ? null : text)

const finishOf = (reason: string) =>
  reason === 'length' ? 'length' : ['stop', 'tool_calls', 'function_call'].includes(reason) ? 'stop' : 'other'

/** The arguments of the tool where it was called, else the content. Ollama sends arguments as an object, OpenAI as text. */
function textOf({ content, tool_calls: calls }: CompletionMessage): string {
  const given = calls?.[0]?.function.arguments
  if (typeof given === 'string' && given !== '') return given
  if (typeof given === 'object' && given !== null) return JSON.stringify(given)
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => part.text ?? '').join('')
}

type CompletionMessage = z.infer<typeof Completion>['choices'][number]['message']

function tokenOf({ token, logprob, top_logprobs: others }: z.infer<typeof Token>): AnswerToken {
  return {
    text: token,
    logProbability: logprob,
    alternatives: (others ?? []).map((other) => ({ text: other.token, logProbability: other.logprob })),
  }
}
