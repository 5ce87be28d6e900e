import { scanWords, type ScannedWords } from '../../phrases/scan-words.ts'
import { findEncoded } from './find-encoded.ts'
import { findHidden } from './find-hidden.ts'
import { findPhrases } from './find-phrases.ts'
import { findStructure } from './find-structure.ts'
import { type Signal, type SignalKind, SIGNALS } from './signal.ts'

export interface InjectionScan {
  /** 1 − Π(1 − weight) over the kinds that were found: each kind counts once, and weak ones add up. */
  value: number
  signals: Signal[]
}

/** In a passage, words about passwords and stories are the subject; there only what speaks to a model counts. */
const PASSAGE_SHARE: Partial<Record<SignalKind, number>> = {
  secret: 0.2,
  private: 0.2,
  mode: 0.4,
  pressure: 0,
  hypothetical: 0.4,
  staged_claim: 0.5,
  smuggling: 0.3,
  staged_dialogue: 0,
  send: 0.6,
}

/** Looks for signs of an injection in what a user sent, or in a passage that nobody should take orders from. */
export function scanInjection(
  text: string,
  isPassage: boolean,
  scanned: ScannedWords = scanWords(text),
): InjectionScan {
  const signals = [
    ...findHidden(text),
    ...findPhrases(text, scanned),
    ...findStructure(text, scanned),
    ...findEncoded(text, scanned),
  ]
  const kinds = new Set(signals.map(({ kind }) => kind))
  let left = 1
  for (const kind of kinds) {
    left *= 1 - SIGNALS[kind].weight * (isPassage ? (PASSAGE_SHARE[kind] ?? 1) : 1)
  }
  return { value: 1 - left, signals }
}
