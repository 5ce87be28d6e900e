import { parentPort } from 'node:worker_threads'
import { says, startJudgeServer, VERDICT } from './judge-server.ts'

/** What a judge in a thread of its own saw. */
export interface SeenCalls {
  calls: number[]
  mostAtOnce: number
}

// In a thread of its own, as a provider is elsewhere: its work takes no time from who asks.
const server = await startJudgeServer(says(VERDICT, { afterMs: 500 }))
parentPort?.on('message', () => {
  const seen: SeenCalls = { calls: server.calls, mostAtOnce: server.mostAtOnce() }
  parentPort?.postMessage(seen)
})
parentPort?.postMessage(server.baseUrl)
