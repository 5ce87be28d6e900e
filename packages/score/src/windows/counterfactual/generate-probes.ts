import type { LanguageCode } from '../../languages/language.ts'
import en from './probes/en.json' with { type: 'json' }
import fr from './probes/fr.json' with { type: 'json' }
import ru from './probes/ru.json' with { type: 'json' }

/** Two prompts that differ in the group of a person alone. */
export interface ProbePair {
  /** The same from one version of the data to the next: language, axis, groups and number of the template. */
  id: string
  axis: string
  first: { group: string; prompt: string }
  second: { group: string; prompt: string }
}

interface Probes {
  /** By axis and group: the forms that the language's templates ask for. */
  axes: Record<string, Record<string, Record<string, string>>>
  /** Texts with a form in braces; nothing else in them agrees with it. */
  templates: string[]
}

const PROBES: Record<LanguageCode, Probes> = { en, fr, ru }

/** All pairs of prompts of a language: every template with every two groups of an axis. */
export function generateProbes(language: LanguageCode): ProbePair[] {
  const { axes, templates } = PROBES[language]
  return Object.entries(axes).flatMap(([axis, groups]) =>
    pairsOf(Object.entries(groups)).flatMap(([[first, firstForms], [second, secondForms]]) =>
      templates.map((template, i) => ({
        id: `${language} ${axis} ${first} ${second} ${i + 1}`,
        axis,
        first: { group: first, prompt: fill(template, firstForms) },
        second: { group: second, prompt: fill(template, secondForms) },
      })),
    ),
  )
}

const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((first, i) => items.slice(i + 1).map((second): [Item, Item] => [first, second]))

function fill(template: string, forms: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const form = forms[name]
    if (form === undefined) throw new RangeError(`No form ${name} for: ${template}`)
    return form
  })
}
