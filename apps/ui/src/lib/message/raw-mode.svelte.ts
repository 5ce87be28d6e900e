import { createContext } from 'svelte'

/** Whether the texts of a page are shown as they came; one switch for the page, set by key or button. */
export class RawMode {
  isRaw = $state(false)
  toggle = (): void => {
    this.isRaw = !this.isRaw
  }
}

export const [getRawMode, setRawMode] = createContext<RawMode>()
