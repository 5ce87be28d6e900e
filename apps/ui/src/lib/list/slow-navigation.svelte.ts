import { navigating, page } from '$app/state'

/** Whether a new view of the same page has kept the person waiting for more than 300 ms. */
export function slowNavigation(): { readonly isSlow: boolean } {
  let isSlow = $state(false)
  $effect(() => {
    if (navigating.to === null || navigating.to.route.id !== page.route.id) return
    const timer = setTimeout(() => (isSlow = true), 300)
    return () => {
      clearTimeout(timer)
      isSlow = false
    }
  })
  return {
    get isSlow() {
      return isSlow
    },
  }
}
