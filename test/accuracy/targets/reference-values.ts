import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CaseResult, parseReference } from '../../../packages/stats/test/reference/case-result.ts'
import { checkEvidentlyCases } from '../../../packages/stats/test/reference/evidently-cases.ts'
import { checkKrippendorffCases } from '../../../packages/stats/test/reference/krippendorff-cases.ts'
import { checkNannyCases } from '../../../packages/stats/test/reference/nannyml-cases.ts'
import { checkPpiCases } from '../../../packages/stats/test/reference/ppi-cases.ts'
import { checkScipyCases } from '../../../packages/stats/test/reference/scipy-cases.ts'
import { figure, type Section } from '../report/figure.ts'

const check =
  <File>(cases: (file: File) => CaseResult[]) =>
  (text: string) =>
    cases(parseReference<File>(text))

const FILES: Record<string, { of: string; run: (text: string) => CaseResult[] }> = {
  'scipy_cases.json': { of: 'SciPy', run: check(checkScipyCases) },
  'krippendorff.json': {
    of: "Krippendorff's alpha, published and generated",
    run: check(checkKrippendorffCases),
  },
  'ppi.json': { of: 'PPI++ means, both conventions', run: check(checkPpiCases) },
  'evidently.json': { of: "Evidently's own tests", run: check(checkEvidentlyCases) },
  'nannyml.json': { of: "NannyML's own tests", run: check(checkNannyCases) },
}

/** True where a folder has any file of reference values. */
export function hasReferenceValues(root: string): boolean {
  return Object.keys(FILES).some((file) => existsSync(join(root, 'stats', file)))
}

/** T7: how many reference values of other packages ours meet, of the files in `<root>/stats`. */
export function referenceValues(root: string, note: (sentence: string) => void): Section {
  const figures = Object.entries(FILES).flatMap(([file, { of, run }]) => {
    const path = join(root, 'stats', file)
    if (!existsSync(path)) {
      note(`stats/${file}: not in this folder.`)
      return []
    }
    const results = run(readFileSync(path, 'utf8'))
    const missed = results.filter(({ faults }) => faults.length > 0)
    for (const { id, test, faults } of missed) note(`${file} ${id} (${test}): ${faults[0]}`)
    const value = (results.length - missed.length) / results.length
    return figure({
      target: 'T7',
      name: `reference_values_${file.replace('.json', '')}`,
      what: `reference values of ${of}: cases within their tolerance`,
      value,
      unit: 'share',
      items: results.length,
      goal: { least: 1 },
      comparator: 'no package on npm has them all',
    })
  })
  return {
    title: 'Statistics against reference values',
    about:
      'A case is met when every number of it is within 1e-9 of the reference, relative, or within the tolerance that the case names.',
    figures,
  }
}
