import { useState } from 'react'
import { Sign } from '../../../src/renderer/ui/badge.tsx'
import { noneSelected, type Selection, sizeOf } from '../../../src/renderer/ui/selection.ts'
import { SplitPane } from '../../../src/renderer/ui/split-pane.tsx'
import { VirtualList } from '../../../src/renderer/ui/virtual-list.tsx'
import { VirtualTable } from '../../../src/renderer/ui/virtual-table.tsx'

interface Line {
  id: number
  gains: boolean
  sentence: string
}

const rowCount = 100_000
const names = ['Ana Silva', 'Bo Lindqvist', 'Chidi Okafor', 'Dana Haddad']
const lineAt = (place: number): Line => ({
  id: place,
  gains: place % 3 !== 0,
  sentence: `${names[place % 4]} ${place % 3 ? 'gains' : 'loses'} Wire Approval in Core Banking`,
})

export function Lists() {
  const [active, setActive] = useState(-1)
  const [entry, setEntry] = useState(0)
  const [opened, setOpened] = useState('')
  const [chosen, setChosen] = useState<Selection>(noneSelected)
  return (
    <>
      <output data-testid="facts">
        {sizeOf(chosen, rowCount)} chosen; {opened || 'nothing'} opened
      </output>
      <div className="gallery-box">
        <SplitPane
          name="gallery"
          listLabel="Queue"
          detailLabel="Changes"
          decisionLabel="Decision"
          list={
            <VirtualList
              label="Entries"
              count={300}
              rowAt={(place) => ({ id: place })}
              keyOf={(row) => String(row.id)}
              active={entry}
              onActive={setEntry}
              lines={2}
            >
              {(row) => <span>Import {row.id}</span>}
            </VirtualList>
          }
          detail={
            <VirtualTable<Line>
              label="Changes"
              count={rowCount}
              rowAt={lineAt}
              keyOf={(row) => String(row.id)}
              active={active}
              onActive={setActive}
              onOpen={(row) => setOpened(`row ${row.id}`)}
              selection={chosen}
              onSelection={setChosen}
              columns={[
                {
                  id: 'kind',
                  title: 'Kind',
                  hideTitle: true,
                  width: '1.5rem',
                  cell: (row) => <Sign tone={row.gains ? 'gain' : 'loss'} />,
                },
                {
                  id: 'sentence',
                  title: 'Change',
                  width: 'minmax(0, 1fr)',
                  cell: (row) => <span className="truncate">{row.sentence}</span>,
                },
                { id: 'line', title: 'Line', width: '5rem', align: 'end', cell: (row) => row.id + 2 },
              ]}
            />
          }
          decision={<p className="gallery-pad">One decision.</p>}
        />
      </div>
    </>
  )
}
