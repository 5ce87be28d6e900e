import type { ScoringTarget } from '@assay/contract/scoring-target'
import { uniformNumber } from '@assay/sample/uniform-number'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { rowViews, type RowView } from '@assay/store/clickhouse/row-views'
import type { OpenTarget } from '@assay/store/postgres/scoring/note-work'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { breathing } from './breathing.ts'
import { rulesAtShare } from './due-rules.ts'
import { matchesFilter, type FilterFields } from './matches-filter.ts'
import { isOwnSpan } from './own-spans.ts'
import type { Pace } from './pace/pace-cache.ts'

/** What of a segment is to be scored: spans now, traces and sessions when they have settled. */
export interface Candidates {
  /** By project. */
  spans: Map<string, ScoringTarget[]>
  open: OpenTarget[]
}

/** What is the same for all rows of a segment that come from one project. */
interface OfProject {
  projectId: string
  share: number
  /** At that share. */
  spanRules: ActiveRule[]
  /** What is drawn below, by kind of target: the highest rate. */
  below: Record<ActiveRule['target'], number>
  spans: ScoringTarget[]
}

/**
 * Finds in the rows of a segment what rules ask for, without reading anything else. A rule draws a span, trace or session by the same
 * hash as when it is scored (`rulesThatDraw`).
 *
 * @param rules By project, those that are on.
 */
export async function findCandidates(
  parts: readonly SegmentPart[],
  rules: ReadonlyMap<string, readonly ActiveRule[]>,
  pace: Pace,
): Promise<Candidates> {
  const projects = new Map([...rules].map(([id, own]) => [id, ofProject(id, own, pace)]))
  const open = new Map<string, OpenTarget>()
  const drawn = new Map<string, number>()
  const placeOf = ({ projectId }: OfProject, id: string) => {
    const key = projectId + id
    const known = drawn.get(key) ?? uniformNumber(id, projectId)
    drawn.set(key, known)
    return known
  }
  const isAsked = [...projects.values()].some(({ below }) => Object.values(below).some((share) => share > 0))
  for (const part of isAsked ? parts : []) {
    if (part.table !== 'spans') continue
    for await (const row of breathing(rowViews(part))) {
      const own = projects.get(row.text('project_id'))
      if (own === undefined || isOwnSpan({ service: row.text('service') })) continue
      const traceId = row.hex('trace_id')
      const place = placeOf(own, traceId)
      if (place < own.below.span && isAskedFor(own, row, place))
        own.spans.push({ target: 'span', traceId, spanId: row.hex('span_id') })
      const openUp = (target: OpenTarget['target'], id: string) =>
        open.set(`${target}${own.projectId}\n${id}`, {
          projectId: own.projectId,
          target,
          id,
          share: own.share,
        })
      if (place < own.below.trace) openUp('trace', traceId)
      if (own.below.session === 0) continue
      const sessionId = row.text('session_id')
      // Postgres takes no NUL, and one session may not keep a segment from being loaded.
      if (sessionId === '' || sessionId.includes('\0')) continue
      if (placeOf(own, sessionId) < own.below.session) openUp('session', sessionId)
    }
  }
  const all = [...projects.values()]
  return {
    spans: new Map(all.flatMap((own) => (own.spans.length > 0 ? [[own.projectId, own.spans]] : []))),
    open: [...open.values()],
  }
}

function ofProject(projectId: string, rules: readonly ActiveRule[], pace: Pace): OfProject {
  const share = pace.shareOf(projectId)
  const drawing = rulesAtShare(rules, share)
  const of = (target: ActiveRule['target']) => drawing.filter((rule) => rule.target === target)
  const below = (target: ActiveRule['target'], isTaken: boolean) =>
    isTaken ? Math.max(0, ...of(target).map(({ sampling }) => sampling.rate)) : 0
  const { takesSpans, takesOpen } = pace
  return {
    projectId,
    share,
    spanRules: of('span'),
    below: {
      span: below('span', takesSpans),
      trace: below('trace', takesOpen),
      session: below('session', takesOpen),
    },
    spans: [],
  }
}

function isAskedFor({ spanRules }: OfProject, row: RowView, place: number): boolean {
  const fields = fieldsOf(row)
  return spanRules.some(({ sampling, filter }) => place < sampling.rate && matchesFilter(filter, fields))
}

function fieldsOf(row: RowView): FilterFields {
  return {
    name: row.text('name'),
    kind: row.text('kind'),
    model: row.text('model'),
    provider: row.text('provider'),
    service: row.text('service'),
    environment: row.text('environment'),
    user: row.text('user_id'),
    session: row.text('session_id'),
    tags: row.texts('tags'),
    tools: row.texts('tool_names'),
    prompt: row.text('prompt_name'),
    errorType: row.text('error_type'),
    isError: row.flag('is_error'),
  }
}
