import { posix } from 'node:path'

/** Where the evaluators stand, one folder each. */
export const EVALUATORS_FOLDER = 'packages/score/src/evaluators'
export const REGISTRY = 'packages/score/src/registry.ts'

/** What every evaluator brings along: code, the text that judge and annotator see, labelled samples, tests. */
const PARTS = ['evaluator.ts', 'rubric.md', 'golden.jsonl', 'evaluator.test.ts']
const LEAST_GOLDEN = 12
/** A text by which two people should label alike is not shorter. */
const LEAST_RUBRIC = 400

/** What an evaluator's folder lacks. `files` are paths in it; `read` gives the text of one, `registry` the registry's. */
export function findEvaluatorFaults(
  folder: string,
  files: readonly string[],
  read: (file: string) => string,
  registry: string,
): string[] {
  const name = posix.basename(folder)
  const missing = PARTS.filter((part) => !files.includes(part)).map((part) => `${name} has no ${part}`)
  const faults = registry.includes(`./evaluators/${name}/evaluator.ts'`)
    ? missing
    : [...missing, `${name} is not in ${REGISTRY}`]
  if (files.includes('golden.jsonl')) faults.push(...goldenFaults(name, read('golden.jsonl')))
  if (files.includes('rubric.md') && read('rubric.md').trim().length < LEAST_RUBRIC)
    faults.push(`${name}: its rubric is too short to label by`)
  return faults
}

function goldenFaults(name: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const broken = lines.findIndex((line) => !isObject(line))
  if (broken >= 0) return [`${name}: line ${broken + 1} of golden.jsonl is no JSON object`]
  if (new Set(lines).size < lines.length) return [`${name}: a golden sample stands there twice`]
  return lines.length >= LEAST_GOLDEN
    ? []
    : [`${name} has ${lines.length} golden samples, ${LEAST_GOLDEN} at least are due`]
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
