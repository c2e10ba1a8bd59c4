import { programParts } from './boot/program-files.ts'
import { run } from './shell/run.ts'

run(programParts(import.meta.url))
