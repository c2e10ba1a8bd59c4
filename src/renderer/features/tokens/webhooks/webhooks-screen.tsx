import { useState } from 'react'
import type { Webhook } from '../../../../contract/webhooks.ts'
import { CommandButton } from '../../../commands/command-button.tsx'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useIsSample } from '../../../shared/hooks/use-is-sample.ts'
import { Link } from '../../../shared/link.tsx'
import { pages } from '../../../shared/navigation/paths.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ScreenHead } from '../../../ui/screen-head.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { RevealDialog } from '../reveal-dialog.tsx'
import { Networks } from './networks.tsx'
import { useWebhookNetworks, useWebhooks } from './queries.ts'
import { text } from './text.ts'
import { WebhookDetail } from './webhook-detail.tsx'
import { webhookTones } from './tones.ts'
import { WebhookDialog } from './webhook-form.tsx'
import './webhooks.css'

/** Where other programs are told what happens, and what became of each message. */
export function WebhooksScreen({ selected }: { selected: string | undefined }) {
  const canSee = useIsPermitted('settings:read')
  const isSample = useIsSample()
  const canWrite = useIsPermitted('settings:write') && !isSample
  const [isCreating, setCreating] = useState(false)
  const [secret, setSecret] = useState<string>()
  const networks = useWebhookNetworks()
  const canCreate = canWrite && networks.data?.canKeepSecrets === true
  const create: Command = {
    id: 'webhooks.create',
    title: text.create,
    group: 'Actions',
    shortcut: 'n',
    icon: 'plus',
    keywords: ['webhook', 'callback'],
    run: () => setCreating(true),
  }
  useCommands(canCreate ? [create] : [])
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        <Button onPress={() => navigate(pages.tokens)}>{text.toTokens}</Button>
        {canCreate && <CommandButton command={create} icon="plus" />}
      </ScreenHead>
      {canSee ? (
        <Webhooks selected={selected} canWrite={canWrite} onSecret={setSecret} />
      ) : (
        <EmptyState icon="hold" title={text.forbidden} />
      )}
      <WebhookDialog
        isOpen={isCreating}
        webhook={undefined}
        onClose={() => setCreating(false)}
        onCreated={(revealed) => {
          setCreating(false)
          setSecret(revealed.secret)
          navigate(pages.webhook(revealed.webhook.id))
        }}
      />
      <RevealDialog
        title={text.revealTitle}
        explanation={text.revealText}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </div>
  )
}

interface WebhooksProps {
  selected: string | undefined
  canWrite: boolean
  onSecret: (secret: string) => void
}

function Webhooks({ selected, canWrite, onSecret }: WebhooksProps) {
  const webhooks = useWebhooks()
  return (
    <QueryView query={webhooks} failed={text.failed} lines={6}>
      {(items) => {
        const webhook = items.find(({ id }) => id === selected) ?? (selected === undefined ? items[0] : undefined)
        return (
          <div className="webhooks">
            <nav className="webhook-list" aria-label={text.list}>
              <ul className="stack-dense">
                {items.map((entry) => (
                  <Entry key={entry.id} webhook={entry} isSelected={entry.id === webhook?.id} />
                ))}
              </ul>
              <Networks canWrite={canWrite} />
            </nav>
            {webhook ? (
              <WebhookDetail key={webhook.id} webhook={webhook} canWrite={canWrite} onSecret={onSecret} />
            ) : (
              <Nothing isMissing={selected !== undefined} />
            )}
          </div>
        )
      }}
    </QueryView>
  )
}

function Nothing({ isMissing }: { isMissing: boolean }) {
  const networks = useWebhookNetworks()
  const isSample = useIsSample()
  if (isMissing) return <EmptyState title={text.notFound} />
  return (
    <div className="webhook-none">
      {networks.data?.canKeepSecrets === false && !isSample && (
        <Banner kind="info" title={text.noKeyStore}>
          {text.noKeyStoreText}
        </Banner>
      )}
      <EmptyState icon="api" title={text.none}>
        {isSample ? text.inSample : text.noneText}
      </EmptyState>
    </div>
  )
}

function Entry({ webhook, isSelected }: { webhook: Webhook; isSelected: boolean }) {
  const { name, state, waiting, givenUp } = webhook
  const notes = [
    waiting > 0 ? text.waiting(waiting) : null,
    givenUp > 0 ? text.givenUp(givenUp) : null,
    new URL(webhook.url).host,
  ]
  return (
    <li className="webhook-entry" data-selected={isSelected || undefined}>
      <Link href={pages.webhook(webhook.id)}>{name}</Link>
      <Badge tone={webhookTones[state]}>{text.states[state]}</Badge>
      <span className="muted truncate">{notes.filter(Boolean).join(' · ')}</span>
    </li>
  )
}
