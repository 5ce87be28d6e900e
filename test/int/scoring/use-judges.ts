import { afterEach } from 'vitest'
import type { Judging } from '@assay/worker/score/judge/start-judging'
import { startJudgeServer, type Answering, type JudgeServer } from './judge-server.ts'
import { startTestJudging } from './judged-project.ts'
import type { Scoring } from './start-scoring.ts'

/** Servers that stand in for judges, and what asks them; both end after each test, before hooks that were added earlier. */
export function useJudges() {
  const judgings: Judging[] = []
  const servers: JudgeServer[] = []
  afterEach(async () => {
    await Promise.all(judgings.splice(0).map((judging) => judging.stop()))
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })
  return {
    async serve(answering: Answering): Promise<JudgeServer> {
      const server = await startJudgeServer(answering)
      servers.push(server)
      return server
    },
    /** Begins to ask the judges of all projects. */
    judge(scoring: Scoring, options?: Parameters<typeof startTestJudging>[1]) {
      const started = startTestJudging(scoring, options)
      judgings.push(started.judging)
      return started
    },
  }
}
