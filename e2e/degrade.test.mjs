// The worst day: what the tool stands on is refused, missing or breaks. One sentence in the reader's language says what
// happened and what to do, what was pasted is not lost, and the guide can be read without the program.

import assert from 'node:assert/strict'
import { accessible } from './axe.mjs'
import { drop, file, hook, launch, open, paste, pasteKeys, refused, site, stopProgram, story, timedOut, TRAP } from './harness.mjs'
import { built, serve } from './server.mjs'

const chinese = text => /\p{Script=Han}/u.test(text)
const locales = ['en-US', 'zh-TW']
const wasm = /\/why502-web-[^/]*\.wasm$/

/** The page says why it did not start, in the reader's language, and leads to the guide. */
async function saysWhy(page, why, locale) {
  const said = hook(page, 'not-started', `[data-why=start_${why}]`).filter({ visible: true })
  await said.waitFor()
  assert.equal(await said.count(), 1)
  const text = await said.innerText()
  assert.ok(text.length > 30, text)
  assert.equal(chinese(text), locale === 'zh-TW', text)
  await accessible(page, why)
  const guide = page.locator('.boot-failed a').filter({ visible: true })
  const to = await guide.evaluate(link => link.href)
  assert.equal(to, `${site}guide/${locale === 'zh-TW' ? 'zh-Hant' : 'en'}/index.html`)
  await guide.click()
  assert.equal(chinese(await page.locator('h1').innerText()), locale === 'zh-TW')
}

/** Answers the request for the program in another way. */
const instead = answer => page => page.route(wasm, answer)

/** What may keep the program from starting, and what is said then. */
const reasons = {
  'WebAssembly is forbidden by a policy': ['forbidden', page => page.route(site, async route => {
    const response = await route.fetch()
    const headers = { ...response.headers(), 'content-security-policy': "script-src 'self' 'unsafe-inline'" }
    await route.fulfill({ response, headers })
  })],
  'the program is not on the server': ['missing', instead(route => route.fulfill({ status: 404, body: 'not found' }))],
  'a server answers everything with its front page': ['missing', instead(route => route.fulfill({ contentType: 'text/html', body: '<h1>Welcome</h1>' }))],
  'the program arrives damaged': ['missing', instead(async route => {
    const response = await route.fetch()
    const body = await response.body()
    await route.fulfill({ response, body: body.fill(0, 50_000, 250_000) })
  })],
  'the program arrives cut short': ['missing', instead(async route => {
    const response = await route.fetch()
    const body = (await response.body()).subarray(0, 100_000)
    await route.fulfill({ body, contentType: 'application/wasm' })
  })],
  'the connection breaks': ['missing', instead(route => route.abort())],
  'the words do not come': ['missing', page => page.route('**/words-*', route => route.abort())],
  'there is no WebAssembly': ['none', page => page.addInitScript(() => { delete globalThis.WebAssembly })],
}
const STARTING = /wasm|WebAssembly|fetch|ERR_FAILED|status 404|404 \(|content security policy|import|MIME/i

for (const [what, [why, arrange]] of Object.entries(reasons)) {
  for (const locale of locales) {
    story(`${what}: the page says so (${locale})`, { locale, allow: STARTING }, async page => {
      await arrange(page)
      await page.goto(site)
      await saysWhy(page, why, locale)
    })
  }
}

/** Opens the page, and its program does not come before what this gives is called. */
async function openLate(page) {
  let answer
  await page.route(wasm, route => new Promise(resolve => { answer = () => resolve(route.continue()) }))
  await page.goto(site, { waitUntil: 'commit' })
  await page.locator('html[data-boot=loading]').waitFor()
  return () => answer()
}

// A processor without the instructions that SIMD needs is what Chromium can be told to believe in.
for (const locale of locales) {
  story(`the browser has no SIMD: the page says so (${locale})`, {
    locale, allow: STARTING, browser: () => launch('--js-flags=--no-enable-ssse3 --no-enable-sse4-1 --no-enable-avx'),
  }, async page => {
    await page.goto(site)
    await saysWhy(page, 'old', locale)
  })
}

story('what was pasted before the program failed can be copied', { allow: STARTING }, async page => {
  let answer
  await page.route(wasm, route => new Promise(resolve => { answer = () => resolve(route.abort()) }))
  await page.goto(site, { waitUntil: 'commit' })
  await page.locator('html[data-boot=loading]').waitFor()
  await pasteKeys(page, refused())
  answer()
  const kept = hook(page, 'kept').filter({ visible: true })
  assert.equal(await kept.inputValue(), refused())
  await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
  await page.getByRole('button', { name: 'Copy it' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), refused())
  await accessible(page, 'a text that is kept')
})

for (const locale of locales) {
  story(`what is pasted after the program has failed is kept with the rest (${locale})`, { locale, allow: STARTING }, async page => {
    await page.route(wasm, route => route.abort())
    await page.goto(site)
    await hook(page, 'not-started').filter({ visible: true }).waitFor()
    for (const text of ['first\n', 'second\n']) {
      await pasteKeys(page, text)
    }
    const kept = hook(page, 'kept').filter({ visible: true })
    await page.waitForFunction(() => [...document.querySelectorAll('[data-testid=kept]')].some(field => field.value === 'first\nsecond\n'))
    assert.equal(await kept.count(), 1)
  })

  story(`the program is slow to come: the page says so, and it starts all the same (${locale})`, { locale }, async page => {
    let answer
    await page.clock.install()
    await page.route(wasm, route => new Promise(resolve => { answer = () => resolve(route.continue()) }))
    await page.goto(site, { waitUntil: 'commit' })
    await page.locator('html[data-boot=loading]').waitFor()
    await page.clock.fastForward(20_000)
    const said = hook(page, 'not-started', '[data-why=start_slow]').filter({ visible: true })
    await said.waitFor()
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    await page.clock.resume()
    await pasteKeys(page, timedOut)
    await hook(page, 'kept').filter({ visible: true }).waitFor()
    answer()
    await hook(page, 'verdict', '[data-cause=response-timeout]').waitFor({ state: 'attached' })
    assert.equal(await hook(page, 'paste-box').inputValue(), timedOut)
  })
}

story('what was pasted before the program was there is read, though the scripts around it do not come', { allow: /offline-|start-|notice-|ERR_FAILED/ }, async page => {
  await page.route(/\/(offline|start|notice)-[^/]*\.js$/, route => route.abort())
  const answer = await openLate(page)
  await pasteKeys(page, timedOut)
  answer()
  await hook(page, 'verdict', '[data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.equal(await hook(page, 'paste-box').inputValue(), timedOut)
})

story('what is pasted later is never replaced by what was pasted before', {}, async page => {
  let around
  await page.route('**/offline-*.js', route => new Promise(resolve => { around = () => resolve(route.continue()) }))
  const program = await openLate(page)
  await pasteKeys(page, timedOut)
  program()
  await hook(page, 'verdict', '[data-cause=response-timeout]').waitFor({ state: 'attached' })
  await hook(page, 'clear').click()
  assert.equal(await paste(page, refused()), 'connection-refused')
  around()
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /start-[^/]*\.js$/.test(name)))
  await hook(page, 'offline').waitFor({ state: 'attached' })
  assert.equal(await hook(page, 'verdict').getAttribute('data-cause'), 'connection-refused')
  assert.equal(await hook(page, 'paste-box').inputValue(), refused())
})

story('what was pasted before the program was there is read when it is', {}, async page => {
  const answer = await openLate(page)
  await pasteKeys(page, timedOut)
  answer()
  await hook(page, 'verdict', '[data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.equal(await hook(page, 'paste-box').inputValue(), timedOut)
})

for (const [locale, word] of [['en-US', /JavaScript/], ['zh-TW', /JavaScript/]]) {
  story(`script is off: the page says what to do in both languages (${locale})`, { locale, javaScriptEnabled: false, allow: /\.js \(csp\)/ }, async page => {
    await page.goto(site)
    for (const lang of ['en', 'zh-Hant']) {
      const said = page.locator(`div[lang=${lang}] .boot-failed`)
      assert.match(await said.innerText(), word)
      assert.equal(chinese(await said.innerText()), lang === 'zh-Hant')
      await page.locator(`div[lang=${lang}] .boot-failed a`).click()
      await page.locator(`html[lang=${lang}] h1`).waitFor()
      await page.goBack()
    }
  })
}

// ── The reader breaks in the middle ──────────────────────────────────────────────────────────────────────

/** The worker's program stops when it is given a text with this word in it. */
const trapping = page => page.addInitScript(trap => {
  const stop = `
addEventListener("message", ({ data }) => {
  if (data.kind !== "chunk" || !new TextDecoder().decode(data.bytes).includes("STOP-HERE")) return;
  new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(${JSON.stringify(trap)}))).exports.f();
});`
  const made = URL.createObjectURL
  URL.createObjectURL = blob => made.call(URL, blob.type === 'text/javascript' ? new Blob([blob, stop], { type: blob.type }) : blob)
}, TRAP)

for (const locale of locales) {
  story(`the engine stops over a text: it says so, the text stays, and the next one is read (${locale})`, { locale, allow: /unreachable/ }, async page => {
    await trapping(page)
    await open(page)
    const text = `STOP-HERE\n${refused()}`
    await paste(page, text)
    const said = hook(page, 'warnings')
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    assert.equal(await hook(page, 'paste-box').inputValue(), text)
    const to = await said.getByRole('link').evaluate(link => link.href)
    assert.equal(to, `${site}guide/${locale === 'zh-TW' ? 'zh-Hant' : 'en'}/index.html`)
    await accessible(page, 'the engine has stopped')
    assert.equal(await paste(page, refused()), 'connection-refused')
    assert.equal(await said.count(), 0)
  })

  story(`the page's program stops: it says so, and the text can be copied (${locale})`, { locale, allow: /unreachable/ }, async page => {
    await open(page)
    await paste(page, refused())
    await stopProgram(page)
    const said = hook(page, 'stopped')
    await said.waitFor()
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    await accessible(page, 'the program has stopped')
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
    const [copy, reload] = await said.getByRole('button').all()
    await copy.click()
    await said.getByRole('button', { name: locale === 'zh-TW' ? '已複製' : 'Copied' }).waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), refused())
    assert.match(await said.getByRole('link').evaluate(link => link.href), /\/guide\/(en|zh-Hant)\/index\.html$/)
    await Promise.all([page.waitForEvent('load'), reload.click()])
    await hook(page, 'paste-box').waitFor()
  })
}

for (const locale of locales) {
  story(`the program stops over a paste that is too large for the box: it can be copied (${locale})`, { locale, allow: /unreachable/ }, async page => {
    await open(page)
    await hook(page, 'offline').waitFor({ state: 'attached' })
    const large = refused().repeat(3000)
    assert.equal(await paste(page, large), 'connection-refused')
    await hook(page, 'held').waitFor()
    await stopProgram(page)
    await hook(page, 'stopped').getByRole('button').first().click()
    await hook(page, 'stopped').getByRole('button', { name: locale === 'zh-TW' ? '已複製' : 'Copied' }).waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), large)
  })

  story(`the program stops over a file: it says that the file is as it was, and copies nothing (${locale})`, { locale, allow: /unreachable/ }, async page => {
    await open(page)
    await hook(page, 'offline').waitFor({ state: 'attached' })
    assert.equal(await drop(page, file('error.log', timedOut)), 'response-timeout')
    await stopProgram(page)
    const said = hook(page, 'stopped')
    await said.getByText(locale === 'zh-TW' ? '再開啟一次檔案' : 'open the file again').waitFor()
    assert.equal(await said.getByRole('button').count(), 1, 'only the one that reloads')
  })
}

// ── What is refused, and works all the same ──────────────────────────────────────────────────────────────

for (const locale of locales) {
  story(`workers are refused: the answer is the same, and the page says that it takes longer (${locale})`, { locale }, async page => {
    await page.addInitScript(() => { delete globalThis.Worker })
    await open(page)
    assert.equal(await paste(page, refused()), 'connection-refused')
    assert.equal(await drop(page, file('error.log', timedOut)), 'response-timeout')
    const said = hook(page, 'slow')
    await said.waitFor()
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    await accessible(page, 'workers are refused')
  })

  story(`storage is refused: everything works, and the page says what does not last (${locale})`, { locale }, async page => {
    await page.addInitScript(() => {
      const refuse = { get() { throw new DOMException('no', 'SecurityError') } }
      for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB']) Object.defineProperty(window, name, refuse)
    })
    await open(page)
    const said = hook(page, 'storage')
    await said.waitFor()
    assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
    assert.equal(await paste(page, refused()), 'connection-refused')
    const other = locale === 'zh-TW' ? 'en' : 'zh-Hant'
    await hook(page, 'lang-switch', `[data-lang=${other}]`).click()
    await page.locator(`html[lang=${other}]`).waitFor()
    assert.equal(chinese(await said.innerText()), other === 'zh-Hant')
    await open(page, '#/commands')
    await accessible(page, 'storage is refused')
  })
}

const refusals = {
  'there is no service worker': () => { delete Navigator.prototype.serviceWorker },
  'it is refused, as in a private window': () => {
    Object.defineProperty(ServiceWorkerContainer.prototype, 'register', { value: async () => { throw new DOMException('no', 'SecurityError') } })
  },
}
for (const [what, refuse] of Object.entries(refusals)) {
  for (const locale of locales) {
    story(`no copy for later, ${what}: the page says so and offers the single file (${locale})`, { locale }, async page => {
      await page.addInitScript(refuse)
      await open(page)
      const said = hook(page, 'offline')
      await said.waitFor()
      assert.equal(chinese(await said.innerText()), locale === 'zh-TW')
      const link = said.getByRole('link')
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      assert.equal(download.suggestedFilename(), 'why502.html')
      assert.equal(await paste(page, refused()), 'connection-refused')
    })
  }
}

story('the copy finds no place: the page says so', { serviceWorkers: 'allow', allow: /sw\.js|QuotaExceeded/ }, async page => {
  const files = await built()
  const own = await serve(files)
  const refusal = 'caches.open = async () => { throw new DOMException("no", "QuotaExceededError") };\n'
  files.set('sw.js', Buffer.from(refusal + files.get('sw.js')))
  await open(page, '#/', own.url)
  await hook(page, 'offline').getByRole('link').waitFor()
  assert.equal(await paste(page, refused()), 'connection-refused')
})
