import type { SeededRandom } from '../random.ts'
import type { Facts } from './facts.ts'
import { fill } from './facts.ts'
import type { Exchange } from './topic.ts'

const GREETINGS = ['Hello! ', 'Hi, ', 'Good morning, ', 'Hey there, ', 'Hi team, ', '']
const MOODS = [
  ' I am a bit worried by now.',
  ' It is for a birthday.',
  ' We leave next week.',
  ' I already wrote twice about this.',
  ' Sorry if this is a silly question.',
  ' Thanks for your help!',
  ' I could not find it on the website.',
]
const OPENINGS = ['Thank you for writing. ', 'Happy to help. ', 'Thanks for your patience. ']
const CLOSINGS = [
  '\n\nIs there anything else I can do for you?',
  '\n\nHave a good trip!',
  '\n\nJust reply here if something is unclear.',
]
const NEXT_STEPS = [
  '\n\n**What happens next:** you get a confirmation by e-mail within the hour. Keep order number {order} at hand if you write again.',
  '\n\n**Good to know:** our team in {city} is on the phone from 9:00 to 17:00, and this conversation is kept under reference {ticket}, so that you need not explain it twice.',
  '\n\n**Next step:** nothing to do for you right now. I have noted it under {ticket}; should the date of {arrivalDay} pass, this conversation is looked at by a colleague first.',
]

/** What the customer writes; only the first message of a conversation greets. */
export function composeQuestion(random: SeededRandom, exchange: Exchange, facts: Facts, isFirst: boolean) {
  const greeting = isFirst ? random.pick(GREETINGS) : ''
  const mood = random.chance(isFirst ? 0.45 : 0.15) ? random.pick(MOODS) : ''
  return greeting + fill(random.pick(exchange.asks), facts) + mood
}

/** The answer in Markdown; `isLonger` is the habit of the newer prompt, which adds what happens next. */
export function composeAnswer(random: SeededRandom, exchange: Exchange, facts: Facts, isLonger: boolean) {
  const opening = random.chance(0.3) ? random.pick(OPENINGS) : ''
  const next = isLonger ? fill(random.pick(NEXT_STEPS), facts) : ''
  const closing = random.chance(isLonger ? 0.5 : 0.25) ? random.pick(CLOSINGS) : ''
  return opening + fill(random.pick(exchange.answers), facts) + next + closing
}
