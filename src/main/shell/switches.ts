/** They open the program to a debugger, to another site's scripts or to somebody's idea of where names lead. */
const dangerous = [
  'remote-debugging-(?:port|pipe|address|targets)',
  'inspect(?:-brk|-port|-publish-uid|-wait)?',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'ignore-certificate-errors',
  'host-resolver-rules',
  'load-extension',
  'proxy-server',
  'single-process',
  'js-flags',
]
const pattern = new RegExp(`^--(?:${dangerous.join('|')})(?:=|$)`, 'i')

/** The first argument that would open the packaged program to others; fuses do not stop Chromium's switches (A13). */
export function dangerousSwitch(argv: readonly string[]): string | undefined {
  return argv.find((argument) => pattern.test(argument))?.split('=')[0]
}
