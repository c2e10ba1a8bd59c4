import { useApplications } from '../../api/applications.ts'
import { useSearchParam } from '../../shared/navigation/router.ts'
import { Select } from '../../ui/select.tsx'
import { setSubject } from './grant-filter.ts'
import { text } from './text.ts'

const all = 'all'

/** Narrows a list to one application; the address has it. */
export function ApplicationSelect() {
  const chosen = useSearchParam('application')
  const applications = (useApplications().data ?? []).filter(({ kind }) => kind === 'application')
  return (
    <Select
      label={text.application}
      hideLabel
      value={chosen ?? all}
      options={[
        { value: all, title: text.allApplications },
        ...applications.map(({ id, name }) => ({ value: id, title: name })),
      ]}
      onChange={(value) => setSubject('application', value === all ? null : value)}
    />
  )
}
