import { z } from 'zod'
import type { ClickHouse } from '../client.ts'

const SQL = `
SELECT DISTINCT project_id AS projectId FROM logs
WHERE project_id IN {projectIds:Array(String)} AND name IN {names:Array(String)}`

/** Which of these projects have logs of these names, of any time? */
export async function projectsWithLogs(
  ch: ClickHouse,
  args: { projectIds: readonly string[]; names: readonly string[] },
): Promise<Set<string>> {
  const rows = await ch.query({
    name: 'projects-with-logs',
    sql: SQL,
    params: args,
    rows: z.object({ projectId: z.string() }),
  })
  return new Set(rows.map((row) => row.projectId))
}
