import { untrack } from 'svelte'
import { isTypingTarget, matchKey, nameOf } from './match.ts'
import { KEYS, type KeyId, type KeyScope } from './table.ts'

type Handlers = Partial<Record<KeyId, (event: KeyboardEvent) => void>>

let active = $state.raw<{ scope: KeyScope; handlers: Handlers }[]>([])
let previous: { name: string; time: number } | null = null

/** Scopes that work on the page now, for the help sheet. */
export const activeScopes = (): KeyScope[] => [...new Set(active.map(({ scope }) => scope))]

/** Binds the keys of a scope for as long as the calling component lives; call it while the component is set up. */
export function useKeys(scope: KeyScope, handlers: Handlers): void {
  $effect(() => {
    const entry = { scope, handlers }
    untrack(() => (active = [...active, entry]))
    return () => {
      active = active.filter((one) => one !== entry)
    }
  })
}

/** The window's only key listener. Ignores what is typed into fields, and all but the palette while a dialog or menu is open. */
export function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = nameOf(event)
  const mod = pressed.startsWith('Mod+')
  if (
    !mod &&
    (isTypingTarget(event.target) || document.querySelector('[role="dialog"], [role="menu"]') !== null)
  )
    return
  const before = previous !== null && event.timeStamp - previous.time < 1000 ? previous.name : null
  previous = { name: pressed, time: event.timeStamp }
  const id = matchKey(KEYS, activeScopes(), before, pressed)
  if (id === null) return
  const handler = active.findLast(({ handlers }) => handlers[id as KeyId] !== undefined)?.handlers[
    id as KeyId
  ]
  if (handler === undefined) return
  // Enter on a link or button is already theirs.
  if (pressed === 'Enter' && event.target instanceof Element && event.target.closest('a, button') !== null)
    return
  event.preventDefault()
  previous = null
  handler(event)
}
