// The whole app in one file: from a disk, and at any address that a server answers with an error.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { after } from 'node:test'
import { accessible } from './axe.mjs'
import { copied, drop, file, hook, json, passOn, paste, pasteKeys, refused, site, stopProgram, story, timedOut } from './harness.mjs'

const chinese = text => /\p{Script=Han}/u.test(text)

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

// ── The worst day: degrade.test.mjs has the same for the site ───────────────────────────────────────────

const missing = {
  DecompressionStream: 'old',
  WebAssembly: 'none',
}
for (const [name, why] of Object.entries(missing)) {
  for (const locale of ['en-US', 'zh-TW']) {
    story(`a browser without ${name} is told what to do instead (${locale})`, { locale, allow: /DecompressionStream|WebAssembly|elsewhere/ }, async page => {
      await page.addInitScript(name => { delete window[name] }, name)
      await page.goto(single.href)
      const said = hook(page, 'not-started', `[data-why=start_${why}]`).filter({ visible: true })
      await said.waitFor()
      assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
      await page.getByText(locale === 'zh-TW' ? '後端有在執行嗎？' : 'Is the backend running?').filter({ visible: true }).waitFor()
      assert.equal(await page.locator('a:not([href^="#"])').count(), 0, 'no link leads to where nothing is')
    })
  }
}

/** The program waits until the page is told `go()`, which lets it start or fail. */
const late = page => page.addInitScript(() => {
  const start = WebAssembly.instantiateStreaming
  WebAssembly.instantiateStreaming = async (...given) => {
    if (!await new Promise(resolve => { window.go = resolve })) throw new TypeError('no')
    return start.apply(WebAssembly, given)
  }
  WebAssembly.instantiate = () => { throw new TypeError('no') }
})

async function pasteEarly(page, text) {
  await page.waitForFunction(() => window.go)
  await pasteKeys(page, text)
}

for (const [where, { url, allow }] of Object.entries(places)) {
  story(`${where}: what was pasted before the program was there is read when it is`, { allow }, async page => {
    await late(page)
    await page.goto(url)
    await pasteEarly(page, timedOut)
    await page.evaluate(() => window.go(true))
    await hook(page, 'verdict', '[data-cause=response-timeout]').waitFor({ state: 'attached' })
    assert.equal(await hook(page, 'paste-box').inputValue(), timedOut)
  })
}

story('what was pasted before the program failed can be copied', { allow: /elsewhere|no$|wasm/i }, async page => {
  await late(page)
  await page.goto(single.href)
  await pasteEarly(page, refused())
  await page.evaluate(() => window.go(false))
  assert.equal(await hook(page, 'kept').filter({ visible: true }).inputValue(), refused())
})

for (const locale of ['en-US', 'zh-TW']) {
  story(`the program stops: it says so, and the text can be copied (${locale})`, { locale, allow: /unreachable|elsewhere/ }, async page => {
    await openAt(page, single.href)
    await paste(page, refused())
    await stopProgram(page)
    const said = hook(page, 'stopped')
    await said.waitFor()
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    assert.equal(await said.getByRole('link').count(), 0, 'no link leads to where nothing is')
    await accessible(page, 'the program has stopped')
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
    await said.getByRole('button').first().click()
    await said.getByRole('button', { name: locale === 'zh-TW' ? '已複製' : 'Copied' }).waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), refused())
  })

  story(`the program stops on a page without TLS, which has no clipboard of the new kind: the text can be copied all the same (${locale})`, { locale, allow: /unreachable|elsewhere/ }, async page => {
    await openAt(page, single.href)
    await paste(page, refused())
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
    await page.evaluate(() => {
      window.clipboard = navigator.clipboard
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
    })
    await stopProgram(page)
    await hook(page, 'stopped').getByRole('button').first().click()
    await hook(page, 'stopped').getByRole('button', { name: locale === 'zh-TW' ? '已複製' : 'Copied' }).waitFor()
    assert.equal(await page.evaluate(() => window.clipboard.readText()), refused())
  })

  story(`workers and storage are refused: it works, and says what is different (${locale})`, { locale, allow: /elsewhere/ }, async page => {
    await page.addInitScript(() => {
      delete globalThis.Worker
      Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })
    })
    await openAt(page, single.href)
    assert.equal(await paste(page, refused()), 'connection-refused')
    for (const name of ['slow', 'storage']) {
      await hook(page, name).waitFor()
      assert.equal(chinese(await hook(page, name).innerText()), locale === 'zh-TW')
    }
  })
}

story('without scripts it says what to do', { javaScriptEnabled: false, allow: /elsewhere|csp/ }, async page => {
  await page.goto(single.href)
  await page.getByText('Is the backend running?').waitFor()
  await page.getByText('後端有在執行嗎？').waitFor()
  assert.equal(await page.locator('a:not([href^="#"])').count(), 0, 'no link leads to where nothing is')
})
