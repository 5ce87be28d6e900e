import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const EVALUATORS = join(
  dirname(createRequire(import.meta.url).resolve('@assay/score/registry')),
  'evaluators',
)

/** The text that judges and annotators label by. @param evaluator A name of the registry. */
export const readRubric = (evaluator: string): string =>
  readFileSync(join(EVALUATORS, evaluator, 'rubric.md'), 'utf8')
