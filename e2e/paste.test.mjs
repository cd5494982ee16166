// From a paste to a verdict, and through the parts of the verdict.

import assert from 'node:assert/strict'
import { copied, drop, file, hook, open, paste, reading, refused, story, timedOut } from './harness.mjs'

story('a paste shows the verdict without any button', {}, async page => {
  await open(page)
  assert.equal(await hook(page, 'verdict').getAttribute('data-state'), 'idle')
  assert.equal(await paste(page, refused(3000)), 'connection-refused')

  // The sentence has the reader's own address in it, and the decisive words are marked.
  assert.match(await hook(page, 'sentence').innerText(), /127\.0\.0\.1:3000/)
  assert.match(await hook(page, 'evidence').locator('mark').first().innerText(), /Connection refused/)
  const failed = hook(page, 'chain').locator('[data-failed=true]')
  assert.equal(await failed.count(), 1)
  assert.equal(await failed.getAttribute('data-layer'), 'backend')
})

story('typing is read too', {}, async page => {
  await open(page)
  const cause = await reading(page, () => hook(page, 'paste-box').fill(refused()))
  assert.equal(cause, 'connection-refused')
})

story('a fix command has the port of the paste, and can be copied', {}, async page => {
  await open(page)
  await paste(page, refused(4567))
  const fixes = hook(page, 'fix')
  assert.ok(await fixes.count() > 0)
  const buttons = await fixes.first().locator('[data-testid=copy]').all()
  const commands = []
  for (const button of buttons) commands.push(await copied(page, button))
  assert.ok(commands.some(text => text.includes('4567')), `no copied command names port 4567:\n${commands.join('\n')}`)
})

story('every sample leads to a verdict', {}, async page => {
  await open(page)
  const samples = await hook(page, 'sample').all()
  assert.ok(samples.length >= 3)
  for (const sample of samples) {
    const name = await sample.getAttribute('data-sample')
    const cause = await reading(page, () => sample.click())
    assert.notEqual(cause, 'none', `sample ${name} shows no failure`)
    // It is put into the box, so that one sees what such a paste looks like.
    assert.notEqual(await hook(page, 'paste-box').inputValue(), '', name)
  }
})

story('a sample is a key press away', {}, async page => {
  await open(page)
  await hook(page, 'sample').first().focus()
  assert.notEqual(await reading(page, () => page.keyboard.press('Enter')), 'none')
})

story('a paste that does not show a cause says what to paste next', {}, async page => {
  await open(page)
  assert.equal(await paste(page, 'HTTP/1.1 502 Bad Gateway\nServer: nginx\nContent-Length: 157\n'), 'unknown')
  await hook(page, 'next').waitFor()
  assert.notEqual(await hook(page, 'next').innerText(), '')
})

story('text without a failure has no finding', {}, async page => {
  await open(page)
  assert.equal(await paste(page, 'Good morning, everything is fine.\n'), 'none')
  await hook(page, 'sentence').waitFor()
})

story('a second paste replaces the verdict of the first', {}, async page => {
  await open(page)
  assert.equal(await paste(page, refused()), 'connection-refused')
  assert.equal(await paste(page, timedOut), 'response-timeout')
  assert.equal(await drop(page, file('error.log', refused())), 'connection-refused')
})
