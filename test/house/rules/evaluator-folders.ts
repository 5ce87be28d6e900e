/** Where evaluators stand, one folder each: of single samples, and of windows of many. */
export const EVALUATOR_FOLDERS = ['packages/score/src/evaluators', 'packages/score/src/windows']
export const REGISTRY = 'packages/score/src/registry.ts'

/** What every evaluator brings along: code, the text that judge and annotator see, labelled samples, tests. */
const PARTS = ['evaluator.ts', 'rubric.md', 'golden.jsonl', 'evaluator.test.ts']
const LEAST_GOLDEN = 12
/** A text by which two people should label alike is not shorter. */
const LEAST_RUBRIC = 400

/**
 * What the folder of the evaluator `name` lacks. `files` are paths in it; `read` gives the text of one, `registry` is that of the
 * registry.
 */
export function findEvaluatorFaults(
  name: string,
  files: readonly string[],
  read: (file: string) => string,
  registry: string,
): string[] {
  const faults = PARTS.filter((part) => !files.includes(part)).map((part) => `${name} has no ${part}`)
  if (!registry.includes(`/${name}/evaluator.ts'`)) faults.push(`${name} is not in ${REGISTRY}`)
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
