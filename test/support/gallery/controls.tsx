import { useState } from 'react'
import { Badge, Sign } from '../../../src/renderer/ui/badge.tsx'
import { Button } from '../../../src/renderer/ui/button.tsx'
import { Checkbox } from '../../../src/renderer/ui/checkbox.tsx'
import { CopyField } from '../../../src/renderer/ui/copy-field.tsx'
import { FileButton } from '../../../src/renderer/ui/file-drop.tsx'
import { FilterBar } from '../../../src/renderer/ui/filter-bar.tsx'
import { IconButton } from '../../../src/renderer/ui/icon-button.tsx'
import { Kbd } from '../../../src/renderer/ui/kbd.tsx'
import { Menu } from '../../../src/renderer/ui/menu.tsx'
import { SearchField } from '../../../src/renderer/ui/search-field.tsx'
import { Select } from '../../../src/renderer/ui/select.tsx'
import { Tabs } from '../../../src/renderer/ui/tabs.tsx'
import { TextField } from '../../../src/renderer/ui/text-field.tsx'
import { toast } from '../../../src/renderer/ui/toast.ts'

const tones = ['neutral', 'gain', 'loss', 'change', 'info', 'accent'] as const

export function Controls() {
  const [kind, setKind] = useState('all')
  const [tab, setTab] = useState('changes')
  const [format, setFormat] = useState<'auto' | 'utf-8'>('auto')
  return (
    <>
      <div className="gallery-row">
        <Button variant="primary" icon="check" shortcut="mod+enter">
          Apply 412 changes
        </Button>
        <Button>Cancel</Button>
        <Button variant="danger">Apply 34 removals</Button>
        <Button variant="quiet" icon="undo">
          Undo
        </Button>
        <Button isDisabled>Disabled</Button>
        <IconButton icon="more" label="More actions" />
        <FileButton icon="imports" onFiles={() => toast({ kind: 'done', message: 'Staged two files.' })}>
          Choose files
        </FileButton>
        <Menu
          label="Row actions"
          entries={[
            { id: 'open', title: 'Open', shortcut: 'enter', icon: 'file', run: () => {} },
            { id: 'hold', title: 'Hold back', shortcut: 'h', icon: 'hold', run: () => {} },
            { id: 'cancel', title: 'Cancel import', icon: 'close', danger: true, apart: true, run: () => {} },
          ]}
        >
          <Button icon="more">Actions</Button>
        </Menu>
        <Button
          onPress={() =>
            toast({
              kind: 'done',
              message: 'The import was cancelled.',
              action: { title: 'Undo', undo: true, run: () => {} },
            })
          }
        >
          Notice
        </Button>
        <Button onPress={() => toast({ kind: 'error', message: 'The folder is offline.' })}>Error notice</Button>
      </div>
      <div className="gallery-row">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        {tones.map((tone) => (
          <Sign key={tone} tone={tone} />
        ))}
        <Kbd shortcut="mod+k" />
        <Kbd shortcut="g i" />
      </div>
      <FilterBar
        label="Kind of change"
        selected={kind}
        onSelect={setKind}
        entries={[
          { id: 'all', title: 'All', count: 1204 },
          { id: 'gains', title: 'Gains', count: 812, tone: 'gain' },
          { id: 'loses', title: 'Losses', count: 340, tone: 'loss' },
          { id: 'changes', title: 'Changes', count: 52, tone: 'change' },
        ]}
      />
      <div className="gallery-columns">
        <SearchField label="Search changes" shortcut="/" />
        <TextField label="Reason" note="Recorded in the audit log." placeholder="Ticket or agreement" lines={2} />
        <TextField
          label="Column"
          defaultValue="USER_NM"
          error="The file has no column of this name. It has USERNAME."
        />
        <Select
          label="Encoding"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'auto', title: 'Detected: Windows-1252' },
            { value: 'utf-8', title: 'UTF-8' },
          ]}
        />
        <div className="gallery-row">
          <Checkbox defaultSelected>Only held changes</Checkbox>
          <Checkbox isIndeterminate>Some</Checkbox>
          <Checkbox>None</Checkbox>
        </div>
        <CopyField label="Token" value="cst_5f2c9a7e41b84a0e" secret />
      </div>
      <Tabs
        label="Parts of the import"
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'changes',
            title: 'Changes',
            aside: '1,204',
            content: <p className="gallery-pad">Changes of this import.</p>,
          },
          {
            id: 'rows',
            title: 'Rejected rows',
            aside: '3',
            content: <p className="gallery-pad">Rejected rows.</p>,
          },
          { id: 'file', title: 'File', content: <p className="gallery-pad">File details.</p> },
        ]}
      />
    </>
  )
}
