/** Prints a heading of the report. */
export function title(text: string): void {
  console.log(`\n${text}`)
}

/** Prints one measured figure beside what it must be. */
export function line(name: string, figure: number, must: string, detail = ''): void {
  console.log(`  ${name.padEnd(52)} ${figure.toFixed(2).padStart(9)}   ${must.padEnd(18)} ${detail}`)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
