import type {
  CustomEvaluator,
  CustomEvaluatorDraft,
  CustomEvaluatorTry,
  JudgePart,
} from '@assay/contract/api/custom-evaluator'
import type { RuleTarget } from '@assay/contract/api/rule'
import { callApi } from '#lib/api.ts'
import { Task } from '#lib/settings/task.svelte.ts'

/** What a new evaluator starts as. */
const NEW_EVALUATOR: CustomEvaluatorDraft = {
  name: '',
  title: '',
  question: '',
  rubric: '',
  steps: [''],
  grades: [
    { label: '', meaning: '' },
    { label: '', meaning: '' },
  ],
  shows: ['question', 'answer'],
  quotesFrom: [],
}

/** An evaluator being written or changed, and what a judge says by it. */
export class EvaluatorEdit {
  draft = $state<CustomEvaluatorDraft>(structuredClone(NEW_EVALUATOR))
  /** What it is tried on. */
  judgeId = $state<string | null>(null)
  target = $state<RuleTarget>('trace')
  samples = $state<number | null>(3)
  readonly trying = new Task(() => ({ evaluator: this.draft, samples: this.samples }))
  readonly saving = new Task(() => this.draft)
  readonly removing = new Task()
  /** The last trial, and the draft that it tried. */
  result = $state.raw<CustomEvaluatorTry | null>(null)
  #tried = $state.raw<string | null>(null)

  constructor(evaluator: CustomEvaluator | null) {
    if (evaluator === null) return
    const { name, title, question, rubric, steps, grades, shows, quotesFrom } = evaluator
    this.draft = structuredClone({ name, title, question, rubric, steps, grades, shows, quotesFrom })
  }

  /** Shows a part to the judge, or hides it; what is hidden cannot be quoted. */
  show(part: JudgePart, isShown: boolean): void {
    const { shows, quotesFrom } = this.draft
    this.draft.shows = isShown ? [...shows, part] : shows.filter((one) => one !== part)
    if (!isShown) this.draft.quotesFrom = quotesFrom.filter((one) => one !== part)
  }

  quote(part: JudgePart, isQuoted: boolean): void {
    const { quotesFrom } = this.draft
    this.draft.quotesFrom = isQuoted ? [...quotesFrom, part] : quotesFrom.filter((one) => one !== part)
  }

  get isComplete(): boolean {
    const { name, title, question, rubric, steps, grades, shows } = this.draft
    const texts = [
      name,
      title,
      question,
      rubric,
      ...steps,
      ...grades.flatMap((one) => [one.label, one.meaning]),
    ]
    return texts.every((text) => text.trim() !== '') && shows.length > 0
  }

  /** True while the result is about the draft as it stands. */
  get isTried(): boolean {
    return this.#tried === JSON.stringify(this.draft)
  }

  /** What is wrong with a field, of the last try or save. */
  faultOf(path: string): string | undefined {
    return this.saving.faultOf(path) ?? this.trying.faultOf(`evaluator.${path}`)
  }

  async try(project: string): Promise<void> {
    const { judgeId, target } = this
    if (judgeId === null) return
    const evaluator = $state.snapshot(this.draft)
    await this.trying.run(async () => {
      const body = { evaluator, judgeId, target, samples: this.samples ?? 3 }
      this.result = await callApi(fetch, `${project}/custom-evaluators/try`, { method: 'POST', body })
      this.#tried = JSON.stringify(evaluator)
    })
  }

  /** Saves it, or the next version of one; true when that succeeded. */
  save(project: string, before: CustomEvaluator | null): Promise<boolean> {
    const { name, ...definition } = $state.snapshot(this.draft)
    const path = `${project}/custom-evaluators`
    return this.saving.run(() =>
      before === null
        ? callApi(fetch, path, { method: 'POST', body: { name, ...definition } })
        : callApi(fetch, `${path}/${encodeURIComponent(before.name)}`, {
            method: 'PATCH',
            body: { ...definition, version: before.version },
          }),
    )
  }

  /** Ends it; true when that succeeded. */
  remove(project: string, name: string): Promise<boolean> {
    const path = `${project}/custom-evaluators/${encodeURIComponent(name)}`
    return this.removing.run(() => callApi(fetch, path, { method: 'DELETE' }))
  }
}
