import type { Family } from './family.ts'

/** The metrics without the series of projects but one; null leaves none of them. */
export function onlyProject(families: readonly Family[], projectId: string | null): Family[] {
  const isMine = ({ labels }: { labels: Family['points'][number]['labels'] }) =>
    labels['project'] === undefined || labels['project'] === projectId
  return families.map((family): Family => {
    if (family.type === 'histogram') return { ...family, points: family.points.filter(isMine) }
    return { ...family, points: family.points.filter(isMine) }
  })
}
