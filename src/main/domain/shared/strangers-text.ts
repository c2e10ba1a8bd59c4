/** Control characters, those that turn the reading direction, and those that nobody sees. */
const treacherous = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu

/** Text that somebody else wrote, such as a file's name, as it may stand in a message: on one line, bounded, and harmless. */
export function strangersText(text: string, most = 200): string {
  const shown = text.toWellFormed().replace(treacherous, '\u{fffd}')
  return shown.length > most ? `${shown.slice(0, most).toWellFormed()}…` : shown
}
