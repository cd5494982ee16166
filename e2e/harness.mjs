// What all browser tests stand on: one browser a file, a fresh context a test, and a watch over everything
// that a visitor would not see but that would still be wrong: errors on the console, failed requests, and
// requests to anywhere but the site itself.
//
// Nothing here sleeps: each helper waits for a state that the page shows.
//
// `cargo xtask test browser` starts the server and sets the variables; `browser:paste` runs paste.test.mjs only.

import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const given = name => process.env[name] ?? assert.fail(`${name} is not set: run \`cargo xtask test browser\``)

/** Where the site is served; ends in a slash. */
export const site = given('WHY502_URL')

/** Where requests may go: the site, and the servers that tests start themselves (server.mjs). */
export const allowed = [site]

/** The same engine as a native program. */
export const command = given('WHY502_COMMAND')

/** Everything waits at most this long: generous, since a busy machine must not fail a test. */
const PATIENCE = 30_000

/** A browser, started with these switches besides. */
export const launch = (...switches) => chromium.launch({
  executablePath: given('WHY502_CHROMIUM'),
  args: [
    // CI runs as root, where Chromium's sandbox does not start.
    '--no-sandbox',
    '--disable-gpu',
    // The rest keeps Chromium from asking its maker anything.
    '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ...switches,
  ],
})
const everybodys = await launch()
after(() => everybodys.close())

/**
 * A test with a page of its own. `allow` is a pattern for trouble that the test causes on purpose, `minutes` the
 * longest that it may take, `browser` starts one of the test's own; the other options are those of a Playwright context.
 */
export function story(name, { allow, minutes = 2, browser: own, ...options }, body) {
  test(name, { timeout: minutes * 60_000 }, async t => {
    const browser = own ? await own() : everybodys
    const context = await browser.newContext({
      locale: 'en-US',
      // Nothing shall move while it is looked at.
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
      // A copy on the device would answer in the place of the site. offline.test.mjs is about it.
      serviceWorkers: 'block',
      ...options,
    })
    context.setDefaultTimeout(PATIENCE)
    const trouble = watch(context)
    try {
      await body(await context.newPage(), t)
    } finally {
      await context.close()
      if (own) await browser.close()
    }
    assert.deepEqual(trouble.filter(line => !allow?.test(line)), [], 'the page must be free of trouble')
  })
}

/** Collects all that no visitor should ever cause. */
function watch(context) {
  const trouble = []
  const hear = message => message.type() === 'error' && trouble.push(`console: ${message.text()}`)
  context.on('console', hear)
  context.on('weberror', error => trouble.push(`uncaught: ${error.error().message}`))
  context.on('page', page => page.on('worker', worker => worker.on('console', hear)))
  context.on('request', request => {
    const url = request.url()
    if (!allowed.some(place => url.startsWith(place)) && !/^(blob|data):/.test(url)) trouble.push(`elsewhere: ${url}`)
  })
  // What is cancelled on purpose, as by closing the page, is not a failure.
  context.on('requestfailed', request => {
    const why = request.failure()?.errorText
    if (why !== 'net::ERR_ABORTED') trouble.push(`failed: ${request.url()} (${why})`)
  })
  context.on('response', answer => answer.status() >= 400 && trouble.push(`status ${answer.status()}: ${answer.url()}`))
  return trouble
}

/** An element by its hook; `more` narrows it by attributes, as in `[data-lang=en]`. */
export const hook = (page, name, more = '') => page.locator(`[data-testid=${name}]${more}`)

/** Opens a page of the site and waits until it can be used. */
export async function open(page, hash = '#/', at = site) {
  await page.goto(at + hash)
  await page.locator('main h1').filter({ visible: true }).first().waitFor()
  if (hash === '#/') await hook(page, 'paste-box').waitFor()
}

/** Does something that starts a reading, and waits for its end. Gives the cause that the page shows. */
export async function reading(page, act) {
  const end = await page.evaluateHandle(() => {
    const outcome = document.querySelector('[data-testid=verdict]')
    return {
      reached: new Promise(resolve => {
        const look = () => outcome.dataset.state === 'done' && resolve()
        // Only a change counts: the verdict of an earlier paste says "done" too.
        new MutationObserver(look).observe(outcome, { attributes: true, attributeFilter: ['data-state'] })
      }),
    }
  })
  await act()
  await end.evaluate(({ reached }) => reached)
  return hook(page, 'verdict').getAttribute('data-cause')
}

/** Pastes as a person does: from the clipboard, into the box. Replaces what is there. */
export function paste(page, text) {
  return reading(page, async () => {
    await page.evaluate(text => navigator.clipboard.writeText(text), text)
    await hook(page, 'paste-box').focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+v')
  })
}

/** A file for `drop`; the content is text or bytes. */
export const file = (name, content) => ({ name, base64: Buffer.from(content).toString('base64') })

/** Drops files on the page, as from a file manager. */
export function drop(page, ...files) {
  return reading(page, () => dropOnly(page, ...files))
}

/** Drops files without waiting for what comes of it. */
export async function dropOnly(page, ...files) {
  const dataTransfer = await page.evaluateHandle(files => {
    const transfer = new DataTransfer()
    for (const { name, base64 } of files) {
      const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
      transfer.items.add(new File([bytes], name))
    }
    return transfer
  }, files)
  await dropTransfer(page, dataTransfer)
}

/** Drops `megabytes` of one repeated text and an `end`, made in the page: too much to be sent there. */
export async function dropLarge(page, name, text, megabytes, end = '') {
  const dataTransfer = await page.evaluateHandle(([name, text, megabytes, end]) => {
    const block = text.repeat(Math.ceil(2 ** 20 / text.length))
    const transfer = new DataTransfer()
    transfer.items.add(new File([...Array(megabytes).fill(new Blob([block])), end], name))
    return transfer
  }, [name, text, megabytes, end])
  await dropTransfer(page, dataTransfer)
}

async function dropTransfer(page, dataTransfer) {
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await hook(page, 'drop-target').dispatchEvent(event, { dataTransfer })
  }
}

/** Presses a copy button, checks that it says so, and gives what is on the clipboard. */
export async function copied(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
  await button.click()
  const done = await button.evaluate(button => new Promise(resolve => {
    const look = () => button.dataset.copied === 'true' && resolve(true)
    new MutationObserver(look).observe(button, { attributes: true })
    look()
  }))
  assert.ok(done)
  return page.evaluate(() => navigator.clipboard.readText())
}

/** Opens what can be passed on, which the second program draws. */
export async function passOn(page) {
  const button = hook(page, 'pass-on')
  if (await button.getAttribute('aria-expanded') === 'false') await button.click()
  // What the first program told last, and not what it told before.
  const told = await page.locator('#pages').evaluate(place => place.why502.json)
  const mark = Buffer.from(told).reduce((h, b) => Math.imul(h ^ b, 0x01000193), 0x811c9dc5 | 0) >>> 0
  await hook(page, 'share', `[data-answer="${mark}"]`).waitFor()
}

/** The answer in the form of the contract, as the page's own button gives it: whole, unless `redacted`. */
export async function json(page, redacted = false) {
  await passOn(page)
  await hook(page, 'redact').setChecked(redacted)
  return copied(page, hook(page, 'copy-json'))
}

/** One refused connection, as nginx writes it. */
export const refused = (port = 3000) =>
  `2026/03/04 10:47:22 [error] 813#813: *5821 connect() failed (111: Connection refused) while connecting to ` +
  `upstream, client: 203.0.113.24, server: shop.example.com, request: "GET /cart HTTP/1.1", upstream: ` +
  `"http://127.0.0.1:${port}/cart", host: "shop.example.com"\n`

/** One upstream that did not answer in time. */
export const timedOut =
  `2026/03/04 10:50:01 [error] 813#813: *6001 upstream timed out (110: Connection timed out) while reading response ` +
  `header from upstream, client: 203.0.113.9, server: shop.example.com, request: "GET /report HTTP/1.1", upstream: ` +
  `"http://127.0.0.1:3000/report", host: "shop.example.com"\n`

/** An ordinary line of an access log, in which nothing fails. */
export const healthy =
  `203.0.113.24 - - [04/Mar/2026:10:47:20 +0800] "GET /item/4711 HTTP/1.1" 200 5121 "-" "Mozilla/5.0 (X11; Linux)"\n`

/** A program that does nothing but stop, as ours does where it cannot go on. */
export const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]

/** Lets the page's own program stop. */
export const stopProgram = page => page.evaluate(bytes => {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports
  setTimeout(f)
}, TRAP)

/** Pastes with the keyboard, wherever the focus is: the program need not be there. */
export async function pasteKeys(page, text) {
  await page.evaluate(text => navigator.clipboard.writeText(text), text)
  await page.keyboard.press('ControlOrMeta+v')
}
