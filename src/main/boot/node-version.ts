/** The oldest Node that carries this program: an older one loads the database driver and dies without a word. */
const oldestNode = '22.22'

/**
 * Null when this runtime carries Castellan, else what to do about it. Under Electron the question does not arise:
 * it brings its own Node, and the package pins which.
 */
export function nodeTooOld(versions: { readonly node: string; readonly electron?: string | undefined }): string | null {
  if (versions.electron !== undefined) return null
  const [major = 0, minor = 0] = versions.node.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = oldestNode.split('.').map(Number)
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return null
  return (
    `Castellan needs Node ${oldestNode} or newer; this is Node ${versions.node}. ` +
    'In a clone, start it through npm (npm start, npx castellan …), which brings a fitting Node on Linux; ' +
    'elsewhere install Node 24 from https://nodejs.org.'
  )
}

/**
 * Ends the process with exit code 2 and a sentence when Node is too old. An entry calls it before it imports anything
 * else, and imports the rest dynamically: static imports are loaded first and would crash before a word is said.
 */
export function refuseOldNode(): void {
  const reason = nodeTooOld(process.versions)
  if (reason === null) return
  process.stderr.write(`${reason}\n`)
  process.exit(2)
}
