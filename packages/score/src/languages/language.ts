/** Languages that have a folder of data here: ISO 639-1. */
export const LANGUAGE_CODES = ['en', 'fr', 'ru'] as const

export type LanguageCode = (typeof LANGUAGE_CODES)[number]
