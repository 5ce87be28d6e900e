export interface AnswerFacts {
  /** Transaction status of the last ReadyForQuery: `I` idle, `T` in a transaction, `E` in a failed one; null without one. */
  status: string | null
  /** NotificationResponse messages, which every listening client must see. */
  notifications: Buffer[]
}

/**
 * Reads what the embedded Postgres answered: backend messages of one type byte, four bytes of length and a body
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
export function readAnswer(answer: Buffer): AnswerFacts {
  const facts: AnswerFacts = { status: null, notifications: [] }
  let at = 0
  while (at + 5 <= answer.length) {
    const end = at + 1 + answer.readInt32BE(at + 1)
    const type = answer[at]
    if (type === 0x5a) facts.status = String.fromCharCode(answer[at + 5] ?? 0)
    if (type === 0x41) facts.notifications.push(answer.subarray(at, end))
    at = end
  }
  return facts
}
