/** What the senders know: which numbers were sent, which of them were acknowledged, and every broken promise. */
export interface Ledger {
  /** Numbers from here on, never given before. */
  take(count: number): number
  acknowledge(first: number, count: number): void
  isAcknowledged(n: number): boolean
  /** How many numbers were given: all sent spans have a number below. */
  sent(): number
  acknowledged(): number
  /** Counts an answer or an error of the connection by its name. */
  count(answer: string): void
  answers(): Record<string, number>
  violate(sentence: string): void
  violations(): string[]
}

/** At most so many sentences are kept; one is enough to fail a run. */
const MAX_VIOLATIONS = 50

/** An empty ledger. */
export function createLedger(): Ledger {
  let next = 1
  let acknowledgedCount = 0
  let isAcknowledged = new Uint8Array(1 << 16)
  const answers = new Map<string, number>()
  const violations: string[] = []
  const grow = (size: number) => {
    if (size <= isAcknowledged.length) return
    const grown = new Uint8Array(Math.max(size, isAcknowledged.length * 2))
    grown.set(isAcknowledged)
    isAcknowledged = grown
  }
  return {
    take(count) {
      const first = next
      next += count
      grow(next)
      return first
    },
    acknowledge(first, count) {
      for (let n = first; n < first + count; n++) {
        if (isAcknowledged[n] === 0) acknowledgedCount++
        isAcknowledged[n] = 1
      }
    },
    isAcknowledged: (n) => isAcknowledged[n] === 1,
    sent: () => next - 1,
    acknowledged: () => acknowledgedCount,
    count: (answer) => void answers.set(answer, (answers.get(answer) ?? 0) + 1),
    answers: () => Object.fromEntries([...answers].sort()),
    violate(sentence) {
      if (violations.length < MAX_VIOLATIONS) violations.push(sentence)
    },
    violations: () => [...violations],
  }
}
