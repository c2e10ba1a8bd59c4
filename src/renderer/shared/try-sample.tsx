import { useMutation, useQuery } from '@tanstack/react-query'
import { SampleStatus } from '../../contract/sample.ts'
import { request } from '../api/client.ts'
import { asProblem } from '../api/problem.ts'
import { enterSample } from '../api/sample.ts'
import { navigate } from './navigation/router.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.ts'
import { apiPaths, pages } from './navigation/paths.ts'
import './try-sample.css'

const text = {
  try: 'Try the sample workspace',
  note: 'A fictional credit union with about 300 people and three applications, separate from your data. Creating it takes a few seconds.',
}

/** A button that opens the sample workspace. Renders nothing if no sample is available, as inside the sample itself. */
export function TrySample() {
  const status = useQuery({
    queryKey: ['sample'],
    queryFn: ({ signal }) => request(SampleStatus, apiPaths.sample, { signal }),
  })
  const enter = useMutation({
    mutationFn: enterSample,
    // Imports that wait for a decision show the main job best.
    onSuccess: () => navigate(pages.imports, { replace: true }),
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  if (!status.data || status.data.state === 'inside' || status.data.state === 'unavailable') return null
  return (
    <div className="try-sample">
      <Button isPending={enter.isPending} onPress={() => enter.mutate()}>
        {text.try}
      </Button>
      <p className="muted">{text.note}</p>
    </div>
  )
}
