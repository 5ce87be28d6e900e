import type { JudgeIo } from '@assay/score/judge/io'
import type { Judge } from '@assay/score/judge/judge'
import { anthropicMessages } from '@assay/score/judge/clients/anthropic-messages'
import { openAiChat } from '@assay/score/judge/clients/openai-chat'
import { guardModel } from '@assay/score/judge/guard/guarded-model'
import type { Budget } from '@assay/score/judge/guard/budget'
import type { OpenJudge } from '@assay/store/postgres/judge/open-judge'

/** A judge that is ready to be asked, with its settings. */
export interface ReadyJudge {
  judge: Judge
  name: string
  /** Calls at the same time. */
  callsAtOnce: number
}

/** Judges by id, each with one circuit and one set of places as long as nobody changes it. */
export interface JudgeModels {
  /** @throws what `open` throws, such as `not_found`. */
  get(projectId: string, judgeId: string): Promise<ReadyJudge>
}

/** The store tries again later, so a question does not insist. */
const ATTEMPTS = 2
const LONGEST_WAIT_MS = 600_000

export function createJudgeModels(options: {
  open: (input: { projectId: string; judgeId: string }) => Promise<OpenJudge>
  io: JudgeIo
  budget: Budget
  /** Calls to one judge at the same time at most, whatever its settings say. */
  mostCallsAtOnce: number
}): JudgeModels {
  const { open, io, budget, mostCallsAtOnce } = options
  const ready = new Map<string, ReadyJudge & { changedAt: string }>()
  return {
    async get(projectId, judgeId) {
      const { judge: settings, apiKey } = await open({ projectId, judgeId }).catch((error: unknown) => {
        ready.delete(judgeId)
        throw error
      })
      const known = ready.get(judgeId)
      if (known?.changedAt === settings.changedAt) return known
      const { provider, baseUrl, model, price, maxTokens, samples, callTimeoutMs } = settings
      const callsAtOnce = Math.min(settings.concurrency, mostCallsAtOnce)
      const client = (provider === 'anthropic' ? anthropicMessages : openAiChat)(
        { baseUrl, apiKey, model },
        io,
      )
      const guarded = guardModel(client, io, {
        callTimeoutMs,
        totalTimeoutMs: Math.min(LONGEST_WAIT_MS, ATTEMPTS * callTimeoutMs + 60_000),
        concurrency: callsAtOnce,
        attempts: ATTEMPTS,
        price,
        budget,
      })
      const judge: Judge = { model: guarded, random: io.random, maxTokens, samples }
      const made = { judge, name: settings.name, callsAtOnce, changedAt: settings.changedAt }
      ready.set(judgeId, made)
      return made
    },
  }
}
