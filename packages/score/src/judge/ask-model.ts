import type { FailureReason } from './failure.ts'
import type { Judge } from './judge.ts'
import type { ModelReply, ModelRequest } from './model-client.ts'
import type { ReadAnswer } from './answer/read-answer.ts'
import type { Exchange } from './record.ts'

/** Why a judge gives no score: the call failed, the model declined or what it wrote is no verdict. Each is counted and shown. */
export type JudgeFailureReason = FailureReason | 'unparseable' | 'model_refused' | 'no_majority'

/** An answer in the form that was asked for, or the reason why there is none; with all that was exchanged for it. */
export type Asked<T> =
  | { kind: 'answered'; answer: T; reply: ModelReply; exchanges: Exchange[] }
  | {
      kind: 'failed'
      reason: JudgeFailureReason
      explanation: string
      exchanges: Exchange[]
      retryAfterMs: number | null
    }

/**
 * Asks a model and reads its answer. One that cannot be read is asked for again once, with the problem named, and with twice the tokens
 * where it broke off; then it is `unparseable`.
 */
export async function askModel<T>(
  judge: Judge,
  request: ModelRequest,
  read: (reply: ModelReply) => ReadAnswer<T>,
  signal: AbortSignal,
): Promise<Asked<T>> {
  const exchanges: Exchange[] = []
  let next = request
  let problem = ''
  for (let round = 0; round < 2; round++) {
    const answer = await judge.model.ask(next, signal)
    const exchange: Exchange = { ...answer, problem: null }
    exchanges.push(exchange)
    const { outcome } = answer
    if (outcome.kind === 'failed') {
      const { reason, explanation, retryAfterMs } = outcome
      return { kind: 'failed', reason, explanation, retryAfterMs, exchanges }
    }
    if (outcome.refusal !== null) {
      exchange.problem = `model_refused: ${outcome.refusal.slice(0, 300)}`
      const explanation = 'The judge declined to answer: its own policy stands against the texts.'
      return { kind: 'failed', reason: 'model_refused', explanation, retryAfterMs: null, exchanges }
    }
    const result = read(outcome)
    if (result.kind === 'answer') {
      exchange.problem = result.note
      return { kind: 'answered', answer: result.answer, reply: outcome, exchanges }
    }
    problem = result.problem
    exchange.problem = `unparseable: ${problem}`
    next = repeatRequest(request, outcome, problem)
  }
  const explanation = `The judge's answer could not be read, twice. ${problem}`
  return { kind: 'failed', reason: 'unparseable', explanation, retryAfterMs: null, exchanges }
}

function repeatRequest(request: ModelRequest, { finish }: ModelReply, problem: string): ModelRequest {
  const user = `${request.user}\n\nYour last answer could not be read. ${problem} Answer again with one JSON object and nothing else.`
  return { ...request, user, maxTokens: finish === 'length' ? request.maxTokens * 2 : request.maxTokens }
}
