import type { ProbeAxis } from '@assay/contract/api/bias-probe'

/** Groups as people write them: `attribute / group: term, term`, one a line. */
export const writeAxes = (axes: readonly ProbeAxis[]): string =>
  axes
    .flatMap(({ name, groups }) =>
      groups.map((group) => `${name} / ${group.name}: ${group.terms.join(', ')}`),
    )
    .join('\n')

/** Reads such lines; what a line lacks is left empty, so that the server says what is missing. */
export function readAxes(text: string): ProbeAxis[] {
  const axes = new Map<string, ProbeAxis>()
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const [head = '', ...rest] = line.split(':')
    const [axis = '', ...group] = head.split('/')
    const name = axis.trim()
    const found = axes.get(name) ?? { name, groups: [] }
    axes.set(name, found)
    const terms = rest
      .join(':')
      .split(',')
      .map((term) => term.trim())
      .filter((term) => term !== '')
    found.groups.push({ name: group.join('/').trim(), terms })
  }
  return [...axes.values()]
}
