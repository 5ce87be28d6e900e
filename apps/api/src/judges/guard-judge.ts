import type { Judge as JudgeSettings } from '@assay/contract/api/judge'
import { anthropicMessages } from '@assay/score/judge/clients/anthropic-messages'
import { openAiChat } from '@assay/score/judge/clients/openai-chat'
import { guardModel, type GuardedModel } from '@assay/score/judge/guard/guarded-model'
import type { JudgeIo } from '@assay/score/judge/io'
import type { ModelClient } from '@assay/score/judge/model-client'

/** A judge's model for somebody who waits for the answer: one attempt a call, and an end to all of them. */
export function guardJudge(
  { provider, baseUrl, model, price, callTimeoutMs, concurrency }: JudgeSettings,
  apiKey: string | null,
  io: JudgeIo,
  how: { timeoutMs: number; wrap?: (client: ModelClient) => ModelClient },
): GuardedModel {
  const open = provider === 'anthropic' ? anthropicMessages : openAiChat
  const client = open({ baseUrl, apiKey, model }, io)
  return guardModel(how.wrap?.(client) ?? client, io, {
    callTimeoutMs: Math.min(callTimeoutMs, how.timeoutMs),
    totalTimeoutMs: how.timeoutMs,
    attempts: 1,
    concurrency,
    price,
  })
}
