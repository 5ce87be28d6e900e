import { createSubscriber } from 'svelte/reactivity'

let now = Date.now()
const subscribe = createSubscriber((update) => {
  const timer = setInterval(() => {
    now = Date.now()
    update()
  }, 15_000)
  now = Date.now()
  return () => clearInterval(timer)
})

/** The time in milliseconds, moving on every 15 seconds for whoever reads it while rendering. */
export function clock(): number {
  subscribe()
  if (typeof window === 'undefined') now = Date.now()
  return now
}
