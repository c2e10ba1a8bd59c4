import { setImmediate as turn } from 'node:timers/promises'

/** How long others wait at most for one slice, unless one element takes longer by itself. */
const sliceMs = 10

/** Does work for each element, and lets others be answered in between. It reads: what it finds may change between two slices. */
export async function mapInSlices<Element, Result>(
  elements: readonly Element[],
  work: (element: Element) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  let began = performance.now()
  for (const element of elements) {
    if (performance.now() - began > sliceMs) {
      await turn()
      began = performance.now()
    }
    results.push(work(element))
  }
  return results
}
