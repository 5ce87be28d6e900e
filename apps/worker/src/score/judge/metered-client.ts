import { fail } from '@assay/score/judge/failure'
import { withDeadline } from '@assay/score/judge/guard/deadline'
import { createSlots } from '@assay/score/judge/guard/slots'
import type { JudgeIo } from '@assay/score/judge/io'
import type { ModelClient } from '@assay/score/judge/model-client'
import type { JudgeKey, JudgeMeter } from './judge-meter.ts'

/**
 * A client that holds the limit of calls at the same time right at the wire, with their deadline, and measures them there. So what is
 * done for a call before and after it, such as taking its money from the budget, keeps no other call from going out.
 */
export function meteredClient(
  client: ModelClient,
  key: JudgeKey,
  options: { callsAtOnce: number; callTimeoutMs: number; clock: JudgeIo['clock']; meter: JudgeMeter },
): ModelClient {
  const { callsAtOnce, callTimeoutMs, clock, meter } = options
  const slots = createSlots(callsAtOnce, Infinity)
  return {
    ...client,
    async ask(request, signal) {
      const place = await slots.take(signal)
      if (typeof place === 'string') return fail('aborted', 'The question was given up.')
      const from = clock.now()
      try {
        const inTime = await withDeadline(callTimeoutMs, clock, signal, (inner) => client.ask(request, inner))
        const outcome =
          inTime.kind === 'done'
            ? inTime.value
            : inTime.kind === 'timeout'
              ? fail('timeout', `The provider did not finish its answer within ${callTimeoutMs} ms.`)
              : fail('aborted', 'The question was given up.')
        const isFailed = outcome.kind === 'failed'
        if (!isFailed || outcome.reason !== 'aborted')
          meter.called(
            key,
            Math.max(0, clock.now() - from),
            isFailed ? { reason: outcome.reason, error: outcome.explanation } : null,
          )
        return outcome
      } finally {
        place()
      }
    },
  }
}
