/** Texts of what was found in a file. */
export const text = {
  findings: 'What this file is',
  findingsNote: 'Each accepted finding becomes a rule. Drop what is wrong.',
  findingLine: (line: number | null) => (line === null ? 'end' : String(line)),
  showLines: 'Lines',
  positions: 'Column positions',
  positionFrom: (name: string) => `${name} from`,
  positionTo: (name: string) => `${name} to`,
  positionWrong: 'A whole number.',
  positionsNote: 'Characters from 0; the end is not part of the column.',
}
