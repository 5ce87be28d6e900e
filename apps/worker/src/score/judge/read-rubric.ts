import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const SCORE = dirname(createRequire(import.meta.url).resolve('@assay/score/registry'))
const rubrics = new Map<string, string>()

/** The rubric of an evaluator, the text that annotators see too. */
export function readRubric(evaluator: string): string {
  const known = rubrics.get(evaluator)
  if (known !== undefined) return known
  const rubric = readFileSync(join(SCORE, 'evaluators', evaluator, 'rubric.md'), 'utf8')
  rubrics.set(evaluator, rubric)
  return rubric
}
