import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { PayingRule } from '@assay/store/postgres/backfill/paying-rules'
import { findCustomVersions } from '@assay/store/postgres/custom-evaluator/list-versions'
import type { WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import type { JudgingDeps } from './judging-deps.ts'

interface Asked {
  question: WaitingQuestion
  rule: PayingRule
}

/** What the evaluators that people wrote ask, each in the version that its question was chosen by. */
export async function readDefinitions(
  { pool }: JudgingDeps,
  projectId: string,
  asked: readonly Asked[],
): Promise<(one: Asked) => CustomDefinition | null> {
  const versionOf = ({ question }: Asked) => Number.parseInt(question.evaluatorVersion) || 0
  const custom = asked.filter(({ question, rule }) =>
    rule.own.some(({ name }) => name === question.evaluator.name),
  )
  const wanted = new Map(
    custom.map((one) => {
      const { name } = one.question.evaluator
      return [`${name} ${versionOf(one)}`, { name, version: versionOf(one) }]
    }),
  )
  const found = await findCustomVersions(pool, { projectId, wanted: [...wanted.values()] })
  return (one) => {
    const { name } = one.question.evaluator
    const version = versionOf(one)
    return (
      found.find((definition) => definition.name === name && definition.version === version) ??
      one.rule.own.find((definition) => definition.name === name) ??
      null
    )
  }
}
