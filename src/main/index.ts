import { programParts } from './program-parts.ts'
import { run } from './shell/run.ts'

run(programParts(import.meta.url))
