// Files, in all the forms in which logs lie on disks.

import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { drop, file, healthy, hook, json, open, reading, refused, story } from './harness.mjs'

story('a dropped file is read', {}, async page => {
  await open(page)
  assert.equal(await drop(page, file('error.log', refused())), 'connection-refused')
})

story('a file chosen by the button is read, and the same one a second time', {}, async page => {
  await open(page)
  const log = { name: 'error.log', mimeType: 'text/plain', buffer: Buffer.from(refused()) }
  for (let time = 0; time < 2; time++) {
    const cause = await reading(page, () => hook(page, 'file-input').setInputFiles(log))
    assert.equal(cause, 'connection-refused')
  }
})

story('a compressed file is read', {}, async page => {
  await open(page)
  assert.equal(await drop(page, file('error.log.2.gz', gzipSync(refused()))), 'connection-refused')
})

story('a compressed file of several members is read to its end', {}, async page => {
  await open(page)
  const members = Buffer.concat([gzipSync('all is well\n'), gzipSync(refused())])
  assert.equal(await drop(page, file('error.log.gz', members)), 'connection-refused')
  assert.equal(JSON.parse(await json(page)).findings[0].evidence[0].line, 2)
})

for (const [name, encode] of [
  ['UTF-16, little end first', text => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16, big end first', text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-8 with a byte order mark', text => Buffer.from(`\ufeff${text}`)],
  ['Windows line ends', text => Buffer.from(text.replaceAll('\n', '\r\n'))],
]) {
  story(`a file in ${name} is read`, {}, async page => {
    await open(page)
    assert.equal(await drop(page, file('error.log', encode(`all is well\n${refused()}`))), 'connection-refused')
    assert.equal(JSON.parse(await json(page)).findings[0].evidence[0].line, 2)
  })
}

story('several files are read as one paste', {}, async page => {
  await open(page)
  await drop(page, file('a.log', 'all is well\n'), file('b.log', refused()))
  const { findings, lines } = JSON.parse(await json(page))
  assert.equal(findings[0].cause, 'connection-refused')
  assert.equal(lines, 2)
})

/** A file on the disk, large enough that its reading can be stopped. */
async function onDisk(use) {
  const folder = await mkdtemp(join(tmpdir(), 'why502-e2e-'))
  const path = join(folder, 'huge.log')
  await writeFile(path, healthy.repeat(Math.ceil(150 * 2 ** 20 / healthy.length)) + refused())
  try {
    await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Chooses the file and stops its reading; the outcome says so and offers to read again. */
async function stopped(page, path) {
  await hook(page, 'file-input').setInputFiles(path)
  await hook(page, 'verdict').getByRole('button', { name: 'Stop' }).click()
  const again = hook(page, 'verdict').getByRole('button', { name: 'Read again' })
  await again.waitFor()
  assert.match(await hook(page, 'verdict').innerText(), /Stopped\. The paste is kept\./)
  return again
}

story('a reading can be stopped, and begun again', {}, async page => {
  await onDisk(async path => {
    await open(page)
    const again = await stopped(page, path)
    assert.equal(await reading(page, () => again.click()), 'connection-refused')
  })
})

story('a file that is gone is named, and stays to be read again', {}, async page => {
  await onDisk(async path => {
    await open(page)
    const again = await stopped(page, path)
    await rm(path)
    await reading(page, () => again.click())
    assert.match(await hook(page, 'warnings').innerText(), /could not be read: huge\.log/)
    assert.equal(await hook(page, 'verdict').getByRole('button', { name: 'Read again' }).count(), 1)
    // The page goes on working.
    assert.equal(await drop(page, file('error.log', refused())), 'connection-refused')
  })
})
