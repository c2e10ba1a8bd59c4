import type { Webhook } from '../../../../contract/webhooks.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { moment } from '../../../ui/format.ts'
import { KeyValues } from '../../../ui/key-values.tsx'
import { Deliveries } from './deliveries.tsx'
import { text } from './text.ts'
import { WebhookActions } from './webhook-actions.tsx'
import { webhookTones } from './tones.ts'

interface WebhookDetailProps {
  webhook: Webhook
  canWrite: boolean
  onSecret: (secret: string) => void
}

/** A webhook, what can be done with it, and its deliveries. */
export function WebhookDetail({ webhook, canWrite, onSecret }: WebhookDetailProps) {
  return (
    <section className="webhook" aria-label={webhook.name}>
      <header>
        <h2 className="truncate">{webhook.name}</h2>
        <Badge tone={webhookTones[webhook.state]}>{text.states[webhook.state]}</Badge>
      </header>
      {webhook.state === 'stopped' && (
        <Banner kind="error" title={text.stoppedBanner}>
          {webhook.stoppedBecause} {text.stoppedBannerText}
        </Banner>
      )}
      {webhook.state === 'paused' && (
        <Banner kind="guard" title={text.pausedBanner}>
          {text.pausedBannerText}
        </Banner>
      )}
      <Facts webhook={webhook} />
      {canWrite && <WebhookActions webhook={webhook} onSecret={onSecret} />}
      <Deliveries webhook={webhook} canWrite={canWrite} />
    </section>
  )
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { facts } = text
  const { lastAttempt: last } = webhook
  const tellsRequests = webhook.topics.includes('access-requests')
  return (
    <KeyValues
      items={[
        { key: facts.url, value: <span className="mono webhook-url">{webhook.url}</span> },
        { key: facts.tells, value: webhook.topics.map((topic) => text.topics[topic].title).join(', ') },
        ...(tellsRequests ? [{ key: facts.application, value: webhook.application?.name ?? text.all }] : []),
        { key: facts.created, value: `${moment(webhook.createdAt)}, ${webhook.createdBy}` },
        {
          key: facts.last,
          value: last
            ? `${moment(last.at)}, ${last.failure ?? (last.status === null ? '' : text.answered(last.status))}`
            : facts.never,
        },
        ...(webhook.restsUntil ? [{ key: facts.rests, value: moment(webhook.restsUntil) }] : []),
      ]}
    />
  )
}
