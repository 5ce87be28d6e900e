import { scanWords, type ScannedWords, wordAt } from '../../phrases/scan-words.ts'
import type { Signal, SignalKind } from './signal.ts'

const ROLE_MARKERS =
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|start_header_id|eot_id|begin_of_text)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|SYSTEM)(?:[ _](?:mode|prompt|message|MODE|PROMPT|MESSAGE))?>|<(?:\/|\\)?[A-Z ]{0,30}(?:SYSTEM|OVERRIDE|ADMIN)[A-Z _]{0,20}>|(?:^|\n)[ \t]{0,3}#{1,4} ?(?:System|Instruction|Assistant|Human)s?:?[ \t]*(?=\n)|(?:^|\n)(?:SYSTEM|System) ?(?:message|prompt|instruction)?s?:/g
const IMAGE_WITH_DATA = /!\[[^\]\n]{0,200}\]\(https?:\/\/[^)\s]{1,300}\?[^)\s]{0,200}=[^)\s]{0,500}\)/g
const TURN = /(?:^|[\s.?!])(?:Q|A|User|Assistant|Human|AI): /g
const LEAST_TURNS = 3
const LEAST_REPEATS = 8
const LONGEST_PERIOD = 3
/** Tells most texts apart at a fraction of the cost of the exact form. */
const MAY_MARK = /<[|</\\A-Zs]|\[\/?INST|# ?(?:System|Instr|Assis|Human)|S(?:YSTEM|ystem)/

/** Signs in the shape of a text: marks of messages, images that carry data away, staged turns, one word over and over. */
export function findStructure(text: string, scanned: ScannedWords = scanWords(text)): Signal[] {
  const turns = text.includes(': ') ? [...text.matchAll(TURN)] : []
  const first = turns[0]
  const last = turns.at(-1)
  return [
    ...(MAY_MARK.test(text) ? signalsOf(text, ROLE_MARKERS, 'role_marker') : []),
    ...(text.includes('![') ? signalsOf(text, IMAGE_WITH_DATA, 'exfiltration') : []),
    ...(first && last && turns.length >= LEAST_TURNS
      ? [
          {
            kind: 'staged_dialogue' as const,
            start: first.index,
            end: last.index + last[0].length,
            decoded: null,
          },
        ]
      : []),
    ...findRepetition(scanned),
  ]
}

const signalsOf = (text: string, form: RegExp, kind: SignalKind) =>
  [...text.matchAll(form)].map(({ index, 0: written }): Signal => ({
    kind,
    start: index,
    end: index + written.length,
    decoded: null,
  }))

/** The first run of one word, or of a few, that stands there many times on end. */
function findRepetition(scanned: ScannedWords): Signal[] {
  const { hashes, starts, ends } = scanned
  const isSame = (one: number, other: number) =>
    hashes[one] === hashes[other] && wordAt(scanned, one) === wordAt(scanned, other)
  for (let period = 1; period <= LONGEST_PERIOD; period += 1) {
    let repeats = 0
    for (let at = period; at < hashes.length; at += 1) {
      repeats = isSame(at, at - period) ? repeats + 1 : 0
      if (repeats < LEAST_REPEATS * period) continue
      return [{ kind: 'repetition', start: starts[at - repeats]!, end: ends[at]!, decoded: null }]
    }
  }
  return []
}
