import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { makeVectors, vectorsFile, vectorsText } from '../../../support/make-audit-vectors.ts'

test('the published vectors are what the program computes', () => {
  expect(readFileSync(vectorsFile, 'utf8')).toBe(vectorsText())
})

test('RFC 8032 knows the published key', () => {
  const { key } = makeVectors()
  const raw = Buffer.from(key.publicKey.split('\n')[1] ?? '', 'base64').subarray(-32)
  expect(raw.toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
})

test('the published export holds for the verifier that needs no Castellan', () => {
  const folder = mkdtempSync(join(tmpdir(), 'castellan-vectors-'))
  const { export: lines } = JSON.parse(readFileSync(vectorsFile, 'utf8')) as { export: string[] }
  const file = join(folder, 'audit.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  const verifier = resolve(import.meta.dirname, '../../../../resources/verify-audit.mjs')
  const { keys } = JSON.parse(lines[0] ?? '') as { keys: { publicKey: string }[] }
  const key = join(folder, 'key.pem')
  writeFileSync(key, keys[0]?.publicKey ?? '')
  const out = execFileSync(process.execPath, [verifier, file, '--key', key], { encoding: 'utf8' })
  expect(out).toContain('5 entries, 2 checkpoints')
  expect(out).toContain('The log holds.')
  rmSync(folder, { recursive: true })
})
