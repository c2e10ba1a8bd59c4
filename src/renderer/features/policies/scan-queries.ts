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
import { apiPaths } from '../../shared/navigation/paths.ts'

export const usePlannedScans = () =>
  useQuery({
    queryKey: [...policyKeys.all, 'planned scans'],
    queryFn: ({ signal }) => request(PlannedScanList, apiPaths.scans, { signal }),
    select: ({ items }) => items,
  })

export const useScanSettings = () =>
  useQuery({
    queryKey: [...policyKeys.all, 'scan settings'],
    queryFn: ({ signal }) => request(ScanSettings, apiPaths.scanSettings, { signal }),
  })

export const useSaveScanSettings = ({ revision }: ScanSettings) =>
  useChange((body: z.input<typeof WriteScanSettings>) =>
    request(ScanSettings, apiPaths.scanSettings, { method: 'PUT', body, ifMatch: revision }),
  )

export const useSavePlannedScan = (scan: PlannedScan | undefined) =>
  useChange((body: z.input<typeof WritePlannedScan>) =>
    scan
      ? request(PlannedScan, apiPaths.plannedScan(scan.id), { method: 'PUT', body, ifMatch: scan.revision })
      : request(PlannedScan, apiPaths.scans, { method: 'POST', body }),
  )
export const useRemovePlannedScan = () =>
  useChange(({ id, revision }: PlannedScan) =>
    request(z.undefined(), apiPaths.plannedScan(id), { method: 'DELETE', ifMatch: revision }),
  )
export const useRunPlannedScan = ({ id }: PlannedScan) =>
  useChange(() => request(PolicyScan, apiPaths.runPlannedScan(id), { method: 'POST' }))
