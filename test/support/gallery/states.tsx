import { Banner } from '../../../src/renderer/ui/banner.tsx'
import { Button } from '../../../src/renderer/ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../src/renderer/ui/states.tsx'

export function States() {
  return (
    <>
      <Banner
        kind="guard"
        title="The guard stopped this import"
        actions={<Button variant="danger">Review and override</Button>}
      >
        34 of 60 accounts would be removed; the limit is 3.
      </Banner>
      <Banner kind="error" title="core-banking.csv could not be read">
        <ul>
          <li>Line 1: the column USER_NM is not mapped. Map it, or add it to the ignored columns.</li>
          <li>Line 812: the user name is empty.</li>
        </ul>
      </Banner>
      <Banner kind="info" title="This import is compared with generation 12." />
      <Banner kind="success" title="Applied 1,204 changes." />
      <div className="gallery-columns">
        <EmptyState icon="imports" title="No imports yet" actions={<Button variant="primary">Import files</Button>}>
          Drop an extract anywhere on this window.
        </EmptyState>
        <ErrorState
          title="Imports could not be loaded"
          detail="Castellan is not responding."
          requestId="5f2c9a"
          onRetry={() => {}}
        />
        <Skeleton lines={5} />
      </div>
    </>
  )
}
