import { expect, test } from 'vitest'
import { contentOf, fileFrom } from '../../../src/renderer/api/file-content.ts'

test('encodes every byte of a chosen file', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31) % 256)
  const content = await contentOf(new File([bytes], 'bytes.bin', { type: 'application/x-test' }))
  expect(content).toMatchObject({ fileName: 'bytes.bin', fileType: 'application/x-test' })
  const back = fileFrom(content)
  expect(back.type).toBe('application/x-test')
  expect(new Uint8Array(await back.arrayBuffer())).toEqual(bytes)
})

test('sends a file of unknown type as bytes', async () => {
  expect((await contentOf(new File(['a'], 'a'))).fileType).toBe('application/octet-stream')
})
