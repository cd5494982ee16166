// The page as visitors meet it: a real browser at a real server whose backend is dead, with the browser's clock
// in the test's hands.

import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { once } from 'node:events'
import { chromium } from 'playwright-core'
import { Backend, PATIENCE, ask, folder, generate, given, until } from './harness.mjs'
import { proxies } from './proxies.mjs'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const browser = await chromium.launch({
  executablePath: given('WHY502_CHROMIUM'),
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
after(() => browser.close())

const OPTIONS = ['--name', 'Camellia', '--report', 'help@example.com', '--tool', '/why502/']
const ENGLISH = 'This page can’t be shown right now'
const CHINESE = '這個頁面暫時打不開'

/**
 * A visitor at this server. `luck` is what the page's dice show: with 0.5 the waits are exactly 30, 60 and 120
 * seconds. Requests to anywhere else fail the test.
 */
function visit(name, what, { proxy = 'nginx', options = [], luck = 0.5, ...context }, body) {
  test(`${name}: ${what}`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    const backend = await new Backend().start()
    const server = await proxies[proxy].start(place.dir, backend.port, [...OPTIONS, ...options])
    const person = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', ...context })
    person.setDefaultTimeout(PATIENCE)
    const trouble = []
    person.on('request', request => {
      const url = request.url()
      if (!url.startsWith(server.url) && !url.startsWith('data:')) trouble.push(`elsewhere: ${url}`)
    })
    person.on('weberror', error => trouble.push(`uncaught: ${error.error().message}`))
    person.on('console', message => {
      // That the failing page fails is said by the browser itself.
      if (message.type() === 'error' && !/status of 50\d/.test(message.text())) trouble.push(message.text())
    })
    try {
      if (server.ready) await until('the site is routed', async () => (await ask(server.url)).status === 200)
      const page = await person.newPage()
      await page.addInitScript(luck => { Math.random = () => luck }, luck)
      await body({ page, backend, url: server.url, person, dir: place.dir })
    } finally {
      await person.close()
      await server.stop()
      await backend.die()
      await place.remove()
    }
    assert.deepEqual(trouble, [])
  })
}

const shown = (page, selector) => page.locator(selector).filter({ visible: true })
const said = page => shown(page, '.say').innerText()
const clock = async page => Number(/\d+/.exec(await shown(page, '.clock').innerText())[0])

/** Stops the browser's clock; from here on only the test moves it. */
async function freeze(page) {
  await page.clock.install({ time: '2026-03-04T10:00:00Z' })
  await page.clock.pauseAt('2026-03-04T10:00:01Z')
}

async function arrive(page, url) {
  await freeze(page)
  const answer = await page.goto(url)
  assert.ok(answer.status() >= 500)
  return answer
}

/** Lets seconds pass, and waits until the page has heard what came of it. */
async function pass(page, seconds) {
  await page.clock.runFor(seconds * 1000)
  await until('no check is under way', async () => !/Checking|檢查中/.test(await said(page)))
}

const heads = backend => backend.asked.filter(line => line.startsWith('HEAD')).length

visit('script off', 'both languages are there, and a way to try again', { javaScriptEnabled: false }, async ({ page, backend, url }) => {
  await backend.die()
  const answer = await page.goto(`${url}/cart?item=7`)
  assert.equal(answer.status(), 502)
  assert.deepEqual(await page.locator('h1').allInnerTexts(), [ENGLISH, CHINESE])
  assert.equal(await shown(page, '.wait').count(), 2)
  assert.equal(await shown(page, 'button').count(), 0)
  assert.equal(await shown(page, '.retry').count(), 0)
  await backend.start()
  await shown(page, '.go').first().click()
  await page.getByText('All is well').waitFor()
  assert.deepEqual(backend.asked, ['GET /cart?item=7'])
})

visit('default-src none', 'unstyled and without script it still says all', {}, async ({ backend, url }) => {
  await backend.die()
  // A site whose own policy forbids everything, put on top of the page's.
  const strict = http.createServer(async (request, response) => {
    const { status, headers, body } = await ask(url + request.url)
    delete headers['content-length']
    response.writeHead(status, { ...headers, 'content-security-policy': "default-src 'none'" })
    response.end(body)
  }).listen(0, '127.0.0.1')
  await once(strict, 'listening')
  const context = await browser.newContext({ locale: 'en-US' })
  try {
    const stranger = await context.newPage()
    await stranger.goto(`http://127.0.0.1:${strict.address().port}/`)
    assert.deepEqual(await stranger.locator('h1').filter({ visible: true }).allInnerTexts(), [ENGLISH, CHINESE])
    assert.equal(await stranger.locator('a').filter({ visible: true }).count(), 8)
    assert.equal(await stranger.locator('.retry').filter({ visible: true }).count(), 0)
  } finally {
    await context.close()
    strict.close()
  }
})

for (const [locale, heading, title, other, word] of [
  ['en-US', ENGLISH, `${ENGLISH} · Camellia`, '中文', CHINESE],
  ['zh-TW', CHINESE, `${CHINESE} · Camellia`, 'English', ENGLISH],
  ['zh-HK', CHINESE, `${CHINESE} · Camellia`, 'English', ENGLISH],
  ['de-DE', ENGLISH, `${ENGLISH} · Camellia`, '中文', CHINESE],
]) {
  visit(locale, 'one language, and a button for the other', { locale }, async ({ page, backend, url }) => {
    await backend.die()
    await arrive(page, url)
    assert.deepEqual(await shown(page, 'h1').allInnerTexts(), [heading])
    assert.equal(await page.title(), title)
    assert.equal(await page.locator('html').getAttribute('lang'), locale.startsWith('zh') ? 'zh-Hant' : 'en')
    assert.match(await shown(page, 'code').innerText(), /^[0-9a-f]{32}$/)
    assert.equal(await shown(page, 'footer a').count(), 1)
    await page.getByRole('button', { name: other }).click()
    assert.deepEqual(await shown(page, 'h1').allInnerTexts(), [word])
  })
}

visit('patience', 'asks after 30, 60, 120, 120 seconds, and gives up', { options: ['--retry', '30,120,5'] }, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, `${url}/cart`)
  const probes = []
  page.on('request', request => probes.push(`${request.method()} ${new URL(request.url()).pathname}`))
  for (const [turn, wait] of [30, 60, 120, 120, 120].entries()) {
    assert.equal(await clock(page), wait)
    await pass(page, wait - 1)
    assert.equal(await clock(page), 1)
    assert.equal(probes.length, turn, 'not before its time')
    await pass(page, 1)
    await until('it has asked', () => probes.length === turn + 1)
    await pass(page, 0)
  }
  assert.equal(await said(page), 'Still not back after many checks. Please come back later.')
  assert.equal(await shown(page, '.clock').count(), 0)
  await pass(page, 3600)
  assert.deepEqual(probes, Array(5).fill('HEAD /cart'))
})

for (const [luck, wait] of [[0, 23], [0.999, 37]]) {
  visit('jitter', `with dice at ${luck} the first wait is ${wait} s`, { luck }, async ({ page, backend, url }) => {
    await backend.die()
    await arrive(page, url)
    assert.equal(await clock(page), wait)
  })
}

visit('recovery', 'opens what was wanted as soon as it works', {}, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, `${url}/cart?item=7#reviews`)
  await pass(page, 30)
  assert.equal(await said(page), 'Not back yet. The next check follows by itself.')
  await backend.start()
  await page.clock.runFor(60_000)
  await page.getByText('All is well').waitFor()
  assert.equal(page.url(), `${url}/cart?item=7#reviews`)
  assert.deepEqual(backend.asked.filter(line => line.includes('cart')), ['HEAD /cart?item=7', 'GET /cart?item=7'])
})

visit('stop', 'asks no more until told to', {}, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, url)
  await pass(page, 10)
  await shown(page, '.stop').click()
  assert.equal(await said(page), 'No more checks by themselves.')
  await backend.start()
  await pass(page, 3600)
  assert.equal(heads(backend), 0)
  await shown(page, '.go').click()
  await page.getByText('All is well').waitFor()
})

visit('hidden tab', 'waits where it is', {}, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, url)
  const hide = hidden => page.evaluate(hidden => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
  }, hidden)
  await pass(page, 10)
  assert.equal(await clock(page), 20)
  await hide(true)
  await backend.start()
  await pass(page, 3600)
  assert.equal(await clock(page), 20)
  assert.equal(heads(backend), 0)
  await hide(false)
  await page.clock.runFor(20_000)
  await page.getByText('All is well').waitFor()
})

visit('flapping', 'a site that falls again is asked as patiently as before', {}, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, url)
  await pass(page, 30)
  // Up for the question, down for the answer.
  await page.route('**/*', async (route, request) => {
    if (request.method() !== 'HEAD') return route.continue()
    await route.fulfill({ status: 200, body: '' })
  })
  const again = page.waitForEvent('load')
  await page.clock.runFor(60_000)
  await again
  await until('it counts on', async () => await clock(page) >= 119)
})

/** Sends the form of the healthy site into its death. */
async function send(page, backend, url) {
  await freeze(page)
  await page.goto(url)
  await backend.die()
  const answer = page.waitForResponse(r => r.request().method() === 'POST')
  await page.getByRole('button', { name: 'Order' }).click()
  assert.ok((await answer).status() >= 500)
  await page.getByText('It may have gone through').filter({ visible: true }).waitFor()
  await backend.start()
}

visit('a sent form', 'is never sent again, and not left by itself', {}, async ({ page, backend, url }) => {
  await send(page, backend, url)
  assert.equal(await said(page), 'This page checks by itself and tells you when the site works again.')
  await pass(page, 30)
  assert.match(await said(page), /^The site works again\. Check whether/)
  await pass(page, 3600)
  assert.deepEqual(backend.asked.filter(line => line.includes('order')), ['HEAD /order'])
  assert.equal(await page.locator('h1').filter({ visible: true }).innerText(), ENGLISH)
  // Nor by hand: the button only asks.
  await shown(page, '.go').click()
  await pass(page, 0)
  assert.ok(backend.asked.every(line => !line.startsWith('POST')), backend.asked.join('\n'))
})

visit('a sent form, to a server that tells no method', 'is never sent again', { proxy: 'lighttpd' }, async ({ page, backend, url }) => {
  await send(page, backend, url)
  // lighttpd itself waits a moment before it asks a backend again that has refused it.
  await until('lighttpd asks the backend again', async () => (await ask(url)).status === 200)
  await page.clock.runFor(30_000)
  await page.getByText('All is well').waitFor()
  assert.deepEqual(backend.asked.filter(line => line.includes('order')), ['HEAD /order', 'GET /order'])
})

visit('report', 'the mail says when, where and which request', {}, async ({ page, backend, url }) => {
  await backend.die()
  await arrive(page, `${url}/cart`)
  const link = shown(page, 'a[href^="mailto:"]')
  await link.evaluate(a => a.addEventListener('click', event => event.preventDefault()))
  await link.click()
  const mail = new URL(await link.getAttribute('href'))
  assert.equal(mail.pathname, 'help@example.com')
  assert.equal(mail.searchParams.get('subject'), 'Error 502 · Camellia')
  const [where, when, status, id] = mail.searchParams.get('body').split('\r\n')
  assert.equal(where, `${url}/cart`)
  assert.match(when, /2026.*GMT/)
  assert.equal(status, '502')
  assert.equal(id, await shown(page, 'code').innerText())
})

// The pages for places where little room is: of the Gateway API's ConfigMap and of the load balancer's rule.
for (const [target, colorScheme, read] of [
  ['gateway-api', 'dark', files => files['why502.yaml'].split('response.body: |-\n')[1].split('\n---')[0].replace(/^ {4}/gm, '')],
  ['alb', 'light', files => JSON.parse(files['planned-rule.json'])[0].FixedResponseConfig.MessageBody],
]) {
  test(`${target}: axe finds nothing in the small page either, and nothing is cut off`, { timeout: 4 * PATIENCE }, async () => {
    const place = await folder()
    await generate(place.dir, target, OPTIONS)
    const files = {}
    for (const name of ['why502.yaml', 'planned-rule.json']) files[name] = await readFile(`${place.dir}/${name}`, 'utf8').catch(() => '')
    const host = http.createServer((_, response) => {
      response.writeHead(503, { 'content-type': 'text/html' })
      response.end(read(files))
    }).listen(0, '127.0.0.1')
    await once(host, 'listening')
    const person = await browser.newContext({ colorScheme, viewport: { width: 320, height: 600 } })
    try {
      const page = await person.newPage()
      await page.goto(`http://127.0.0.1:${host.address().port}/`)
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(n => n.html)}`), [])
    } finally {
      await person.close()
      host.close()
      await place.remove()
    }
  })
}

// Every server once more, for what only a browser sees: that its headers and the page fit together.
for (const proxy of Object.keys(proxies)) {
  for (const [locale, colorScheme, width] of [['en-US', 'light', 1280], ['zh-TW', 'dark', 320]]) {
    visit(proxy, `axe finds nothing, nothing is cut off, the script runs (${locale}, ${colorScheme}, ${width})`,
      { proxy, locale, colorScheme, viewport: { width, height: 700 } }, async ({ page, backend, url }) => {
        await backend.die()
        await arrive(page, `${url}/a/b`)
        await until('the script runs', async () => await shown(page, 'h1').count() === 1)
        assert.equal(await clock(page), 30)
        // Style that is not in force would leave the button without its colour.
        const colour = await shown(page, '.go').evaluate(a => getComputedStyle(a).backgroundColor)
        assert.equal(colour, 'rgb(31, 111, 139)')
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.equal(over, 0)
        await page.clock.resume()
        await page.evaluate(axe)
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(n => n.html)}`), [])
      })
  }
}
