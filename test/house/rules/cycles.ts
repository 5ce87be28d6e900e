/** The cycles of a graph, one for each knot of nodes that reach each other; a node may name itself. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const onPath = new Set<string>()
  const visit = (node: string) => {
    if (onPath.has(node)) {
      cycles.push([...path.slice(path.indexOf(node)), node])
      return
    }
    if (done.has(node)) return
    path.push(node)
    onPath.add(node)
    for (const next of graph.get(node) ?? []) visit(next)
    path.pop()
    onPath.delete(node)
    done.add(node)
  }
  for (const node of graph.keys()) visit(node)
  return cycles
}
