import type { Reporter, TestModule } from 'vitest/node'

/** Prints `vitest: N passed, N failed, N skipped` alone on a line: a count that other programs can read. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      // A file that failed before its tests were known counts once, or a broken import would look like success.
      if (module.state() === 'failed' && module.errors().length > 0) count.failed++
    }
    count.failed += errors.length
    console.log(`vitest: ${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`)
  }
}
