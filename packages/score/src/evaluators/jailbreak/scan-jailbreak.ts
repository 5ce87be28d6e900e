import { matchPhrases } from '../../phrases/match-phrases.ts'
import { scanWords, type ScannedWords } from '../../phrases/scan-words.ts'
import { withoutRepeats } from '../../phrases/without-repeats.ts'
import { JAILBREAK_CUES, type JailbreakFamily } from './cues.ts'
import { logistic } from '../../logistic.ts'

/** A cue of a jailbreak; `start` and `end` are UTF-16 units. */
export interface JailbreakCue {
  family: JailbreakFamily
  start: number
  end: number
}

export interface JailbreakScan {
  /** 0 to 1, at 0.5 where a jailbreak is as likely as not. */
  value: number
  cues: JailbreakCue[]
  /** Cues of each family, up to the number that counts. */
  counts: Record<JailbreakFamily, number>
}

// A name of a known jailbreak settles it; else a role, the lifting of limits and the ban on refusing must come together. Set by hand
// from what known jailbreaks are made of, since no labelled prompts may be kept here; repeats count up to `most`.
const WEIGHTS: Record<JailbreakFamily, { weight: number; most: number }> = {
  persona: { weight: 2.6, most: 2 },
  no_limits: { weight: 1.1, most: 3 },
  never_refuse: { weight: 0.9, most: 3 },
  role: { weight: 0.5, most: 2 },
  illicit: { weight: 0.35, most: 3 },
  two_answers: { weight: 0.4, most: 2 },
  instruction_override: { weight: 0.4, most: 2 },
}
const BIAS = -3

/** Adds up the cues of a jailbreak in what a user sent. */
export function scanJailbreak(text: string, scanned: ScannedWords = scanWords(text)): JailbreakScan {
  const counts = Object.fromEntries(Object.keys(WEIGHTS).map((family) => [family, 0])) as Record<
    JailbreakFamily,
    number
  >
  const cues: JailbreakCue[] = []
  for (const { family, first, last } of withoutRepeats(matchPhrases(JAILBREAK_CUES, scanned))) {
    const name = family as JailbreakFamily
    counts[name] = Math.min(counts[name] + 1, WEIGHTS[name].most)
    cues.push({ family: name, start: scanned.starts[first]!, end: scanned.ends[last]! })
  }
  let sum = BIAS
  for (const family of Object.keys(WEIGHTS) as JailbreakFamily[])
    sum += WEIGHTS[family].weight * counts[family]
  return { value: logistic(sum), cues, counts }
}
