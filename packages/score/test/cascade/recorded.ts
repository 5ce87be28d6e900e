import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FOLDER = resolve(
  import.meta.dirname,
  '../../../..',
  process.env['ASSAY_SHARED'] ?? '../shared',
  'data/judge',
)

/** True where the recorded judges are: they are not part of the repository. */
export const hasRecordedJudges = existsSync(join(FOLDER, 'llmbar_dev.jsonl'))

function readRows<T>(name: string): T[] {
  return readFileSync(join(FOLDER, `${name}_dev.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

export interface FactRow {
  doc_id: string
  fact: string
  query: string
  judge_label: 'true' | 'false' | 'unknown'
  label: 0 | 1
}

export interface RefusalRow {
  doc_id: string
  prompt: string
  completion: string
  gpt4_label: string
  label: 0 | 1
}

export interface PairRow {
  id: string
  gold: 1 | 2
  judgments: { judge: string; prompt: string; winner_original: 1 | 2 | null; winner_swapped: 1 | 2 | null }[]
}

export const readFacts = () => readRows<FactRow>('halueval2')
export const readRefusals = () => readRows<RefusalRow>('xstest')
export const readPairs = () => readRows<PairRow>('llmbar')

/** The winner's name; null stays. */
const nameOf = (winner: 1 | 2 | null) => (winner === null ? null : winner === 1 ? 'first' : 'second')

/** Both orders of one judge with one prompt. */
export function ordersOf({ judgments }: PairRow, judge: string, prompt: string) {
  const found = judgments.find((one) => one.judge === judge && one.prompt === prompt)
  if (found === undefined) throw new Error(`No judgement of ${judge} with ${prompt}.`)
  return { given: nameOf(found.winner_original), swapped: nameOf(found.winner_swapped) } as const
}
