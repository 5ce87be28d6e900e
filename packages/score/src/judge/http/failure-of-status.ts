import { fail, type Failure, type FailureReason } from '../failure.ts'
import { errorOfBody } from './error-of-body.ts'
import { quoteProvider } from './redact.ts'

/** Words of providers for money that is spent: waiting does not help (OpenAI, Anthropic, OpenRouter: error codes of 2026). */
const SPENT = /insufficient_quota|credit_balance|spend_limit|billing_|insufficient_credit|usage_limit_reached/

/** A response that is no answer, as a failure. `status` may be 200 where the body holds an error. */
export function failureOfStatus(
  status: number,
  body: string,
  wait: number | null,
  key: string | null,
): Failure {
  const reason = reasonOf(status, body)
  const said = quoteProvider(errorOfBody(body) ?? body, key)
  const words = said === '' ? '' : ` It says: ${said}`
  return fail(reason, `The provider answered ${status}. ${ADVICE[reason] ?? ''}${words}`.trim(), {
    status,
    retryAfterMs: wait,
  })
}

const ADVICE: Partial<Record<FailureReason, string>> = {
  unauthorised: 'Check the API key and what it may use.',
  quota_exhausted: 'The account has no credit left: raise its limit or wait for the next period.',
  rate_limited: 'Too many requests: lower the concurrency or raise the limit of the account.',
  redirected: 'Redirects are not followed, so that the key stays where it was sent: give the final address.',
  server_error:
    'The fault is on its side: try again in a minute, and if it stays look at its status page or its log.',
  refused_request: 'Check the name of the model, the address and the length of the texts.',
}

function reasonOf(status: number, body: string): FailureReason {
  if (status >= 300 && status < 400) return 'redirected'
  if (status === 401 || status === 403) return 'unauthorised'
  if (status === 402) return 'quota_exhausted'
  if (status === 429 || status === 400) {
    if (SPENT.test(body.slice(0, 20_000))) return 'quota_exhausted'
    return status === 429 ? 'rate_limited' : 'refused_request'
  }
  if (status === 408 || status === 409 || status === 425) return 'server_error'
  return status >= 400 && status < 500 ? 'refused_request' : 'server_error'
}
