import type { SampleEvaluator } from '@assay/score/evaluator'
import { type DataSet, setsOf } from '../data/read-sets.ts'
import { measureByDocument } from '../measure/by-document.ts'
import { evaluatorNamed, runEvaluator, unscoredText, valueOf } from '../measure/run-evaluator.ts'
import { areaOf, f1Of, kappaOf } from '../measure/statistics.ts'
import { figure, type Figure, type Section } from '../report/figure.ts'

/** Texts with one yes-or-no label that one evaluator is asked about. */
interface Question {
  name: string
  evaluator: 'injection' | 'jailbreak' | 'toxicity'
  texts: string[]
  truth: boolean[]
  documents: string[]
}

const GOALS = {
  injection: { target: null, least: null, known: null },
  jailbreak: { target: 'T5', least: 0.65, known: 'ToxicChat: GPT-4o 0.235' },
  toxicity: { target: 'T5', least: 0.55, known: 'ToxicChat: Llama-3.1-8B 0.547, GPT-4o 0.74' },
} as const

/** T5: injections, jailbreaks and toxicity, by kappa with people. */
export function moderation(sets: readonly DataSet[]): Section {
  return {
    title: 'Injection, jailbreak and toxicity',
    about:
      "Of what users send. Cohen's kappa of the label as it ships, F1 of the positive class, and AUROC of the value, which needs no threshold.",
    figures: [...flaggedQuestions(sets), ...moderationQuestions(sets)].flatMap(questionFigures),
  }
}

/** Which evaluator a set of flagged texts is for: by its name, else by its folder. */
function evaluatorFor(name: string, folder: string): Question['evaluator'] {
  for (const text of [name.toLowerCase(), folder.toLowerCase()]) {
    if (text.includes('jailbreak')) return 'jailbreak'
    if (text.includes('tox')) return 'toxicity'
    if (text.includes('inject')) return 'injection'
  }
  return 'injection'
}

function flaggedQuestions(sets: readonly DataSet[]): Question[] {
  return setsOf(sets, 'flagged').map(({ name, folder, rows }) => ({
    name,
    evaluator: evaluatorFor(name, folder),
    texts: rows.map(({ text }) => text),
    truth: rows.map(({ label }) => label === 1),
    documents: rows.map(({ doc_id }, row) => doc_id ?? `row ${row}`),
  }))
}

function moderationQuestions(sets: readonly DataSet[]): Question[] {
  return setsOf(sets, 'moderation').flatMap(({ name, rows }) =>
    (
      [
        ['jailbreaking', 'jailbreak'],
        ['toxicity', 'toxicity'],
      ] as const
    ).flatMap(([field, evaluator]): Question[] => {
      const known = rows.filter((row) => row[field] !== undefined)
      if (known.length === 0) return []
      return [
        {
          name,
          evaluator,
          texts: known.map((row) => row.user_input),
          truth: known.map((row) => row[field] === 1),
          documents: known.map(({ doc_id }, row) => doc_id ?? `row ${row}`),
        },
      ]
    }),
  )
}

/** A jailbreak is what the evaluator of injections finds too, where no other evaluator looks for it. */
function evaluatorOf(name: Question['evaluator']): SampleEvaluator | null {
  return evaluatorNamed(name) ?? (name === 'jailbreak' ? evaluatorNamed('injection') : null)
}

function questionFigures({ name, evaluator: asked, texts, truth, documents }: Question): Figure[] {
  const evaluator = evaluatorOf(asked)
  if (evaluator === null) return []
  const field = evaluator.needs.includes('answer') ? 'answer' : 'question'
  const evaluations = texts.map((text) => runEvaluator(evaluator, { [field]: text }))
  const good = evaluator.labels[0]
  const found = evaluations.map((item) => item.kind === 'scored' && item.label !== good)
  const scores = evaluations.map((item) => valueOf(item, evaluator))
  const { target, least, known } = GOALS[asked]
  const id = `${asked}_${name}`
  return [
    figure({
      name: `${id}_kappa`,
      what: `${asked} on ${name}${unscoredText(evaluations)}`,
      unit: 'kappa',
      ...measureByDocument(documents, kappaOf(truth, found), id),
      target,
      goal: least === null ? null : { least },
      comparator: known,
    }),
    figure({
      name: `${id}_f1`,
      what: `${asked} on ${name}`,
      unit: 'F1',
      ...measureByDocument(documents, f1Of(truth, found), id),
    }),
    figure({
      name: `${id}_auroc`,
      what: `${asked} on ${name}`,
      unit: 'AUROC',
      ...measureByDocument(documents, areaOf(scores, truth), id),
    }),
  ]
}
