import { matchPhrases } from '../../phrases/match-phrases.ts'
import { scanWords, type ScannedWords } from '../../phrases/scan-words.ts'
import { INJECTION_PHRASES, type PhraseFamily, UNSPACED_PHRASES } from './cues.ts'
import type { Signal } from './signal.ts'

const BEYOND_CYRILLIC = /[\u0590-\uffff]/

/** Phrases of injections as they stand in a text. */
export function findPhrases(text: string, scanned: ScannedWords = scanWords(text)): Signal[] {
  const signals = matchPhrases(INJECTION_PHRASES, scanned).map(({ family, first, last }): Signal => ({
    kind: family as PhraseFamily,
    start: scanned.starts[first]!,
    end: scanned.ends[last]!,
    decoded: null,
  }))
  if (!BEYOND_CYRILLIC.test(text)) return signals
  for (const { family, phrase } of UNSPACED_PHRASES) {
    const start = text.indexOf(phrase)
    if (start >= 0) signals.push({ kind: family, start, end: start + phrase.length, decoded: null })
  }
  return signals
}
