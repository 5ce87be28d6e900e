import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import { customEvaluation } from '@assay/score/judge/custom-evaluator'

const EVALUATORS = join(
  dirname(createRequire(import.meta.url).resolve('@assay/score/registry')),
  'evaluators',
)

/**
 * The text that judges and annotators label by.
 *
 * @param evaluator A name of the registry.
 * @param definition null where nobody of the project wrote it.
 */
export const readRubric = (evaluator: string, definition: CustomDefinition | null): string =>
  definition === null
    ? readFileSync(join(EVALUATORS, evaluator, 'rubric.md'), 'utf8')
    : customEvaluation(definition).question.rubric
