// What the privacy page promises, seen from outside: no request, no name looked up, nothing rendered, nothing stored,
// and nothing that is nobody's business in what leaves.

import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { copied, drop, file, hook, launch, open, passOn, paste, refused, site, story, timedOut } from './harness.mjs'

const cases = new URL('../testdata/cases/', import.meta.url)

/** What every case pastes. */
async function pastes() {
  const names = (await readdir(cases)).filter(name => name.endsWith('.md')).sort()
  const texts = await Promise.all(names.map(name => readFile(new URL(name, cases), 'utf8')))
  return texts.map(text => [...text.matchAll(/^(`{3,})log *.*\n([^]*?)^\1 *$/gm)].map(([, , log]) => log).join(''))
}

/** A page that calls home in every way that a browser has, if anything of it becomes a page. */
const homesick = host => `HTTP/1.1 502 Bad Gateway
Link: <http://${host}/link.css>; rel=preload; as=style
Content-Type: text/html

<!doctype html><html><head>
<base href="http://${host}/base/"><meta http-equiv="refresh" content="0;url=http://${host}/refresh">
<link rel="dns-prefetch" href="//${host}"><link rel="preconnect" href="http://${host}">
<link rel="prefetch" href="http://${host}/prefetch"><link rel="stylesheet" href="http://${host}/a.css">
<link rel="icon" href="http://${host}/icon.ico"><link rel="manifest" href="http://${host}/m.json">
<style>@import url(http://${host}/b.css); @font-face { font-family: x; src: url(http://${host}/f.woff2) }
body { background: url(http://${host}/bg.png); font-family: x }</style>
<script src="http://${host}/s.js"></script><script type="module">import 'http://${host}/m.js'</script>
<script>navigator.sendBeacon('http://${host}/beacon'); fetch('http://${host}/fetch'); new WebSocket('ws://${host}/ws')</script>
</head><body onload="fetch('http://${host}/onload')"><h1>502 Bad Gateway</h1><hr><center>nginx/1.22.1</center>
<img src="http://${host}/i.png" onerror="new Image().src='http://${host}/e.png'"><iframe src="http://${host}/frame"></iframe>
<video src="http://${host}/v.mp4" poster="http://${host}/p.png"></video><audio src="http://${host}/a.mp3" autoplay></audio>
<object data="http://${host}/o"></object><embed src="http://${host}/embed"><svg><image href="http://${host}/svg.png"/></svg>
<form action="http://${host}/form"><input autofocus onfocus="this.form.submit()"></form><a href="http://${host}/a" ping="http://${host}/ping">x</a>
<a href="https://${host}/only-a-link">https://${host}/only-a-link</a></body></html>
`

/** The same on the clipboard as markup, as when one copies from a page. */
const pasteMarkup = (page, html) => page.evaluate(html => {
  const data = new DataTransfer()
  data.setData('text/html', html)
  data.setData('text/plain', html)
  const box = document.querySelector('[data-testid=paste-box]')
  box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}, html)

/** Elements that could load or run something. */
const loaders = page => page.evaluate(() => {
  const kinds = 'img,script,link,style,iframe,object,embed,base,form,video,audio,source,svg,image,meta,a[ping],[onerror],[onload]'
  return [...document.querySelectorAll(kinds)].map(element => element.outerHTML.slice(0, 200)).sort()
})

test('nothing is asked for and no name is looked up, whatever is pasted', { timeout: 300_000 }, async t => {
  const folder = await mkdtemp(join(tmpdir(), 'why502-net-'))
  const log = join(folder, 'net.json')
  // Every connection to anywhere but the site ends here, and is written down.
  const reached = []
  const recorder = createServer((request, response) => {
    reached.push(`${request.method} ${request.headers.host}${request.url}`)
    response.end()
  })
  recorder.on('connection', () => reached.push('a connection'))
  recorder.on('connect', (request, socket) => { reached.push(`CONNECT ${request.url}`); socket.end() })
  await new Promise(done => recorder.listen(0, '127.0.0.1', done))
  const { port } = recorder.address()
  const browser = await launch(
    `--host-resolver-rules=MAP *.test 127.0.0.1:${port}`, `--log-net-log=${log}`, '--net-log-capture-mode=Everything',
  )
  try {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    await open(page)
    await page.waitForLoadState('networkidle')
    await paste(page, refused())
    await hook(page, 'fix').first().waitFor()
    // Loaded means: everything that this page ever asks for is there, what comes with the first click included.
    await passOn(page)
    await page.waitForLoadState('networkidle')
    const asked = []
    context.on('request', request => asked.push(request.url()))
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    cdp.on('Network.requestWillBeSent', ({ request }) => asked.push(request.url))
    cdp.on('Network.webSocketCreated', ({ url }) => asked.push(url))
    const before = await loaders(page)

    const texts = await pastes()
    assert.ok(texts.length > 200, 'testdata/cases is incomplete')
    for (const text of texts) await paste(page, text)
    assert.equal(await paste(page, homesick('canary.test')), 'unknown')
    await pasteMarkup(page, homesick('canary.test'))
    const [plain, archive] = [homesick('canary.test'), JSON.stringify({ log: { entries: [{ response: { status: 502, content: { text: homesick('canary.test') } } }] } })]
    for (const [name, content] of [['page.html', plain], ['picture.svg', plain], ['page.html.gz', gzipSync(plain)], ['a.har', archive]]) {
      assert.equal(await drop(page, file(name, content)), 'unknown', name)
    }
    await passOn(page)
    // The preview, the list and the links of what can be passed on are drawn as well.
    for (const part of await page.locator('details').all()) await part.evaluate(details => { details.open = true })
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestIdleCallback(done))))
    await page.waitForLoadState('networkidle')

    assert.deepEqual(asked, [], 'requests after loading')
    assert.deepEqual(reached, [], 'connections to elsewhere')
    assert.deepEqual(await loaders(page), before, 'the paste has become a part of the page')
    t.diagnostic(`${texts.length} cases and a page with 25 ways to call home: no request`)

    // The watch sees what there is to see: the same page as a page reaches the recorder.
    const other = await context.newPage()
    await other.setContent(homesick('control.test').replace(/^[^]*?\n\n/, '').replace(/<meta[^>]*>/, ''), { waitUntil: 'commit' })
    const end = Date.now() + 20_000
    while (!reached.some(line => line.includes('control.test')) && Date.now() < end) await new Promise(done => setTimeout(done, 50))
    assert.ok(reached.some(line => line.includes('control.test')), 'the recorder records nothing')
  } finally {
    await browser.close()
    recorder.closeAllConnections()
    recorder.close()
  }
  // All that the browser's network did, name lookups included.
  const net = await readFile(log, 'utf8')
  assert.ok(net.includes('control.test'), 'the log of the network logs nothing')
  assert.ok(!net.includes('canary.test'), 'a name from the paste got into the network')
  await rm(folder, { recursive: true })
})

story('what is asked for depends on what is opened, and never on what was pasted', {}, async (page, t) => {
  const visit = async text => {
    const context = await page.context().browser().newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const asked = []
    context.on('request', request => asked.push(request.url().replace(site, '')))
    try {
      const page = await context.newPage()
      await open(page)
      await paste(page, text)
      await hook(page, 'fix').first().waitFor()
      await passOn(page)
      // The page of the cause, and from there the guide.
      for (const hash of [`#/cause/${await hook(page, 'verdict').getAttribute('data-cause')}`, '#/commands', '#/']) {
        await page.evaluate(hash => { location.hash = hash }, hash)
        await page.locator('main h1').filter({ visible: true }).first().waitFor()
        await page.waitForLoadState('networkidle')
      }
    } finally {
      await context.close()
    }
    return asked.filter(url => !url.startsWith('blob:')).sort()
  }
  const [one, two] = [await visit(refused()), await visit(homesick('canary.test') + timedOut)]
  assert.deepEqual(two, one)
  assert.ok(one.some(url => url.includes('why502-more')) && one.some(url => url.startsWith('book-')), one.join('\n'))
  t.diagnostic(one.join(' '))
})

/** A line in which everything is somebody's. */
const secrets = ['185.17.88.7', 'blauwal', 'lin.yuchen', '4711', 'hunter22x', 'eyJhbGciOi', 'amy@']
const personal = refused()
  .replace('203.0.113.24', '185.17.88.7')
  .replaceAll('shop.example.com', 'kiosk.blauwal.de')
  .replaceAll('/cart', '/home/lin.yuchen/47110815?token=hunter22x')
  .trimEnd() + ', referrer: "https://amy@kiosk.blauwal.de/?jwt=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"\n'

const clean = text => assert.deepEqual(secrets.filter(secret => text.includes(secret)), [], text)
const whole = text => assert.ok(text.includes('185.17.88.7') && text.includes('kiosk.blauwal.de'), text)

/** Presses a button that saves a file, and gives what is in it. */
async function saved(page, ending) {
  const [download] = await Promise.all([page.waitForEvent('download'), hook(page, `"save-${ending}"`).click()])
  assert.equal(download.suggestedFilename(), `why502.${ending}`)
  return readFile(await download.path(), 'utf8')
}

/** Presses the button for a link, and gives what it says and what is on the clipboard. */
async function linked(page) {
  await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'))
  await hook(page, 'copy-link').click()
  const said = hook(page, 'link-said')
  await said.filter({ hasText: /./ }).waitFor()
  return { said: await said.innerText(), link: await page.evaluate(() => navigator.clipboard.readText()) }
}

story('what leaves is redacted, shown before, and whole when asked for', {}, async page => {
  await open(page)
  assert.equal(await paste(page, personal), 'connection-refused')
  await passOn(page)
  assert.ok(await hook(page, 'redact').isChecked())
  const list = hook(page, 'replaced')
  await list.locator('summary').click()
  const shown = await list.innerText()
  for (const value of ['185.17.88.7', 'kiosk.blauwal.de', 'lin.yuchen']) assert.ok(shown.includes(value), shown)
  const preview = hook(page, 'preview')
  await page.getByText('Preview', { exact: true }).click()
  clean(await preview.innerText())
  assert.ok(await preview.locator('mark').count() >= 3)
  const markdown = await copied(page, hook(page, 'copy-markdown'))
  assert.equal((await preview.textContent()).trim(), markdown.trim(), 'the preview shows something else')
  for (const text of [markdown, await copied(page, hook(page, 'copy-json')), await saved(page, 'md'), await saved(page, 'json'), await saved(page, 'txt'), await saved(page, 'problem.json')]) {
    clean(text)
    assert.ok(text.includes('Connection refused'), text)
  }
  // Pasted again, each says the same.
  for (const ending of ['md', 'json', 'txt', 'problem.json']) {
    const text = await saved(page, ending)
    assert.equal(await paste(page, text), 'connection-refused', ending)
    await paste(page, personal)
    await passOn(page)
  }
  await hook(page, 'redact').uncheck()
  for (const text of [await copied(page, hook(page, 'copy-markdown')), await saved(page, 'txt'), await saved(page, 'json')]) whole(text)
})

story('a link carries the redacted lines, and leaves the address bar once it is open', {}, async (page, t) => {
  await open(page)
  await paste(page, `${'all is well\n'.repeat(50)}${personal}`)
  await passOn(page)
  const { said, link } = await linked(page)
  assert.match(said, /Copied.*\(1\)/)
  assert.ok(link.startsWith(`${site}#/shared/`), link)
  assert.ok(link.length < 1_000, link)
  t.diagnostic(`${link.length} characters`)
  const asked = []
  const other = await page.context().newPage()
  other.on('request', request => asked.push(request.url()))
  await other.goto(link)
  await hook(other, 'verdict', '[data-cause=connection-refused]').waitFor()
  clean(await hook(other, 'paste-box').inputValue())
  assert.match(await hook(other, 'paste-box').inputValue(), /^51: .*Connection refused/)
  assert.equal(await other.evaluate(() => location.hash), '#/')
  assert.deepEqual(asked.filter(url => url.includes('shared')), [])
  // Back leads to no address that still has it.
  assert.equal(await other.evaluate(() => history.length), 2)

  await hook(page, 'redact').uncheck()
  await other.goto((await linked(page)).link)
  await other.waitForFunction(() => document.querySelector('[data-testid=paste-box]').value.includes('185.17.88.7'))
})

story('a damaged link says so, and the page goes on', {}, async page => {
  await open(page)
  await paste(page, personal)
  await passOn(page)
  const { link } = await linked(page)
  const other = await page.context().newPage()
  for (const damaged of [`${link.slice(0, -40)}!!!`, `${site}#/shared/`, `${site}#/shared/${'A'.repeat(60)}`]) {
    await other.goto('about:blank')
    await other.goto(damaged)
    await hook(other, 'warnings').filter({ hasText: 'This link is damaged' }).waitFor()
  }
  assert.equal(await paste(other, refused()), 'connection-refused')
})

story('another paste begins redacted again', {}, async page => {
  await open(page)
  await paste(page, personal)
  await passOn(page)
  await hook(page, 'redact').uncheck()
  whole(await copied(page, hook(page, 'copy-markdown')))
  await paste(page, personal + refused(3001))
  await passOn(page)
  assert.ok(await hook(page, 'redact').isChecked())
  clean(await copied(page, hook(page, 'copy-markdown')))
})

story('nothing is stored but what was chosen', {}, async page => {
  // Of what is cached (the program itself, for the next time without network) all is read, for what was pasted.
  const stored = () => page.evaluate(async () => {
    const cached = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) cached.push(`${request.url} ${await (await cache.match(request)).text()}`)
    }
    return {
      kept: [...Object.entries({ ...localStorage }), ...Object.entries({ ...sessionStorage })].map(pair => pair.join('=')),
      cookie: document.cookie, databases: (await indexedDB.databases()).map(({ name }) => name), cached, name: window.name,
    }
  })
  await open(page)
  await paste(page, personal)
  await passOn(page)
  await copied(page, hook(page, 'copy-markdown'))
  await linked(page)
  const { kept, cookie, databases, cached, name } = await stored()
  assert.deepEqual({ cookie, databases, name }, { cookie: '', databases: [], name: '' })
  assert.ok(kept.every(pair => pair.startsWith('why502.')), kept.join())
  for (const text of [...kept, ...cached]) assert.deepEqual(secrets.filter(secret => text.includes(secret) && secret !== '4711'), [], text.slice(0, 200))
})

story('the policy allows no inline script and no other server', { allow: /Content Security Policy|Refused|violates|elsewhere|csp/i }, async page => {
  await open(page)
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content')
  assert.match(policy, /^default-src 'none'; script-src 'self' 'sha256-[^']{44}' 'wasm-unsafe-eval';/)
  assert.ok(!policy.includes('unsafe-inline') && !policy.includes('*') && !policy.includes('http'), policy)
  const ran = await page.evaluate(async () => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.inline = true' }))
    const tries = await Promise.allSettled([
      fetch('http://127.0.0.1:9/'),
      new Promise((good, bad) => Object.assign(new Image(), { onload: good, onerror: bad, src: 'http://127.0.0.1:9/x.png' })),
    ])
    return [globalThis.inline ?? false, ...tries.map(({ status }) => status)]
  })
  assert.deepEqual(ran, [false, 'rejected', 'rejected'])
})

story('the worker, which is what sees the paste, has the page\'s policy', { allow: /Content Security Policy|Refused|violates|elsewhere|csp|Fetch API/i }, async page => {
  const other = createServer((request, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end('reached'))
  await new Promise(done => other.listen(0, '127.0.0.1', done))
  try {
    const started = page.waitForEvent('worker')
    await open(page)
    const worker = await started
    assert.equal(await paste(page, refused()), 'connection-refused')
    const address = `http://127.0.0.1:${other.address().port}/`
    const reach = address => fetch(address).then(answer => answer.text(), error => error.name)
    assert.equal(await worker.evaluate(reach, address), 'TypeError')
    // There is something to be reached: a page without a policy does.
    const free = await page.context().newPage()
    assert.equal(await free.evaluate(reach, address), 'reached')
  } finally {
    other.close()
  }
})
