import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import {
  PlannedScan,
  PlannedScanList,
  PolicyScan,
  ScanSettings,
  type WritePlannedScan,
  type WriteScanSettings,
} from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import { policyKeys, useChange } from './queries.ts'

export const usePlannedScans = () =>
  useQuery({
    queryKey: [...policyKeys.all, 'planned scans'],
    queryFn: ({ signal }) => request(PlannedScanList, '/v1/policies/scans', { signal }),
    select: ({ items }) => items,
  })

export const useScanSettings = () =>
  useQuery({
    queryKey: [...policyKeys.all, 'scan settings'],
    queryFn: ({ signal }) => request(ScanSettings, '/v1/policies/scan-settings', { signal }),
  })

export const useSaveScanSettings = ({ revision }: ScanSettings) =>
  useChange((body: z.input<typeof WriteScanSettings>) =>
    request(ScanSettings, '/v1/policies/scan-settings', { method: 'PUT', body, ifMatch: revision }),
  )

export const useSavePlannedScan = (scan: PlannedScan | undefined) =>
  useChange((body: z.input<typeof WritePlannedScan>) =>
    scan
      ? request(PlannedScan, `/v1/policies/scans/${scan.id}`, { method: 'PUT', body, ifMatch: scan.revision })
      : request(PlannedScan, '/v1/policies/scans', { method: 'POST', body }),
  )
export const useRemovePlannedScan = () =>
  useChange(({ id, revision }: PlannedScan) =>
    request(z.undefined(), `/v1/policies/scans/${id}`, { method: 'DELETE', ifMatch: revision }),
  )
export const useRunPlannedScan = ({ id }: PlannedScan) =>
  useChange(() => request(PolicyScan, `/v1/policies/scans/${id}/run`, { method: 'POST' }))
