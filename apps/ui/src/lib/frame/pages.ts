import type { IconName } from '#lib/components/icons.ts'

interface RailPage {
  readonly segment: string
  readonly label: string
  readonly icon: IconName
}

/** The pages of a project, in the order of the rail. */
export const PAGES = [
  { segment: 'traces', label: 'Traces', icon: 'traces' },
  { segment: 'sessions', label: 'Sessions', icon: 'sessions' },
  { segment: 'users', label: 'Users', icon: 'users' },
  { segment: 'quality', label: 'Quality', icon: 'quality' },
  { segment: 'rules', label: 'Rules', icon: 'rules' },
  { segment: 'settings', label: 'Settings', icon: 'settings' },
] as const satisfies readonly RailPage[]
export type PageSegment = (typeof PAGES)[number]['segment']

/** Path of a project's page. */
export const projectPath = (projectId: string, segment: PageSegment): string =>
  `/p/${encodeURIComponent(projectId)}/${segment}`

/** Path of a trace. */
export const tracePath = (projectId: string, traceId: string): string =>
  `${projectPath(projectId, 'traces')}/${encodeURIComponent(traceId)}`
