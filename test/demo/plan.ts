import type { Environment } from './company.ts'
import type { SeededRandom } from './random.ts'
import type { SessionPlan } from './session.ts'
import type { Timetable } from './turn-context.ts'

const NAMES = [
  ...['ada', 'bram', 'chiara', 'dario', 'elif', 'femke', 'goran', 'hanna', 'ilse', 'jonas', 'katja', 'luca'],
  ...['maren', 'nils', 'oona', 'pavel', 'quirin', 'rosa', 'sven', 'tilde', 'umut', 'vera', 'wim', 'xenia'],
]

interface Person {
  userId: string
  tags: string[]
}

/** All sittings of the hour, sorted by their start: people, the index job, and one long run of the planning agent. */
export function planSessions(
  random: SeededRandom,
  timetable: Timetable,
  sessions: number,
  users: number,
): SessionPlan[] {
  const people = Array.from({ length: users }, (_, index) => makePerson(random, index))
  const lengthUs = timetable.endUs - timetable.startUs
  const plans = Array.from({ length: sessions }, (_, index): SessionPlan => {
    const person = pickPerson(random, people)
    const environment: Environment = random.chance(0.9) ? 'production' : 'staging'
    return {
      index,
      // The last minutes stay open for the turns of sessions that began before; a few begin late all the same.
      startUs: Math.round(timetable.startUs + lengthUs * 0.96 * random.next()),
      service: random.weighted([
        ['support-chat', 60],
        ['order-agent', 24],
        ['mail-triage', 16],
      ]),
      environment,
      userId: environment === 'staging' ? 'qa-bot' : person.userId,
      tags: environment === 'staging' ? ['synthetic'] : person.tags,
      turns: Math.min(9, Math.max(1, Math.round(random.around(4.6, 0.55)))),
      restockArticles: null,
    }
  })
  return [...plans, ...extraPlans(timetable, sessions)].sort((a, b) => a.startUs - b.startUs)
}

function makePerson(random: SeededRandom, index: number): Person {
  const name = NAMES[index % NAMES.length] ?? 'guest'
  const tags = [
    random.chance(0.3) ? 'club-member' : 'customer',
    random.pick(['web', 'web', 'ios', 'android']),
  ]
  return { userId: `${name}-${random.hex(4)}`, tags }
}

/** Few people write often, most write once or twice. */
function pickPerson(random: SeededRandom, people: readonly Person[]): Person {
  const person = people[Math.floor(people.length * random.next() ** 1.6)]
  return person ?? random.pick(people)
}

/** What nobody asked for by hand: the index job every few minutes, the long agent run, one slow caller. */
function extraPlans(timetable: Timetable, sessions: number): SessionPlan[] {
  const lengthUs = timetable.endUs - timetable.startUs
  const base = { environment: 'production' as const, tags: ['batch'], turns: 1, restockArticles: null }
  const jobs = Array.from({ length: 12 }, (_, count): SessionPlan => {
    const startUs = Math.round(timetable.startUs + (lengthUs * (count + 0.4)) / 12.5)
    return { ...base, index: sessions + count, startUs, service: 'kb-indexer', userId: 'job' }
  })
  return [
    ...jobs,
    {
      ...base,
      index: sessions + 12,
      startUs: Math.round(timetable.startUs + lengthUs * 0.2),
      service: 'order-agent',
      userId: 'planner',
      tags: ['batch', 'planning'],
      restockArticles: 46,
    },
    {
      ...base,
      index: sessions + 13,
      startUs: Math.round(timetable.startUs + lengthUs * 0.62),
      service: 'support-chat',
      userId: 'sven-slow',
      tags: ['customer', 'slow-network'],
      turns: 2,
    },
  ]
}
