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
  { id: 'go.quality', scope: 'global', keys: ['g q'], label: 'Go to Quality' },
  { id: 'go.rules', scope: 'global', keys: ['g r'], label: 'Go to Rules' },
  { id: 'go.settings', scope: 'global', keys: ['g ,'], label: 'Go to Settings' },

  { id: 'traces.next', scope: 'traces', keys: ['j', 'ArrowDown'], label: 'Next trace' },
  { id: 'traces.previous', scope: 'traces', keys: ['k', 'ArrowUp'], label: 'Previous trace' },
  { id: 'traces.open', scope: 'traces', keys: ['Enter', 'o'], label: 'Open the selected trace' },
  { id: 'traces.search', scope: 'traces', keys: ['/'], label: 'Search in inputs and outputs' },
  { id: 'traces.live', scope: 'traces', keys: ['l'], label: 'Start or stop the live tail' },
  { id: 'traces.newest', scope: 'traces', keys: ['Home'], label: 'First row; shows what arrived meanwhile' },
  { id: 'traces.errors', scope: 'traces', keys: ['e'], label: 'Only traces with errors, or all' },
  { id: 'traces.clear', scope: 'traces', keys: ['x'], label: 'Remove all filters' },

  { id: 'trace.next', scope: 'trace', keys: ['j'], label: 'Next row' },
  { id: 'trace.previous', scope: 'trace', keys: ['k'], label: 'Previous row' },
  { id: 'trace.down', scope: 'trace', keys: ['ArrowDown'], label: 'Next row of the tree' },
  { id: 'trace.up', scope: 'trace', keys: ['ArrowUp'], label: 'Previous row of the tree' },
  {
    id: 'trace.right',
    scope: 'trace',
    keys: ['ArrowRight'],
    label: 'Open a closed row, or go to its first child',
  },
  { id: 'trace.left', scope: 'trace', keys: ['ArrowLeft'], label: 'Close an open row, or go to its parent' },
  { id: 'trace.first', scope: 'trace', keys: ['Home'], label: 'First row' },
  { id: 'trace.last', scope: 'trace', keys: ['End'], label: 'Last row' },
  { id: 'trace.pageDown', scope: 'trace', keys: ['PageDown'], label: 'A page down' },
  { id: 'trace.pageUp', scope: 'trace', keys: ['PageUp'], label: 'A page up' },
  { id: 'trace.open', scope: 'trace', keys: ['Enter', 'o'], label: 'Open the span in the side panel' },
  { id: 'trace.close', scope: 'trace', keys: ['Escape'], label: 'Close the side panel' },
  { id: 'trace.nextError', scope: 'trace', keys: ['e'], label: 'Next failed span' },
  { id: 'trace.previousError', scope: 'trace', keys: ['E'], label: 'Previous failed span' },
  { id: 'trace.raw', scope: 'trace', keys: ['r'], label: 'Texts as they came, or rendered' },
  { id: 'trace.copyLink', scope: 'trace', keys: ['c'], label: 'Copy a link to the span' },
  { id: 'trace.collapseAll', scope: 'trace', keys: ['['], label: 'Close all rows' },
  { id: 'trace.expandAll', scope: 'trace', keys: [']'], label: 'Open all rows' },
  { id: 'trace.search', scope: 'trace', keys: ['/'], label: 'Filter within the trace' },

  { id: 'sessions.search', scope: 'sessions', keys: ['/'], label: 'Search sessions' },
  { id: 'sessions.next', scope: 'sessions', keys: ['j', 'ArrowDown'], label: 'Next session' },
  { id: 'sessions.previous', scope: 'sessions', keys: ['k', 'ArrowUp'], label: 'Previous session' },
  { id: 'sessions.open', scope: 'sessions', keys: ['Enter', 'o'], label: 'Open the selected session' },

  { id: 'session.next', scope: 'session', keys: ['j'], label: 'Next turn' },
  { id: 'session.previous', scope: 'session', keys: ['k'], label: 'Previous turn' },
  { id: 'session.open', scope: 'session', keys: ['o'], label: 'Open the trace of the turn' },
  { id: 'session.raw', scope: 'session', keys: ['r'], label: 'Texts as they came, or rendered' },

  { id: 'users.search', scope: 'users', keys: ['/'], label: 'Search users' },
] as const satisfies readonly KeyBinding[]

export type KeyId = (typeof KEYS)[number]['id']
