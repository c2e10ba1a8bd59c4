import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { channels } from '../../contract/bridge.ts'
import { channelArguments, type ChannelArguments, type ChannelName, isTrusted } from './channels.ts'
import { isAppUrl } from './origin.ts'

export type Handlers = { [Name in ChannelName]: (...args: ChannelArguments[Name]) => unknown }

/**
 * Opens the bridge's channels. A message counts only from the top frame of our window while it shows our page, with
 * arguments that its closed schema accepts; any other ends in the same empty error, and so does a fault.
 */
export function openChannels(window: () => BrowserWindow | null, handlers: Handlers): void {
  for (const name of Object.keys(channels) as ChannelName[]) {
    ipcMain.handle(channels[name], async (event, ...args: unknown[]) => {
      const parsed = isTrusted(senderOf(event, window()), isAppUrl) ? channelArguments[name].safeParse(args) : null
      if (parsed?.success !== true) throw new Error('refused')
      const handle = handlers[name] as (...args: unknown[]) => unknown
      try {
        return await handle(...parsed.data)
      } catch {
        throw new Error('failed')
      }
    })
  }
}

function senderOf(event: IpcMainInvokeEvent, window: BrowserWindow | null) {
  const isOurWindow = window !== null && !window.isDestroyed() && event.sender.id === window.webContents.id
  return { frame: event.senderFrame, isOurWindow }
}
