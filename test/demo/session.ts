import type { Environment, ServiceName } from './company.ts'
import { GENAI_SCOPE, OPENINFERENCE_SCOPE, resourceOf } from './company.ts'
import { nextExchange, startConversation } from './conversation.ts'
import type { DemoTrace } from './demo-trace.ts'
import type { DemoMessage } from './message.ts'
import type { SeededRandom } from './random.ts'
import { agentTurn } from './scenario/order-agent.ts'
import { ERRANDS } from './scenario/order-errands.ts'
import { indexArticles } from './scenario/kb-index.ts'
import { mailTurn } from './scenario/mail-triage.ts'
import { ragTurn } from './scenario/rag-chat.ts'
import { restockRun } from './scenario/restock-agent.ts'
import { drawFacts } from './text/facts.ts'
import { TraceBuilder } from './trace-builder.ts'
import type { Timetable, TurnContext } from './turn-context.ts'

/** What one person does in one sitting, planned before it happens. */
export interface SessionPlan {
  index: number
  startUs: number
  service: Exclude<ServiceName, 'orders-api'>
  environment: Environment
  userId: string
  tags: string[]
  turns: number
  /** The long run of the planning agent instead of a conversation; articles it goes through. */
  restockArticles: number | null
}

/** The traces of one session, in order of time; each next one is made only when it is asked for. */
export function* sessionTraces(
  plan: SessionPlan,
  random: SeededRandom,
  timetable: Timetable,
): Generator<DemoTrace> {
  const sessionId = `${plan.service.split('-')[0] ?? ''}-${random.hex(10)}`
  const turn = makeTurn(plan, random, plan.startUs / 1000)
  let startUs = plan.startUs
  for (let count = 0; count < plan.turns; count++) {
    const scope = plan.service === 'mail-triage' ? OPENINFERENCE_SCOPE : GENAI_SCOPE
    const builder = new TraceBuilder(random, startUs, resourceOf(plan.service, plan.environment), scope)
    const { environment, userId, tags } = plan
    const context: TurnContext = { builder, random, timetable, environment, sessionId, userId, tags }
    if (!turn(context)) return
    const isJob = plan.service === 'kb-indexer'
    const trace = builder.finish(isJob ? null : sessionId, isJob ? null : userId)
    if (trace.endUs > timetable.endUs) return
    yield trace
    startUs = trace.endUs + Math.round(random.around(38, 0.6) * 1_000_000)
  }
}

/** One turn of the service; false when there is nothing more to say. */
function makeTurn(plan: SessionPlan, random: SeededRandom, nowMs: number): (context: TurnContext) => boolean {
  if (plan.restockArticles !== null) {
    const articles = plan.restockArticles
    return (context) => (restockRun(context, articles), true)
  }
  if (plan.service === 'kb-indexer') return (context) => (indexArticles(context), true)
  if (plan.service === 'order-agent') {
    const facts = drawFacts(random, nowMs)
    const history: DemoMessage[] = []
    const errands = random.shuffle(ERRANDS)
    return (context) => {
      const errand = errands.shift()
      if (errand === undefined) return false
      agentTurn(context, facts, history, errand)
      return true
    }
  }
  const conversation = startConversation(random, nowMs)
  const run = plan.service === 'mail-triage' ? mailTurn : ragTurn
  return (context) => {
    const next = nextExchange(random, conversation, nowMs)
    if (next === null) return false
    run(context, conversation, next)
    return true
  }
}
