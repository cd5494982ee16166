// Input that is no log at all: there is always a clear word about it, in the reader's language, and nothing that
// the reader put in is lost.

import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import { drop, dropLarge, file, hook, open, paste, reading, refused, story } from './harness.mjs'

/** Bytes that look like no text, the same in every run. */
function noise(length) {
  let state = 502
  return Buffer.from(Array.from({ length }, () => (state = (state * 1103515245 + 12345) % 2 ** 31) >> 16 & 255))
}

const bad = {
  'an empty file': Buffer.alloc(0),
  'a binary file': noise(20_000),
  'a file of NUL bytes': Buffer.alloc(4096),
  'a compressed file that was cut short': gzipSync(noise(5000)).subarray(0, 3000),
}

const chinese = /\p{Script=Han}/u

for (const [what, content] of Object.entries(bad)) {
  for (const locale of ['en-US', 'zh-TW']) {
    story(`${what} is answered in words (${locale})`, { locale }, async page => {
      await open(page)
      const name = what.includes('compressed') ? 'error.log.gz' : 'error.log'
      const cause = await drop(page, file(name, content))
      assert.ok(['none', 'unknown'].includes(cause), `it is no ${cause}`)
      const said = await hook(page, 'warnings').innerText()
      assert.equal(chinese.test(said), locale === 'zh-TW', said)
      // The next paste works as ever.
      assert.equal(await paste(page, refused()), 'connection-refused')
    })
  }
}

story('a compressed file that was cut short still tells what its beginning says', {}, async page => {
  await open(page)
  const whole = gzipSync(Buffer.concat([Buffer.from(refused()), noise(20_000)]))
  assert.equal(await drop(page, file('error.log.gz', whole.subarray(0, 15_000))), 'connection-refused')
  await hook(page, 'warnings').waitFor()
})

story('one line of 50 MB is read, and said to be too long', {}, async page => {
  await open(page)
  const cause = await reading(page, () => dropLarge(page, 'one-line.log', 'no line end here ', 50))
  assert.ok(['none', 'unknown'].includes(cause), `it is no ${cause}`)
  await hook(page, 'warnings').waitFor()
})

story('a failure among NUL bytes is found, and the paste stays in the box', {}, async page => {
  await open(page)
  const text = `\u0000\u0001\u0002 noise\n${refused()}\u0000\n`
  assert.equal(await reading(page, () => hook(page, 'paste-box').fill(text)), 'connection-refused')
  assert.match(await hook(page, 'paste-box').inputValue(), /noise\n2026/)
})

story('what was pasted stays while its answer is looked at in another place', {}, async page => {
  await open(page)
  const text = 'Good morning, everything is fine.'
  await paste(page, text)
  await page.evaluate(() => { location.hash = '#/about' })
  await hook(page, 'paste-box').waitFor({ state: 'hidden' })
  await page.goBack()
  assert.equal(await hook(page, 'paste-box').inputValue(), text)
})
