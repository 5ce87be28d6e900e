import { MediaQuery } from 'svelte/reactivity'

/** Below this width the detail is a sheet over the page: list and panel would both be too narrow. */
export const narrowScreen = new MediaQuery('max-width: 1023px', false)
