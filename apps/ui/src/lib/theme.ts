/** The themes a person can choose; `system` follows the operating system. */
export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const isTheme = (value: unknown): value is Theme => THEMES.includes(value as Theme)

/** Applies a theme now and keeps it in a cookie, so that the server's first paint already has it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  document.cookie = `assay_theme=${theme}; path=/; max-age=31536000; samesite=lax`
}
