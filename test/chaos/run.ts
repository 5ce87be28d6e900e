import type { Ledger } from './ledger.ts'

/** What a run hands back: figures by name, and every broken promise. */
export interface RunResult {
  figures: Record<string, number>
  /** Answers that the senders got, by status. */
  answers: Record<string, number>
  violations: string[]
}

/** What all runs are given. */
export interface RunOptions {
  seed: number
  /** Told of progress in sentences. */
  say(sentence: string): void
}

/** The result of a run from its ledger. */
export function resultOf(ledger: Ledger, figures: Record<string, number>): RunResult {
  return {
    figures: { sent: ledger.sent(), acknowledged: ledger.acknowledged(), ...figures },
    answers: ledger.answers(),
    violations: ledger.violations(),
  }
}
