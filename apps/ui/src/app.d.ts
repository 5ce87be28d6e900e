import type { Problem } from '@assay/contract/api/problem'

declare global {
  namespace App {
    interface Error {
      /** What the API said, where the API said anything. */
      problem?: Problem
    }
  }
}

export {}
