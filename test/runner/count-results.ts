/** The part of vitest's JSON report that the count needs. */
export interface JsonReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Counts tests; a file that failed before or beside its tests counts as one failure more. */
export function countResults(report: JsonReport): Counts {
  const brokenFiles = report.testResults.filter((file) => {
    return file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed')
  })
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Whether these arguments of vitest run tests that need the built UI: all projects, or e2e by name. */
export const needsUi = (args: readonly string[]): boolean => runsOtherThan(args, ['unit', 'house', 'int'])

/** Whether they run tests that open stores. */
export const needsStores = (args: readonly string[]): boolean => runsOtherThan(args, ['unit', 'house'])

function runsOtherThan(args: readonly string[], some: readonly string[]): boolean {
  const projects = args.flatMap((arg, index) => {
    if (arg === '--project') return [args[index + 1] ?? '']
    return arg.startsWith('--project=') ? [arg.slice('--project='.length)] : []
  })
  return projects.length === 0 || projects.some((name) => !some.includes(name))
}
