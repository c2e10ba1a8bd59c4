import type { WebhookDelivery, WebhookTopic, Webhook } from '../../../../contract/webhooks.ts'
import { count } from '../../../ui/format.ts'

const topics: Record<WebhookTopic, { title: string; note: string }> = {
  'access-requests': {
    title: 'Access requests',
    note: 'Created, approved, assigned, resolved, completed, canceled, reopened; each with the full request',
  },
  imports: { title: 'Imports and files', note: 'Received, staged, applied, failed, undone' },
  'personnel-events': { title: 'Personnel events', note: 'Reported, approved, begun, completed' },
  policies: { title: 'Policies', note: 'Scans, violations, exceptions' },
  people: { title: 'People and accounts', note: 'Changed, matched' },
  applications: { title: 'Applications', note: 'Created, rules changed' },
}
const states: Record<Webhook['state'], string> = { active: 'Active', paused: 'Paused', stopped: 'Stopped' }
const deliveryStates: Record<WebhookDelivery['state'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  'given-up': 'Given up',
}

/** Texts of the webhooks. */
export const text = {
  title: 'Webhooks',
  toTokens: 'Tokens',
  create: 'New webhook…',
  list: 'Webhooks',
  forbidden: 'You have no permission to view webhooks',
  failed: 'Could not load webhooks',
  notFound: 'There is no such webhook',
  none: 'No webhooks',
  noneText:
    'A webhook tells another program what happens here, as it happens: a ticket system, a chat, a monitor. Each message is signed.',
  noKeyStore: 'No webhook can be created here',
  noKeyStoreText:
    'The secret that signs messages needs the key store of the system, which only the desktop program has. Create webhooks there.',
  inSample: 'The sample workspace has no webhooks: it sends nothing anywhere.',

  topics,
  states,
  all: 'All applications',
  waiting: (many: number) => count(many, 'message waits', 'messages wait'),
  givenUp: (many: number) => count(many, 'message given up', 'messages given up'),

  facts: {
    url: 'Address',
    tells: 'Tells of',
    application: 'Application',
    created: 'Created',
    last: 'Last attempt',
    never: 'never',
    rests: 'Tried again',
  },
  answered: (status: number) => `answered ${status}`,
  edit: 'Edit…',
  test: 'Send a test',
  testWorked: (status: number, ms: number) => `The receiver answered ${status} after ${ms} ms.`,
  testFailed: 'The test did not arrive',
  pause: 'Pause',
  resume: 'Resume',
  paused: 'Paused. What happens is kept and sent when you resume.',
  pausedBanner: 'Paused',
  pausedBannerText: 'What happens is kept and sent once you resume.',
  stoppedBanner: 'Stopped by the receiver',
  stoppedBannerText: 'Nothing is kept for it. Resume to tell it what happens from now on.',
  resumed: 'Resumed.',
  rotate: 'Rotate secret…',
  rotateTitle: (name: string) => `Rotate the secret of ${name}?`,
  rotateText:
    'A new secret signs from now on. The old one signs too for a day, so that the receiver can be changed over.',
  rotateConfirm: 'Rotate secret',
  remove: 'Remove…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: 'Messages that wait are not sent. The log of its deliveries goes with it.',
  removeConfirm: 'Remove webhook',
  removed: (name: string) => `${name} removed.`,
  refused: 'Not done',
  stale: 'Someone else changed it. You see the current state.',

  createTitle: 'New webhook',
  editTitle: 'Edit webhook',
  name: 'Name',
  nameNote: 'For example “Tickets”.',
  url: 'Address',
  urlNote: 'Begins with https://. To reach this computer or this site, allow the network first.',
  topicsLabel: 'Tells of',
  applicationLabel: 'Access requests of',
  createConfirm: 'Create webhook',
  save: 'Save',
  saved: 'Saved.',
  revealTitle: 'Secret of the webhook',
  revealText:
    'Copy it now; it is not shown again. The receiver verifies each message with it, as Standard Webhooks describes.',

  deliveries: 'Deliveries',
  deliveriesNote: 'Kept for 30 days.',
  filter: 'Show deliveries',
  everything: 'All',
  deliveryStates,
  noDeliveries: 'Nothing has been sent.',
  columns: { at: 'When', event: 'Event', state: 'State', tries: 'Tries' },
  replay: 'Send again',
  replayed: 'It is sent again.',
  replayAll: (many: number) => `Send ${count(many, 'message', 'messages')} again`,
  replayedAll: (many: number) => `${count(many, 'message is', 'messages are')} sent again.`,
  nextTry: (when: string) => `Next attempt ${when}.`,
  attempts: 'Attempts',
  took: (ms: number) => `${ms} ms`,
  body: 'Message',
  chosen: 'Selected delivery',

  networks: 'Networks on this site',
  networksNote:
    'Webhooks reach the internet. To reach this computer or a server on your own network, list its network.',
  networksNone: 'None allowed.',
  networksEdit: 'Edit…',
  networksTitle: 'Networks that webhooks may reach',
  networksLabel: 'One network on each line',
  networksHelp: 'For example 10.20.0.0/16, or 127.0.0.1/32 for this computer.',
}
