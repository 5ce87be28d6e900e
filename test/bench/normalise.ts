export { bench } from '../../packages/normalise/test/bench/normalise.ts'
