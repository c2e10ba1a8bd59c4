import { useState } from 'react'
import crontab from '../../../../resources/jobs/castellan.crontab?raw'
import leaver from '../../../../resources/jobs/castellan-leaver.sh?raw'
import powershell from '../../../../resources/jobs/castellan-upload.ps1?raw'
import python from '../../../../resources/jobs/castellan-upload.py?raw'
import service from '../../../../resources/jobs/castellan-upload.service?raw'
import shell from '../../../../resources/jobs/castellan-upload.sh?raw'
import task from '../../../../resources/jobs/castellan-upload.task.xml?raw'
import timer from '../../../../resources/jobs/castellan-upload.timer?raw'
import { CopyField } from '../../ui/copy-field.tsx'
import { Select } from '../../ui/select.tsx'
import { text } from './text.ts'

/** The files of `resources/jobs`, as they are. */
const files = {
  shell: { name: 'castellan-upload.sh', content: shell },
  python: { name: 'castellan-upload.py', content: python },
  powershell: { name: 'castellan-upload.ps1', content: powershell },
  leaver: { name: 'castellan-leaver.sh', content: leaver },
  cron: { name: 'castellan.crontab', content: crontab },
  systemd: { name: 'castellan-upload.service', content: `${service}\n# castellan-upload.timer\n${timer}` },
  windows: { name: 'castellan-upload.task.xml', content: task },
  opcon: { name: 'OpCon', content: text.jobs.opcon },
  visualcron: { name: 'VisualCron', content: text.jobs.visualCron },
} as const
type File = keyof typeof files

/** Jobs for schedulers, to copy. */
export function JobDefinitions() {
  const [file, setFile] = useState<File>('shell')
  const { name, content } = files[file]
  return (
    <section className="stack" aria-label={text.jobs.title}>
      <h2>{text.jobs.title}</h2>
      <p className="muted">{text.jobs.note}</p>
      <Select<File>
        label={text.jobs.choose}
        value={file}
        options={(Object.keys(files) as File[]).map((value) => ({ value, title: text.jobs.files[value] }))}
        onChange={setFile}
      />
      <CopyField label={name} value={content} multiline />
    </section>
  )
}
