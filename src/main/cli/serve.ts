import { defaultPort } from '../boot/data-paths.ts'
import { type Command, dataOption } from './command.ts'

export const serve: Command = {
  usage: '[--data DIR] [--imports DIR] [--port N] [--ready-file FILE] [--browser] [--calls-a-minute N]',
  description:
    'Runs Castellan without a window: watches the import folder and answers on 127.0.0.1 until it gets SIGTERM or\n' +
    'Ctrl-C. When one runs on this data already, it says where and ends with 0.',
  options: {
    data: dataOption,
    imports: {
      type: 'string',
      value: 'DIR',
      multiple: true,
      help: 'A watched import folder; may come several times. Default: $CASTELLAN_IMPORTS, else ~/Castellan/Imports.',
    },
    port: { type: 'string', value: 'N', help: `The port on 127.0.0.1; 0 takes any free one. Default: ${defaultPort}.` },
    'ready-file': {
      type: 'string',
      value: 'FILE',
      help: 'Gets {url, port, pid, version} as JSON once requests are answered.',
    },
    'calls-a-minute': {
      type: 'string',
      value: 'N',
      help: 'How many calls each token may make in a minute; half of them may change something. Default: 600.',
    },
    browser: { type: 'boolean', help: 'Print a link that opens Castellan in the browser: once, within ten minutes.' },
  },
  examples: [
    'castellan serve --data ./data --imports ./imports',
    'castellan serve --data ./data --imports ./imports --imports /mnt/share/extracts',
    'castellan serve --data ./data --imports ./imports --port 0 --ready-file ready.json',
    'castellan serve --browser',
  ],
  untilStopped: true,
  run: async (context) => (await import('./serve-run.ts')).runServe(context),
}
