import { useState } from 'react'
import type { Webhook, WebhookAttempt, WebhookDelivery } from '../../../../contract/webhooks.ts'
import { asProblem } from '../../../api/problem.ts'
import { ExportRows } from '../../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../../shared/lists/paged-table.tsx'
import { useList } from '../../../shared/lists/use-list.ts'
import { QueryView } from '../../../shared/query-view.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { moment } from '../../../ui/format.ts'
import { toast } from '../../../ui/toast.ts'
import type { Column } from '../../../ui/virtual-table.tsx'
import { type DeliveryState, deliveryList, useDelivery, useReplayDelivery } from './queries.ts'
import { text } from './text.ts'

const states: readonly DeliveryState[] = ['waiting', 'delivered', 'given-up']
const tones = { waiting: 'neutral', delivered: 'gain', 'given-up': 'loss' } as const

const columns: readonly Column<WebhookDelivery>[] = [
  { id: 'at', title: text.columns.at, width: '10.5rem', cell: (delivery) => moment(delivery.createdAt) },
  {
    id: 'event',
    title: text.columns.event,
    width: 'minmax(0, 1fr)',
    cell: (delivery) => <span className="mono truncate">{delivery.event}</span>,
  },
  {
    id: 'state',
    title: text.columns.state,
    width: '7rem',
    cell: ({ state }) => <Badge tone={tones[state]}>{text.deliveryStates[state]}</Badge>,
  },
  { id: 'tries', title: text.columns.tries, width: '4rem', align: 'end', cell: ({ tries }) => tries },
]

/** What was sent to a webhook and what waits, newest first. */
export function Deliveries({ webhook, canWrite }: { webhook: Webhook; canWrite: boolean }) {
  const [state, setState] = useState<DeliveryState>()
  const { rows, table, filterKey } = useList(deliveryList, { id: webhook.id, state })
  return (
    <section className="webhook-deliveries" aria-label={text.deliveries}>
      <div className="webhook-deliveries-head">
        <h3>{text.deliveries}</h3>
        <span className="muted">{text.deliveriesNote}</span>
        {(rows.total ?? 0) > 0 && <ExportRows table={table} />}
      </div>
      <FilterBar<DeliveryState | 'all'>
        label={text.filter}
        entries={[
          { id: 'all', title: text.everything },
          ...states.map((id) => ({ id, title: text.deliveryStates[id] })),
        ]}
        selected={state ?? 'all'}
        onSelect={(id) => setState(id === 'all' ? undefined : id)}
      />
      <PagedTable<WebhookDelivery>
        label={text.deliveries}
        columns={columns}
        rows={rows}
        selected={useSelectedRow(rows, filterKey)}
        keyOf={({ id }) => id}
        failed={text.failed}
        empty={<p className="muted">{text.noDeliveries}</p>}
      >
        {(delivery) => <Chosen key={delivery.id} id={delivery.id} canWrite={canWrite} />}
      </PagedTable>
    </section>
  )
}

function Chosen({ id, canWrite }: { id: string; canWrite: boolean }) {
  const delivery = useDelivery(id)
  const replay = useReplayDelivery(id)
  return (
    <aside className="webhook-delivery" aria-label={text.chosen}>
      <QueryView query={delivery} failed={text.failed} lines={4}>
        {(detail) => (
          <>
            <div className="webhook-deliveries-head">
              <strong className="mono">{detail.event}</strong>
              {detail.nextTryAt && <span className="muted">{text.nextTry(moment(detail.nextTryAt))}</span>}
              {canWrite && detail.state !== 'waiting' && (
                <Button
                  isPending={replay.isPending}
                  onPress={() =>
                    replay.mutate(undefined, { onSuccess: () => toast({ kind: 'done', message: text.replayed }) })
                  }
                >
                  {text.replay}
                </Button>
              )}
            </div>
            {replay.isError && (
              <Banner kind="error" title={text.refused}>
                {asProblem(replay.error).detail}
              </Banner>
            )}
            {detail.attempts.length > 0 && <Attempts attempts={detail.attempts} />}
            <details>
              <summary>{text.body}</summary>
              <pre className="webhook-body">{JSON.stringify(JSON.parse(detail.body), null, 2)}</pre>
            </details>
          </>
        )}
      </QueryView>
    </aside>
  )
}

function Attempts({ attempts }: { attempts: readonly WebhookAttempt[] }) {
  return (
    <ol className="webhook-attempts" aria-label={text.attempts}>
      {attempts.map((attempt) => (
        <li key={attempt.at}>
          <span className="number">{moment(attempt.at)}</span>
          <span>{attempt.failure ?? (attempt.status === null ? '' : text.answered(attempt.status))}</span>
          <span className="muted number">{text.took(attempt.durationMs)}</span>
        </li>
      ))}
    </ol>
  )
}
