import { programFiles } from './boot/program-files.ts'
import { run } from './shell/run.ts'

run(programFiles(import.meta.url))
