import type { Judge } from '@assay/contract/api/judge'
import type { Rule, RuleDraft } from '@assay/contract/api/rule'
import type { RuleTry } from '@assay/contract/api/rule-try'
import { callApi } from '#lib/api.ts'
import { Task } from '#lib/settings/task.svelte.ts'

/** What a new rule starts as. */
const NEW_RULE: RuleDraft = {
  name: '',
  isOn: true,
  target: 'span',
  filter: { kind: ['llm'] },
  evaluators: [],
  sampling: { rate: 1, uniformShare: 0.15 },
  judgeId: null,
  budget: { callsPerDay: 1_000, usdPerDay: null },
  priority: 50,
}
/** What a new rule may spend where its judge has a price; without one a limit of money lets no call out. */
const FIRST_USD_PER_DAY = 1

/** An evaluator as it is edited: its parameters are text until they are read. */
export interface EditedEvaluator {
  name: string
  text: string
  /** As in a rule; null: as it is by default. */
  askJudgeBelow: number | null
  askPersonBelow: number | null
}

/** A rule being made or changed, and its trial. */
export class RuleEdit {
  draft = $state<Omit<RuleDraft, 'evaluators'>>(structuredClone(NEW_RULE))
  evaluators = $state<EditedEvaluator[]>([])
  readonly trying = new Task(() => this.rule)
  readonly saving = new Task(() => this.rule)
  readonly #isNew: boolean
  /** The last trial, and the draft that it tried. */
  result = $state.raw<RuleTry | null>(null)
  #tried = $state.raw<string | null>(null)

  constructor(rule: RuleDraft | null) {
    this.#isNew = rule === null
    if (rule !== null) this.set(rule)
  }

  /** Takes over all of a rule. */
  set(rule: RuleDraft): void {
    const { name, isOn, target, filter, sampling, judgeId, budget, priority } = rule
    this.draft = structuredClone({ name, isOn, target, filter, sampling, judgeId, budget, priority })
    this.evaluators = rule.evaluators.map((one) => ({
      name: one.name,
      text: Object.keys(one.parameters).length === 0 ? '' : JSON.stringify(one.parameters, null, 2),
      askJudgeBelow: one.askJudgeBelow ?? null,
      askPersonBelow: one.askPersonBelow ?? null,
    }))
  }

  /** Chooses who judges; of a new rule, what that may spend too. */
  chooseJudge(judge: Pick<Judge, 'id' | 'price'> | null): void {
    this.draft.judgeId = judge?.id ?? null
    const { budget } = this.draft
    if (this.#isNew && (budget.usdPerDay === null || budget.usdPerDay === FIRST_USD_PER_DAY))
      budget.usdPerDay = judge?.price ? FIRST_USD_PER_DAY : null
  }

  /** What is wrong with the parameters of an evaluator; null where nothing is. */
  faultOf({ text }: EditedEvaluator): string | null {
    return readParameters(text) === null ? 'This is no JSON object, such as {"least": 10}' : null
  }

  /** The rule as it stands; null while parameters cannot be read. */
  get rule(): RuleDraft | null {
    const evaluators: RuleDraft['evaluators'] = []
    for (const { name, text, askJudgeBelow, askPersonBelow } of this.evaluators) {
      const parameters = readParameters(text)
      if (parameters === null) return null
      evaluators.push({
        name,
        parameters,
        ...(askJudgeBelow !== null && { askJudgeBelow }),
        ...(askPersonBelow !== null && { askPersonBelow }),
      })
    }
    return { ...$state.snapshot(this.draft), evaluators }
  }

  get isComplete(): boolean {
    return this.rule !== null && this.evaluators.length > 0 && this.draft.name.trim() !== ''
  }

  /** True when the rule as it stands was tried. */
  get isTried(): boolean {
    return this.#tried !== null && this.#tried === keyOf(this.rule)
  }

  async try(project: string): Promise<void> {
    const { rule } = this
    if (rule === null) return
    await this.trying.run(async () => {
      this.result = await callApi<RuleTry>(fetch, `${project}/rules/try`, { method: 'POST', body: rule })
    })
    // A trial that could not be made must not keep anybody from saving; a rule that was refused would be refused again.
    if (this.trying.problem?.code !== 'invalid') this.#tried = keyOf(rule)
  }

  /** Saves it as a new rule, or as the next version of one. Answers it; null where that failed. */
  async save(project: string, before: Rule | null): Promise<Rule | null> {
    const { rule } = this
    if (rule === null) return null
    let saved: Rule | null = null
    await this.saving.run(async () => {
      saved =
        before === null
          ? await callApi<Rule>(fetch, `${project}/rules`, { method: 'POST', body: rule })
          : await callApi<Rule>(fetch, `${project}/rules/${encodeURIComponent(before.id)}`, {
              method: 'PATCH',
              body: { ...rule, version: before.version },
            })
    })
    return saved
  }
}

/** What a trial depends on: not the name, which scores nothing. */
const keyOf = (rule: RuleDraft | null): string | null =>
  rule === null ? null : JSON.stringify({ ...rule, name: '', isOn: true, priority: 0 })

function readParameters(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
