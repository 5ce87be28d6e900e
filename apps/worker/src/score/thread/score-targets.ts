import type { RuleEvaluator } from '@assay/contract/api/rule'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { evaluate } from '@assay/score/evaluate'
import { findEvaluator } from '@assay/score/find-evaluator'
import { prepareSample } from '@assay/score/text/prepare-sample'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { drawnBy, rulesThatDraw } from '../due-rules.ts'
import { chooseQuestion, type Looked } from '../judge/choose-question.ts'
import { isJudged } from '../judge/is-judged.ts'
import { matchesAll } from '../matches-filter.ts'
import { createRuleCounter, type RuleCounter } from './count-rules.ts'
import { readTarget, type ReadTarget } from './read-target.ts'
import { readTraces } from './read-traces.ts'
import type { OutcomeCount, ScoreResult, ScoreTask } from './score-task.ts'
import { parametersHash, toScoreRow } from './to-score-row.ts'

/**
 * Scores targets with all that their rules name. An evaluator that throws is noted and keeps nothing else from being scored.
 *
 * @param onTarget Called before each target with its place, so that a watcher knows which one does not come to an end.
 * @param nowMs A clock that only goes forward.
 */
export function scoreTargets(
  task: ScoreTask,
  onTarget: (place: number) => void,
  nowMs: () => number,
): ScoreResult {
  const out = new RowWriter()
  const result: ScoreResult = {
    payload: out.take(),
    rows: 0,
    dead: [],
    outcomes: [],
    counts: [],
    questions: [],
    seen: new Map(),
  }
  const outcomes = new Map<string, OutcomeCount>()
  const count = (evaluator: string, outcome: OutcomeCount['outcome'], reason = '') => {
    const key = `${evaluator}\n${outcome}\n${reason}`
    const known = outcomes.get(key)
    if (known === undefined) outcomes.set(key, { evaluator, outcome, reason, times: 1 })
    else known.times++
  }
  const rules = createRuleCounter()
  const traces = readTraces(task.contents)
  for (const [place, target] of task.targets.entries()) {
    onTarget(place)
    const bury = (stage: 'read' | 'evaluate', evaluator: string, error: unknown) =>
      result.dead.push({ stage, target, evaluator, error: String(error), attempts: 1 })
    let read: ReadTarget | null
    try {
      read = readTarget(target, traces, task)
    } catch (error) {
      bury('read', '', error)
      continue
    }
    if (read === null) continue
    const prepared = prepareSample(read.sample)
    for (const { evaluator, rule, judging } of chosenEvaluators(task, target, read, rules)) {
      const scorer = findEvaluator(evaluator.name, rule.own)
      if (scorer === null) {
        count(evaluator.name, 'failed', 'unknown_evaluator')
        rules.add(rule.id, 'failed', evaluator.name, 'unknown_evaluator')
        continue
      }
      const mark = out.length
      try {
        const begun = nowMs()
        const evaluation = evaluate(scorer, prepared, evaluator.parameters)
        if (judging !== null)
          askJudge(task, result, {
            target,
            sessionId: read.sessionId,
            ...judging,
            scorer,
            evaluation,
          })
        if (evaluation.kind === 'not_applicable') {
          if (evaluation.reason === 'judge_only' && judging !== null) continue
          count(evaluator.name, 'not_applicable', evaluation.reason)
          rules.add(rule.id, 'not_applicable', evaluator.name, evaluation.reason)
          continue
        }
        const { version } = scorer
        const { projectId, earlier } = task
        const made = { projectId, target, read, rule, evaluator, version, evaluation, earlier }
        encodeScoreRow(out, toScoreRow({ ...made, durationMs: nowMs() - begun }), task.version)
        result.rows++
        count(evaluator.name, 'scored')
        rules.add(rule.id, 'scored', evaluator.name)
      } catch (error) {
        out.truncate(mark)
        count(evaluator.name, 'failed', 'error')
        rules.add(rule.id, 'failed', evaluator.name, 'error')
        bury('evaluate', evaluator.name, error)
      }
    }
  }
  for (const { ruleId, evaluator } of result.questions) rules.add(ruleId, 'asked', evaluator.name)
  return { ...result, payload: out.take(), outcomes: [...outcomes.values()], counts: rules.counts() }
}

function askJudge(
  { projectId, plans }: ScoreTask,
  { questions, seen }: ScoreResult,
  looked: Omit<Looked, 'projectId'>,
): void {
  const { rule, scorer } = looked
  const plan = plans.get(rule.id)
  if (plan === undefined || !isJudged(scorer)) return
  const strata = seen.get(rule.id) ?? {}
  seen.set(rule.id, strata)
  const question = chooseQuestion({ ...looked, projectId }, plan, strata)
  if (question !== null) questions.push(question)
}

interface Chosen {
  evaluator: RuleEvaluator
  rule: ActiveRule
  /** The rule whose judge may be asked, and when, as it says; null where none has one. */
  judging: { rule: ActiveRule; evaluator: RuleEvaluator } | null
}

/**
 * The evaluators that the rules of a target name, each with the same parameters once: of several rules the one that draws most stands for
 * it, since a target is scored when any of them draws it. The same holds among the rules that have a judge.
 */
function chosenEvaluators(
  { rules, projectId }: ScoreTask,
  target: ScoringTarget,
  { fields }: ReadTarget,
  counter: RuleCounter,
): Chosen[] {
  const chosen = new Map<string, Chosen>()
  for (const rule of rulesThatDraw(rules, target.target, projectId, drawnBy(target))) {
    if (!matchesAll(rule.filter, fields)) continue
    counter.add(rule.id, 'sampled')
    for (const evaluator of rule.evaluators) {
      const key = `${evaluator.name}\n${parametersHash(evaluator)}`
      const known = chosen.get(key) ?? { evaluator, rule, judging: null }
      const isAsking = rule.judgeId !== null && moreOf(known.judging?.rule ?? null, rule) === rule
      const judging = isAsking ? { rule, evaluator } : known.judging
      const standing = moreOf(known.rule, rule)
      if (known.rule !== rule)
        counter.add((standing === rule ? known.rule : rule).id, 'covered', evaluator.name)
      chosen.set(key, { evaluator, rule: standing, judging })
    }
  }
  return [...chosen.values()]
}

const moreOf = (known: ActiveRule | null, rule: ActiveRule) =>
  known === null || known.sampling.rate < rule.sampling.rate ? rule : known
