import type { BiasKeys } from '@assay/contract/api/bias'

type Key = BiasKeys['keys'][number]

/** Beginnings of keys that instrumentation writes about the machine, the call or its settings: they tell no people apart. */
const TECHNICAL =
  /^(?:assay|browser|client|cloud|code|container|db|deployment|error|exception|faas|gen_ai|host|http|k8s|llm|messaging|net|network|openinference|os|otel|peer|process|reranker|rpc|server|service|span|telemetry|thread|tls|url|user_agent)[._]/

/** Keys that groups can be made of: those with two values or more, first what the application itself writes, then what instrumentation does. */
export function rankKeys(keys: readonly Key[]): { own: Key[]; technical: Key[] } {
  const usable = keys.filter(({ values }) => values > 1)
  const isTechnical = ({ key }: Key) => TECHNICAL.test(key)
  return { own: usable.filter((one) => !isTechnical(one)), technical: usable.filter(isTechnical) }
}
