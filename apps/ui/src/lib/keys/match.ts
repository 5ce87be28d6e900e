import type { KeyBinding, KeyScope } from './table.ts'

interface Pressed {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Name of a key press as the table writes it. Shift is named only where the key's own text does not show it. */
export function nameOf(event: Pressed): string {
  const named = event.key.length > 1
  const mod = event.metaKey || event.ctrlKey ? 'Mod+' : ''
  const shift = event.shiftKey && named ? 'Shift+' : ''
  const key = named || mod === '' ? event.key : event.key.toLowerCase()
  return `${mod}${event.altKey ? 'Alt+' : ''}${shift}${key}`
}

/**
 * Which binding a press completes, given the press before it (null, or older than a second: none).
 * A page's own keys and the global ones are looked up; the table is tested free of conflicts between them.
 */
export function matchKey(
  table: readonly KeyBinding[],
  scopes: readonly KeyScope[],
  previous: string | null,
  pressed: string,
): string | null {
  const bound = table.filter(({ scope }) => scope === 'global' || scopes.includes(scope))
  const sequence = previous === null ? null : `${previous} ${pressed}`
  const hit =
    bound.find(({ keys }) => sequence !== null && keys.includes(sequence)) ??
    bound.find(({ keys }) => keys.includes(pressed))
  return hit?.id ?? null
}

/** True where a press belongs to what is being typed. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  )
}
