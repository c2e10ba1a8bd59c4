/** Of Castellan: `arguments.ts` reads them. */
const own = ['data', 'imports', 'port']

/**
 * Switches of Chromium that a desktop or a person who needs them may pass: how things look, which display server draws
 * them, which assistive technology is there. None of them opens the program to others or says where names lead.
 */
const harmless = [
  'disable-gpu',
  'disable-gpu-compositing',
  'force-color-profile',
  'force-device-scale-factor',
  'force-high-contrast',
  'force-prefers-reduced-motion',
  'force-renderer-accessibility',
  'high-dpi-support',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
  // Added by Electron and Squirrel themselves when they start the program again.
  'original-process-start-time',
  'squirrel-firstrun',
]
const allowed = new Set([...own, ...harmless])

/** Chromium takes one dash or two; on Windows also a slash, where a path can't be meant. */
const switchPattern = (platform: NodeJS.Platform): RegExp =>
  platform === 'win32' ? /^(?:--?|\/)([^=/\\]+)(?:=|$)/ : /^--?([^=]+)(?:=|$)/

/**
 * The first switch that the packaged program does not know, as it was written and without its value. Fuses do not stop
 * Chromium's switches, of which some open a debugger, another proxy or a program of the caller's choice; so only what is
 * known to be harmless passes (A13). Chromium reads no switch after a bare `--`.
 */
export function unknownSwitch(
  argv: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const pattern = switchPattern(platform)
  for (const argument of argv) {
    if (argument === '--') return undefined
    const name = pattern.exec(argument.trimStart())?.[1]
    if (name !== undefined && !allowed.has(name.toLowerCase().trim())) return argument.split('=')[0]
  }
  return undefined
}
