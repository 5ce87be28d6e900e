import { EvaluatorList } from '@assay/contract/api/evaluator'
import { Rule, RuleDraft, RuleList, RulePatch, RuleVersionList } from '@assay/contract/api/rule'
import { RuleState, RuleStateList } from '@assay/contract/api/rule-state'
import { RuleTry } from '@assay/contract/api/rule-try'
import { AssayError } from '@assay/contract/error'
import { listCustomEvaluators } from '@assay/store/postgres/custom-evaluator/list'
import { findJudge } from '@assay/store/postgres/judge/find'
import { createRule } from '@assay/store/postgres/rule/create'
import { deleteRule } from '@assay/store/postgres/rule/delete'
import { findRule } from '@assay/store/postgres/rule/find'
import { listRuleVersions } from '@assay/store/postgres/rule/list-versions'
import { listRules } from '@assay/store/postgres/rule/list'
import { updateRule } from '@assay/store/postgres/rule/update'
import { endpoint } from '../endpoint.ts'
import { listEvaluators } from '../rules/list-evaluators.ts'
import { requireEvaluators } from '../rules/require-evaluators.ts'
import { ruleStates } from '../rules/state/rule-states.ts'
import { tryRule } from '../rules/try-rule.ts'
import { InProject, OneRule } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Rules'

export const RULE_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/evaluators',
    tag: TAG,
    summary: 'List the evaluators that rules can name, with what they need and their parameters',
    access: 'rules:read',
    params: InProject,
    answer: EvaluatorList,
    answerName: 'EvaluatorList',
    handle: async ({ deps, params }) => ({
      evaluators: listEvaluators(await listCustomEvaluators(deps.pool, params.projectId)),
    }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/rules',
    tag: TAG,
    summary: 'List the rules that say what is scored, those that are off too',
    access: 'rules:read',
    params: InProject,
    answer: RuleList,
    answerName: 'RuleList',
    handle: async ({ deps, params }) => ({ rules: await listRules(deps.pool, params.projectId) }),
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/rules',
    tag: TAG,
    summary: 'Add a rule; it scores what arrives from then on',
    access: 'rules:write',
    params: InProject,
    body: RuleDraft,
    status: 201,
    answer: Rule,
    answerName: 'Rule',
    async handle({ deps, params, body, change }) {
      requireEvaluators(body, await listCustomEvaluators(deps.pool, params.projectId))
      return createRule(deps.pool, change(), { ...params, draft: body })
    },
  }),
  endpoint({
    method: 'post',
    path: '/projects/{projectId}/rules/try',
    tag: TAG,
    summary: 'Try a rule on the last 50 samples that it matches, before it is saved',
    description:
      'Answers what the free tier says of each sample, how many targets match a day, and what a judge would cost. Nothing is stored ' +
      'and no judge is asked.',
    access: 'rules:write',
    params: InProject,
    body: RuleDraft,
    answer: RuleTry,
    answerName: 'RuleTry',
    async handle(input) {
      const { deps, params, body } = input
      const own = await listCustomEvaluators(deps.pool, params.projectId)
      requireEvaluators(body, own)
      const judge = body.judgeId && (await findJudge(deps.pool, { ...params, judgeId: body.judgeId }))
      if (body.judgeId !== null && !judge)
        throw new AssayError('invalid', 'The project has no such judge. Choose one of its judges, or none.')
      return tryRule(scopeOf(input), body, {
        judge: judge || null,
        own,
        nowMs: deps.now().getTime(),
        clock: deps.clock,
      })
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/rules/{ruleId}',
    tag: TAG,
    summary: 'One rule as it stands now',
    access: 'rules:read',
    params: OneRule,
    answer: Rule,
    answerName: 'Rule',
    async handle({ deps, params }) {
      const rule = await findRule(deps.pool, params)
      if (!rule) throw new AssayError('not_found', 'There is no such rule.')
      return rule
    },
  }),
  endpoint({
    method: 'patch',
    path: '/projects/{projectId}/rules/{ruleId}',
    tag: TAG,
    summary: 'Change a rule: adds a version with what is given, the rest stays',
    access: 'rules:write',
    params: OneRule,
    body: RulePatch,
    answer: Rule,
    answerName: 'Rule',
    async handle({ deps, params, body, change }) {
      if (body.evaluators !== undefined || body.judgeId !== undefined) {
        const rule = await findRule(deps.pool, params)
        if (!rule) throw new AssayError('not_found', 'There is no such rule.')
        const { evaluators = rule.evaluators, judgeId = rule.judgeId } = body
        requireEvaluators({ evaluators, judgeId }, await listCustomEvaluators(deps.pool, params.projectId))
      }
      return updateRule(deps.pool, change(), { ...params, patch: body })
    },
  }),
  endpoint({
    method: 'delete',
    path: '/projects/{projectId}/rules/{ruleId}',
    tag: TAG,
    summary: 'End a rule; its versions and scores stay',
    access: 'rules:write',
    params: OneRule,
    handle: ({ deps, params, change }) => deleteRule(deps.pool, change(), params),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/rules/{ruleId}/state',
    tag: TAG,
    summary: 'What a rule did in the last 24 hours, what waits and why, and what is wrong with it',
    access: 'rules:read',
    params: OneRule,
    answer: RuleState,
    answerName: 'RuleState',
    async handle(input) {
      const { deps, params } = input
      const rule = await findRule(deps.pool, params)
      if (!rule) throw new AssayError('not_found', 'There is no such rule.')
      const { pool, logger } = deps
      const [state] = await ruleStates({ pool, logger, scope: scopeOf(input), now: deps.now() }, [rule])
      if (state === undefined) throw new Error('a rule has no state')
      return state
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/rule-states',
    tag: TAG,
    summary: 'The states of all rules of the project',
    access: 'rules:read',
    params: InProject,
    answer: RuleStateList,
    answerName: 'RuleStateList',
    async handle(input) {
      const { deps, params } = input
      const { pool, logger } = deps
      const rules = await listRules(pool, params.projectId)
      return { states: await ruleStates({ pool, logger, scope: scopeOf(input), now: deps.now() }, rules) }
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/rules/{ruleId}/versions',
    tag: TAG,
    summary: 'What a rule said over time, newest first; of deleted rules too',
    access: 'rules:read',
    params: OneRule,
    answer: RuleVersionList,
    answerName: 'RuleVersionList',
    handle: async ({ deps, params }) => ({ versions: await listRuleVersions(deps.pool, params) }),
  }),
]
