/** Where a key works: everywhere, or on one page. */
export type KeyScope = 'global' | 'traces' | 'users' | 'trace' | 'sessions' | 'session'

export interface KeyBinding {
  readonly id: string
  readonly scope: KeyScope
  /** As `KeyboardEvent.key`, with `Mod+` for ⌘ or Ctrl, `Shift+`, `Alt+`; a sequence is written with a space. */
  readonly keys: readonly string[]
  readonly label: string
}

/** Every key of the product: the help sheet is drawn from it, the handlers are looked up in it. */
export const KEYS = [
  { id: 'palette', scope: 'global', keys: ['Mod+k'], label: 'Go to a page or a trace by its id' },
  { id: 'help', scope: 'global', keys: ['?'], label: 'Show the keys of this page' },
  { id: 'go.traces', scope: 'global', keys: ['g t'], label: 'Go to Traces' },
  { id: 'go.sessions', scope: 'global', keys: ['g s'], label: 'Go to Sessions' },
  { id: 'go.users', scope: 'global', keys: ['g u'], label: 'Go to Users' },
  { id: 'go.settings', scope: 'global', keys: ['g ,'], label: 'Go to Settings' },

  { id: 'traces.next', scope: 'traces', keys: ['j', 'ArrowDown'], label: 'Next trace' },
  { id: 'traces.previous', scope: 'traces', keys: ['k', 'ArrowUp'], label: 'Previous trace' },
  { id: 'traces.open', scope: 'traces', keys: ['Enter', 'o'], label: 'Open the selected trace' },
  { id: 'traces.search', scope: 'traces', keys: ['/'], label: 'Search in inputs and outputs' },
  { id: 'traces.live', scope: 'traces', keys: ['l'], label: 'Start or stop the live tail' },
  { id: 'traces.newest', scope: 'traces', keys: ['Home'], label: 'First row; shows what arrived meanwhile' },
  { id: 'traces.errors', scope: 'traces', keys: ['e'], label: 'Only traces with errors, or all' },
  { id: 'traces.clear', scope: 'traces', keys: ['x'], label: 'Remove all filters' },

  { id: 'users.search', scope: 'users', keys: ['/'], label: 'Search users' },
] as const satisfies readonly KeyBinding[]

export type KeyId = (typeof KEYS)[number]['id']
