/** Raised whenever a rule changes what a span maps to, so that rows of older rules can be told apart. */
export const MAPPER_VERSION = 4
