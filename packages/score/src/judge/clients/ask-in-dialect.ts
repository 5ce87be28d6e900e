import { fail, type Failure } from '../failure.ts'
import { failureOfStatus } from '../http/failure-of-status.ts'
import { parseJson, statusOfBody } from '../http/error-of-body.ts'
import { postJson, type JsonPost } from '../http/post-json.ts'
import type { JudgeIo } from '../io.ts'
import type { ModelReply } from '../model-client.ts'
import { adaptDialect, type Dialect } from './dialect.ts'

/** More than the parameters that can be left out. */
const MOST_STEPS = 8

export interface DialectCall {
  /** What the endpoint is known to take; the next call starts with what this one learned. */
  memory: { dialect: Dialect }
  post: Omit<JsonPost, 'body'>
  bodyIn: (dialect: Dialect) => object
  /** null where the body has not the provider's form. */
  readReply: (body: unknown, dialect: Dialect) => ModelReply | null
}

/** Sends a request, without the parameters that the endpoint refuses, until it takes it. */
export async function askInDialect(
  { memory, post, bodyIn, readReply }: DialectCall,
  io: JudgeIo,
  signal: AbortSignal,
): Promise<ModelReply | Failure> {
  let { dialect } = memory
  for (let step = 0; step < MOST_STEPS; step++) {
    const outcome = await postJson({ ...post, body: JSON.stringify(bodyIn(dialect)) }, io, signal)
    if (outcome.kind === 'body') {
      // Learned only now: a refusal may quote a sample, which may name whatever it likes.
      memory.dialect = dialect
      return readBody(outcome.text, post.key, (body) => readReply(body, dialect))
    }
    if (outcome.status !== 400 && outcome.status !== 422) return outcome
    const next = adaptDialect(dialect, outcome.explanation)
    if (next === dialect) return outcome
    dialect = next
  }
  return fail('refused_request', 'The endpoint refuses one parameter after the other.')
}

function readBody(
  text: string,
  key: string | null,
  read: (body: unknown) => ModelReply | null,
): ModelReply | Failure {
  const body = parseJson(text)
  const reply = body === undefined ? null : read(body)
  if (reply !== null) return reply
  const status = statusOfBody(text)
  if (status !== null) return failureOfStatus(status, text, null, key)
  return fail('malformed_response', 'The response has not the form of a chat completion: check the address.')
}
