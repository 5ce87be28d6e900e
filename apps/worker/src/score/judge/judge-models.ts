import type { JudgeIo } from '@assay/score/judge/io'
import type { Judge } from '@assay/score/judge/judge'
import { anthropicMessages } from '@assay/score/judge/clients/anthropic-messages'
import { openAiChat } from '@assay/score/judge/clients/openai-chat'
import { guardModel } from '@assay/score/judge/guard/guarded-model'
import type { Budget } from '@assay/score/judge/guard/budget'
import type { OpenJudge } from '@assay/store/postgres/judge/open-judge'
import type { Tracer } from '@assay/telemetry/spans/tracer'
import type { JudgeMeter } from './judge-meter.ts'
import { meteredClient } from './metered-client.ts'
import { tracedClient } from './traced-client.ts'

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
const LONGEST_WAIT_MS = 1_200_000
/** Calls for each that may be out at the same time: while some take or give back their money, as many as allowed are out. */
const PREPARED_PER_CALL = 1.2

export function createJudgeModels(options: {
  open: (input: { projectId: string; judgeId: string }) => Promise<OpenJudge>
  io: JudgeIo
  budget: Budget
  meter: JudgeMeter
  /** Calls to one judge at the same time at most, whatever its settings say. */
  mostCallsAtOnce: number
  /** Makes our own spans of calls. Default: none. */
  tracer?: Tracer | undefined
}): JudgeModels {
  const { open, io, budget, meter, mostCallsAtOnce, tracer } = options
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
      const wire = (provider === 'anthropic' ? anthropicMessages : openAiChat)({ baseUrl, apiKey, model }, io)
      const limits = { callsAtOnce, callTimeoutMs, clock: io.clock, meter }
      const seen = tracedClient(wire, baseUrl, tracer)
      const guarded = guardModel(meteredClient(seen, { projectId, judgeId }, limits), io, {
        // A call that waits for its place at the wire waits for one other at most, and has its own deadline there.
        callTimeoutMs: 2 * callTimeoutMs,
        totalTimeoutMs: Math.min(LONGEST_WAIT_MS, 2 * ATTEMPTS * callTimeoutMs + 60_000),
        concurrency: Math.ceil(callsAtOnce * PREPARED_PER_CALL),
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
