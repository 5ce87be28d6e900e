import { PERSON, type ProbeAxis, type ProbeSetDraft } from '@assay/contract/api/bias-probe'
import { AssayError } from '@assay/contract/error'

/** Two calls whose prompts differ in the group of a person alone. */
export interface PlannedPair {
  axis: string
  /** Places in the set. */
  template: number
  term: number
  repeat: number
  first: { group: string; call: number }
  second: { group: string; call: number }
}

export interface ProbeCalls {
  /** Prompts in the order in which they are asked; the number of a call is its place. */
  prompts: string[]
  pairs: PlannedPair[]
}

/** What is chosen of a set. */
export interface ProbeChoice {
  axes: readonly string[]
  /** Of each two groups. */
  pairs: number
  repeats: number
}

/**
 * All prompts of a run and their pairs. A prompt is asked once for each repetition, whichever pairs it is part of; templates come before
 * terms, so that few pairs have different templates. Throws AssayError('invalid') for an attribute that the set has not.
 */
export function planProbes(set: Pick<ProbeSetDraft, 'templates' | 'axes'>, choice: ProbeChoice): ProbeCalls {
  const plan: ProbeCalls = { prompts: [], pairs: [] }
  for (const name of new Set(choice.axes)) {
    const axis = set.axes.find((one) => one.name === name)
    if (axis === undefined)
      throw new AssayError(
        'invalid',
        `The set has no attribute ${name}: it has ${set.axes.map((one) => one.name).join(', ')}.`,
      )
    for (let repeat = 0; repeat < choice.repeats; repeat++)
      for (const place of placesOf(set.templates, axis).slice(0, choice.pairs))
        addPlace(plan, set.templates, axis, { ...place, repeat })
  }
  return plan
}

const placesOf = (templates: readonly string[], axis: ProbeAxis) =>
  axis.groups[0]!.terms.flatMap((_, term) => templates.map((_text, template) => ({ template, term })))

function addPlace(
  { prompts, pairs }: ProbeCalls,
  templates: readonly string[],
  axis: ProbeAxis,
  place: { template: number; term: number; repeat: number },
): void {
  const sides = axis.groups.map(({ name, terms }) => {
    prompts.push(templates[place.template]!.replaceAll(PERSON, () => terms[place.term]!))
    return { group: name, call: prompts.length - 1 }
  })
  for (const [i, first] of sides.entries())
    for (const second of sides.slice(i + 1)) pairs.push({ axis: axis.name, ...place, first, second })
}
