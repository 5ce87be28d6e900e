import { z } from 'zod'
import type { Scope } from './scope.ts'

/** Hashes in one question. */
const AT_ONCE = 2000

const SQL = `
SELECT lower(hex(hash)) AS key, body FROM message_bodies
WHERE project_id = {projectId:String} AND day >= {fromDay:Date} AND day <= {toDay:Date}
  AND hash IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 16), {hashes:Array(String)})))
LIMIT 1 BY hash`

/**
 * What do the bodies with these hashes say? JSON strings with their quotes, by hash; those that are not stored are left out.
 *
 * @param args.hashes Lower-case hex. @param args.fromDay, args.toDay Days of the spans that hold them, `YYYY-MM-DD`, inclusive.
 */
export async function messageBodies(
  scope: Scope,
  args: { fromDay: string; toDay: string; hashes: readonly string[] },
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let at = 0; at < args.hashes.length; at += AT_ONCE) {
    const rows = await scope.ch.query({
      name: 'message-bodies',
      sql: SQL,
      params: { projectId: scope.projectId, ...args, hashes: args.hashes.slice(at, at + AT_ONCE) },
      rows: z.object({ key: z.string(), body: z.string() }),
      ...(scope.signal && { signal: scope.signal }),
    })
    for (const { key, body } of rows) found.set(key, body)
  }
  return found
}
