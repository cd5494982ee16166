// The whole app in one file: from a disk, and at any address that a server answers with an error.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { after } from 'node:test'
import { accessible } from './axe.mjs'
import { copied, drop, file, hook, json, passOn, paste, refused, site, story, timedOut } from './harness.mjs'

const single = new URL('../dist/why502.html', import.meta.url)
const html = await readFile(single)

// A server whose backend is gone: every address has the same answer.
const asked = []
const server = createServer((request, response) => {
  asked.push(request.url)
  response.writeHead(502, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
const failing = `http://127.0.0.1:${server.address().port}/any/deep/path?x=1`

const places = {
  'from a disk': { url: single.href, allow: /^elsewhere: file:\S+\/why502\.html(#\S*)?$/ },
  'at a failing address': { url: failing, allow: /^(elsewhere|status 502|console: Failed to load resource)[^]*/ },
}

/** Notes every request but the one for the page itself. */
function requests(page, url) {
  const seen = []
  page.context().on('request', request => {
    if (request.url().split('#')[0] !== url && !/^(blob|data):/.test(request.url())) seen.push(request.url())
  })
  return seen
}

async function openAt(page, url) {
  await page.goto(url)
  await hook(page, 'paste-box').waitFor()
}

for (const [where, { url, allow }] of Object.entries(places)) {
  story(`${where}: a verdict with all its steps, in both languages, and not one request`, { allow }, async page => {
    const seen = requests(page, url)
    const workers = []
    page.on('worker', worker => workers.push(worker.url()))
    await openAt(page, url)
    assert.equal(await paste(page, refused(4567)), 'connection-refused')
    assert.match(await hook(page, 'sentence').innerText(), /127\.0\.0\.1:4567/)
    await hook(page, 'fix').first().waitFor()
    assert.equal(workers.length, 1, 'the reading is done by a worker')

    await hook(page, 'lang-switch', '[data-lang=zh-Hant]').click()
    await page.locator('html[lang=zh-Hant]').waitFor()
    assert.match(await hook(page, 'sentence').innerText(), /\p{Script=Han}/u)
    assert.match(await hook(page, 'fix').first().innerText(), /\p{Script=Han}/u)

    await page.locator('details.why summary').click()
    await page.locator('details.why a[href="#/cause/connection-refused"]').click()
    await hook(page, 'cause').waitFor()
    // The book's part of the page.
    await page.locator('.cause-page .book a[href^="#/examples/"]').first().waitFor()
    await page.locator('header nav a[href="#/guide"]').click()
    await hook(page, 'book', '[data-page=guide]').waitFor()
    await page.goBack()
    await page.goBack()
    await hook(page, 'paste-box').waitFor()
    assert.equal(await hook(page, 'verdict').getAttribute('data-cause'), 'connection-refused')
    assert.deepEqual(seen, [])
  })

  story(`${where}: greeted in the browser's language, and nothing for axe to say`, { allow, locale: 'zh-TW', colorScheme: 'dark' }, async page => {
    await openAt(page, url)
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hant')
    await paste(page, refused())
    await hook(page, 'fix').first().waitFor()
    await accessible(page, where)
  })

  story(`${where}: where workers are refused the page reads by itself`, { allow }, async page => {
    await page.addInitScript(() => { window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError') } } })
    await openAt(page, url)
    assert.equal(await drop(page, file('error.log', timedOut)), 'response-timeout')
  })
}

for (const [where, { url, allow }] of Object.entries(places)) {
  story(`${where}: a page for visitors is made, and shown with its script`, { allow, locale: 'zh-TW' }, async page => {
    const seen = requests(page, url)
    await openAt(page, url)
    await page.locator('header nav a[href="#/page"]').click()
    await hook(page, 'maker').waitFor()
    await page.locator('[data-testid=maker] input[name=name]').fill('一家店')
    const preview = page.frameLocator('[data-testid=maker-preview]')
    await preview.getByText('一家店').first().waitFor()
    // The script has taken the other language away, and style is on.
    await preview.locator('h1:visible').first().waitFor()
    assert.equal(await preview.locator('h1:visible').count(), 1)
    assert.match(await preview.locator('h1:visible').innerText(), /\p{Script=Han}/u)
    assert.notEqual(await preview.locator('body').evaluate(body => getComputedStyle(body).fontFamily), 'Times New Roman')
    assert.deepEqual(seen, [])
  })
}

story('the site and the file answer alike, byte for byte', { allow: places['at a failing address'].allow }, async page => {
  const text = refused() + timedOut
  const answers = []
  for (const url of [site, failing]) {
    await openAt(page, url)
    await drop(page, file('error.log', text))
    answers.push(await json(page))
  }
  assert.equal(answers[0], answers[1])
})

story('only the page itself is asked for at a failing address', { allow: places['at a failing address'].allow }, async page => {
  asked.length = 0
  await openAt(page, failing)
  await paste(page, refused())
  await passOn(page)
  await copied(page, hook(page, 'copy-markdown'))
  assert.deepEqual(asked.filter(path => path !== '/favicon.ico'), ['/any/deep/path?x=1'])
})

story('its policy lets nothing out, whatever runs in it', { allow: /Content Security Policy|elsewhere|Refused|Fetch API|csp/i }, async page => {
  await openAt(page, single.href)
  const tries = await page.evaluate(async site => {
    const tried = await Promise.allSettled([
      fetch(site),
      new Promise((good, bad) => Object.assign(new Image(), { onload: good, onerror: bad, src: `${site}early.js` })),
      new Promise((good, bad) => {
        const script = Object.assign(document.createElement('script'), { onload: good, onerror: bad, src: `${site}early.js` })
        document.head.append(script)
      }),
    ])
    return tried.map(({ status }) => status)
  }, site)
  assert.deepEqual(tries, ['rejected', 'rejected', 'rejected'])
})

story('a browser that cannot unpack it is told what to do instead', { allow: /DecompressionStream|elsewhere/ }, async page => {
  await page.addInitScript(() => { delete window.DecompressionStream })
  await page.goto(single.href)
  await page.getByText('The reader did not start.').waitFor()
  await page.getByText('Is the backend running?').first().waitFor()
})

story('without scripts it says what to do', { javaScriptEnabled: false, allow: /elsewhere|csp/ }, async page => {
  await page.goto(single.href)
  await page.getByText('Is the backend running?').waitFor()
  await page.getByText('後端有在執行嗎？').waitFor()
  assert.equal(await page.locator('a:not([href^="#"])').count(), 0, 'no link leads to where nothing is')
})
