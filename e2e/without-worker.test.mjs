// Where the browser refuses workers, the page reads by itself: more slowly, with the same answer.

import assert from 'node:assert/strict'
import { drop, file, json, open, paste, refused, story, timedOut } from './harness.mjs'

const refusals = {
  'there is no Worker': () => { delete window.Worker },
  'Worker throws': () => { window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError') } } },
  'the worker fails after its start': () => {
    window.Worker = class extends EventTarget {
      constructor() {
        super()
        setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'no' })))
      }
      postMessage() {}
      terminate() {}
    }
  },
}

for (const [what, refuse] of Object.entries(refusals)) {
  story(`${what}: still a verdict`, {}, async page => {
    await page.addInitScript(refuse)
    await open(page)
    assert.equal(await paste(page, refused()), 'connection-refused')
    assert.equal(await drop(page, file('error.log', timedOut)), 'response-timeout')
  })
}

story('the worker\'s script cannot be loaded: still a verdict', { allow: /blob/ }, async page => {
  await page.addInitScript(() => {
    const made = URL.createObjectURL
    URL.createObjectURL = blob => {
      const address = made.call(URL, blob)
      if (blob.type === 'text/javascript') URL.revokeObjectURL(address)
      return address
    }
  })
  await open(page)
  assert.equal(await paste(page, refused()), 'connection-refused')
})

story('the answer is the same, byte for byte', {}, async page => {
  const text = refused() + timedOut
  await open(page)
  await drop(page, file('error.log', text))
  const withWorker = await json(page)
  await page.addInitScript(refusals['there is no Worker'])
  await page.reload()
  await open(page)
  await drop(page, file('error.log', text))
  assert.equal(await json(page), withWorker)
})
