// The custom element in somebody else's page: nothing of one gets into the other.

import assert from 'node:assert/strict'
import { accessible } from './axe.mjs'
import { copied, hook, passOn, refused, site, story } from './harness.mjs'

/** The policy that README.md names, and what the page around needs itself. */
const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
  "frame-src 'self'; style-src 'self'; img-src data:"

/** A style sheet that spares nobody, but gives the page around something to be read by. */
const hostile = `
  html { font-size: 40px; line-height: 3; letter-spacing: 4px; text-transform: uppercase; color-scheme: only dark }
  * { all: unset }
  * { font-family: fantasy !important; color: rgb(90, 0, 90) !important; box-sizing: content-box !important }
  head, style, script { display: none }
  div, section, main, p, header, h1 { display: block }
  button, textarea, a, p, h1, h2, main { position: relative; text-align: right; border: 7px solid red !important; width: 20px }
  main { width: auto; background: white }
  .why502, .top, .paste, .button { display: none !important }
  [hidden] { display: block !important }`

/** A page of a site with a router of its own. */
async function host(page, body, { css = '', csp = policy, lang = 'en', path = 'around/page.html', hash = '#!/orders/7' } = {}) {
  const serve = (file, contentType, content, headers = {}) =>
    page.route(site + file, route => route.fulfill({ contentType, body: content, headers }))
  await serve('around/style.css', 'text/css', css)
  await serve('around/router.js', 'text/javascript', `
    window.routed = []
    addEventListener('hashchange', () => routed.push(location.hash))
    window.pasted = 0
    document.addEventListener('paste', event => { if (!event.defaultPrevented) pasted++ })`)
  await serve(path, 'text/html;charset=utf-8', `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>My shop</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/${new URL('around/style.css', site).pathname.slice(1)}">
    <script src="${new URL('around/router.js', site).pathname}"></script>
    <script type="module" src="${new URL('why-502.js', site).pathname}"></script></head>
    <body><main><h1>My shop</h1><p id="own">Closed for a moment.</p>${body}</main></body></html>`,
    csp ? { 'content-security-policy': csp } : {})
  await page.goto(site + path + hash)
  await page.waitForFunction(() => customElements.get('why-502'))
}

/** Names of what is fetched from now on, without hashes. */
function fetches(page) {
  const seen = []
  page.on('request', request => seen.push(request.url().replace(/.*\//, '').replace(/-[0-9a-f]{14,16}(?=[._])/, '')))
  return seen
}

const opener = page => page.locator('why-502 button.opener')
const box = page => hook(page, 'paste-box')
const cause = (page, name) => hook(page, 'verdict', `[data-state=done][data-cause=${name}]`).waitFor()

/** Pastes into the box, as a person does. */
async function paste(page, text) {
  await page.evaluate(text => navigator.clipboard.writeText(text), text)
  await box(page).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+v')
}

/** How things of the page around look. */
const looks = page => page.evaluate(() => ['html', 'body', 'main', 'h1', '#own'].map(selector => {
  const { color, font, display, backgroundColor, lineHeight, width } = getComputedStyle(document.querySelector(selector))
  return { selector, color, font, display, backgroundColor, lineHeight, width }
}))

story('nothing is fetched before it is opened, and then a verdict, under a strict policy', {}, async page => {
  const seen = fetches(page)
  await host(page, '<why-502></why-502>')
  await opener(page).waitFor()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(seen.filter(name => !/^(page\.html.*|style\.css|router\.js|,)$/.test(name)), ['why-502.js'])

  const workers = []
  page.on('worker', worker => workers.push(worker.url()))
  await opener(page).click()
  await box(page).waitFor()
  await paste(page, refused(4711))
  await cause(page, 'connection-refused')
  assert.match(await hook(page, 'sentence').innerText(), /127\.0\.0\.1:4711/)
  await hook(page, 'fix').first().waitFor()
  assert.equal(workers.length, 1, 'the reading is done by a worker')
  await passOn(page)
  assert.match(await copied(page, hook(page, 'copy-markdown')), /Connection refused/)
})

story('the address, the title and the style of the page around stay as they are', {}, async page => {
  await host(page, '<why-502></why-502>')
  const before = await looks(page)
  await opener(page).click()
  await box(page).waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
  await page.locator('details.why summary').click()
  await page.locator('details.why a[href="#/cause/connection-refused"]').click()
  await hook(page, 'cause').waitFor()
  assert.match(await page.evaluate(() => document.querySelector('why-502').shadowRoot.activeElement.localName), /h1/)
  await page.locator('why-502 nav a[href="#/guide"]').click()
  await hook(page, 'book', '[data-page=guide]').waitFor()
  // The second program and the book have brought a style of their own.
  await page.locator('why-502 [data-testid=book] a[href="#/walk"]').first().click()
  await page.locator('why-502 .chart').waitFor()
  await page.locator('why-502 [data-node=start] [data-branch]').first().click()
  await page.locator('why-502 [data-node]:not([hidden]) >> nth=1').waitFor()

  const around = () => page.evaluate(() => ({ hash: location.hash, routed, title: document.title, lang: document.documentElement.lang, theme: document.documentElement.dataset.theme ?? null }))
  assert.deepEqual(await around(), { hash: '#!/orders/7', routed: [], title: 'My shop', lang: 'en', theme: null })
  assert.deepEqual(await looks(page), before)

  // The way back is inside.
  const back = page.locator('why-502 button.back')
  for (const [name, value] of [['book', 'walk'], ['book', 'guide']]) {
    await back.click()
    await hook(page, name, `[data-page=${value}]`).waitFor()
  }
  await back.click()
  await hook(page, 'cause').waitFor()
  await back.click()
  await box(page).waitFor()
  await back.waitFor({ state: 'hidden' })
  // And the page's own router still works.
  await page.evaluate(() => { location.hash = '#!/orders/8' })
  await page.waitForFunction(() => routed.length === 1)
  await box(page).waitFor()
})

story('a style sheet that spares nobody does not get in', { viewport: { width: 1000, height: 800 } }, async page => {
  const look = () => page.evaluate(() => {
    const root = document.querySelector('why-502').shadowRoot
    return ['.opened', '.top', '.brand', 'h1', '.lead', '.paste-label', '.paste-field', '.button', '.chip', '.promise', '.sentence', '.hop-name', '.fix'].map(selector => {
      const element = root.querySelector(selector)
      const style = getComputedStyle(element)
      const names = ['color', 'fontFamily', 'fontSize', 'lineHeight', 'letterSpacing', 'textAlign', 'textTransform', 'display', 'position', 'borderTopWidth', 'backgroundColor', 'boxSizing', 'paddingLeft']
      return [selector, ...names.map(name => style[name])].join(' | ')
    })
  })
  const looked = []
  for (const css of ['', hostile]) {
    await host(page, '<aside><why-502 open></why-502></aside>', { css: `${css} aside { display: block; width: 900px }`, path: css ? 'around/hostile.html' : 'around/plain.html' })
    await box(page).waitFor()
    await paste(page, refused())
    await cause(page, 'connection-refused')
    await hook(page, 'fix').first().waitFor()
    looked.push(await look())
  }
  assert.deepEqual(looked[1], looked[0])
  assert.ok(await page.locator('why-502 textarea').evaluate(element => element.getBoundingClientRect().width) > 700)
})

story('what is pasted or dropped into the page around is the page\'s', {}, async page => {
  await host(page, '<why-502 open></why-502><p><label>Order <textarea id="order"></textarea></label></p>')
  await box(page).waitFor()
  await page.evaluate(text => navigator.clipboard.writeText(text), refused())
  await page.locator('#order').focus()
  await page.keyboard.press('ControlOrMeta+v')
  assert.match(await page.locator('#order').inputValue(), /Connection refused/)
  assert.equal(await page.evaluate(() => pasted), 1)
  assert.equal(await box(page).inputValue(), '')
  assert.equal(await hook(page, 'verdict').getAttribute('data-state'), 'idle')
  const taken = await page.evaluate(() => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'x.log'))
    return ['dragover', 'drop'].map(type => !document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true })))
  })
  assert.deepEqual(taken, [false, false])
  // Inside, a drop is ours.
  await box(page).evaluate((element, text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'error.log'))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, composed: true }))
  }, refused())
  await cause(page, 'connection-refused')
})

story('the language is the attribute\'s, else the page\'s, and can be changed from both sides', { locale: 'en-US' }, async page => {
  await host(page, '<why-502></why-502>', { lang: 'zh-TW' })
  assert.match(await opener(page).innerText(), /\p{Script=Han}/u)
  await page.evaluate(() => document.querySelector('why-502').setAttribute('lang', 'en'))
  assert.match(await opener(page).innerText(), /What is behind/)
  await opener(page).click()
  await page.locator('why-502 .app[lang=en] h1').first().waitFor()
  await page.evaluate(() => document.querySelector('why-502').setAttribute('lang', 'zh-Hant'))
  await page.locator('why-502 .app[lang=zh-Hant]').waitFor()
  assert.match(await page.locator('why-502 button.close').innerText(), /關閉/)
  assert.match(await page.locator('why-502 h1').first().innerText(), /\p{Script=Han}/u)
  await hook(page, 'lang-switch', '[data-lang=en]').click()
  await page.locator('why-502 .app[lang=en]').waitFor()
  assert.match(await page.locator('why-502 button.close').innerText(), /Close/)
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-TW')
})

story('closed and opened again it is as one left it, and the focus goes along', {}, async page => {
  await host(page, '<why-502 label="Ask why502"></why-502>')
  assert.equal(await opener(page).innerText(), 'Ask why502')
  await opener(page).focus()
  await page.keyboard.press('Enter')
  await box(page).waitFor()
  const focused = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className || document.activeElement.shadowRoot?.activeElement?.localName)
  await page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.localName === 'h1')
  await paste(page, refused())
  await cause(page, 'connection-refused')
  await page.locator('why-502 button.close').click()
  await box(page).waitFor({ state: 'hidden' })
  assert.equal(await focused(), 'opener')
  await page.keyboard.press('Enter')
  await box(page).waitFor()
  assert.equal(await focused(), 'h1')
  assert.match(await box(page).inputValue(), /Connection refused/)
  await cause(page, 'connection-refused')
})

story('of two elements one has the tool, and the other points to it or takes over', {}, async page => {
  await host(page, '<why-502 id="one"></why-502><p>between</p><why-502 id="two" lang="zh-Hant" theme="dark"></why-502>')
  const within = id => page.locator(`#${id}`)
  await within('one').locator('button.opener').click()
  await within('one').locator('textarea').waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
  await within('two').locator('button.opener').click()
  await within('two').locator('.note [role=status]').waitFor()
  assert.match(await within('two').locator('.note').innerText(), /\p{Script=Han}/u)
  assert.equal(await page.locator('why-502 textarea').count(), 1)
  await within('two').locator('button.act').click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'one')

  // Closed here, it is there, with what was pasted, in the way that was asked for there.
  await within('one').locator('button.close').click()
  await within('two').locator('textarea').waitFor()
  await within('two').locator('.app[lang=zh-Hant][data-theme=dark]').waitFor()
  assert.match(await within('two').locator('textarea').inputValue(), /Connection refused/)
  assert.match(await hook(page, 'sentence').innerText(), /\p{Script=Han}/u)
  // Its events still arrive.
  await hook(page, 'clear').click()
  await page.waitForFunction(() => document.querySelector('#two').shadowRoot.querySelector('textarea').value === '')

  // Removed with the tool in it: the first can have it again.
  await page.evaluate(() => document.querySelector('#two').remove())
  await within('one').locator('button.opener').click()
  await within('one').locator('textarea').waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
})

story('in a narrow column it is a narrow page, however wide the window is', { viewport: { width: 1280, height: 800 } }, async page => {
  await host(page, '<aside><why-502 open></why-502></aside>', { css: 'aside { width: 360px }' })
  await box(page).waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
  const hops = await page.locator('why-502 .hop').evaluateAll(all => all.map(hop => Math.round(hop.getBoundingClientRect().top)))
  assert.equal(new Set(hops).size, hops.length, 'the chain is a column')
  const wide = await page.evaluate(() => [...document.querySelector('why-502').shadowRoot.querySelectorAll('.app *')]
    .filter(element => element.getBoundingClientRect().right > 370 && !element.closest('pre, .visually-hidden')).map(element => element.className))
  assert.deepEqual(wide, [])
})

for (const [theme, colorScheme] of [['light', 'dark'], ['dark', 'light'], ['auto', 'dark'], ['auto', 'light']]) {
  story(`axe finds nothing (theme ${theme} on a ${colorScheme} device)`, { colorScheme, locale: 'zh-TW' }, async page => {
    await host(page, `<why-502 theme="${theme}" lang="zh-Hant"></why-502>`, { lang: 'zh-Hant' })
    await accessible(page, 'closed')
    await opener(page).click()
    await box(page).waitFor()
    const dark = await page.locator('why-502 .app').evaluate(app => {
      const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/\d+/g).map(Number)
      return red + green + blue < 384
    })
    assert.equal(dark, (theme === 'auto' ? colorScheme : theme) === 'dark')
    await paste(page, refused())
    await cause(page, 'connection-refused')
    await hook(page, 'fix').first().waitFor()
    await accessible(page, 'a verdict')
    await page.locator('why-502 nav a[href="#/guide"]').click()
    await hook(page, 'book', '[data-page=guide]').waitFor()
    await accessible(page, 'the guide')
  })
}

story('a page for visitors is made and shown there too, and its link leads to the tool itself', {}, async page => {
  await host(page, '<why-502 open></why-502>')
  await box(page).waitFor()
  await page.locator('why-502 nav a[href="#/page"]').click()
  await hook(page, 'maker').waitFor()
  await page.locator('[data-testid=maker] input[name=name]').fill('Corner shop')
  await page.frameLocator('[data-testid=maker-preview]').getByText('Corner shop').first().waitFor()
  await page.locator('[data-testid=maker] input[name=name]').press('Tab')
  const link = await copied(page, hook(page, 'maker-link'))
  assert.ok(link.startsWith(`${site}#/page?`) && link.includes('Corner'), link)
  assert.equal(await page.evaluate(() => location.hash), '#!/orders/7')
})

story('what cannot be loaded can be asked for again', { allow: /_bg\.wasm|ERR_FAILED|Failed to fetch|TypeError/ }, async page => {
  await page.route('**/*_bg.wasm', route => route.abort())
  await host(page, '<why-502></why-502>')
  await opener(page).click()
  await page.locator('why-502 .note').getByText('The reader could not be loaded.').waitFor()
  await page.unroute('**/*_bg.wasm')
  await page.locator('why-502 button.act').click()
  await box(page).waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
})

story('where the page\'s policy refuses workers, it reads by itself', { allow: /worker/i }, async page => {
  await host(page, '<why-502 open></why-502>', { csp: policy.replace("worker-src 'self'", "worker-src 'none'") })
  await box(page).waitFor()
  await paste(page, refused())
  await cause(page, 'connection-refused')
})

story('without script there is what the owner has put inside', { javaScriptEnabled: false, allow: /\.js|csp/ }, async page => {
  await page.route(`${site}plain.html`, route => route.fulfill({ contentType: 'text/html', body: '<why-502><a href="index.html">The tool</a></why-502>' }))
  await page.goto(`${site}plain.html`)
  await page.getByRole('link', { name: 'The tool' }).waitFor()
})
