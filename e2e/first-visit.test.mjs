// What a first visit fetches, and what it shows when not everything comes.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { hook, open, paste, refused, site, story } from './harness.mjs'

/** The names in a part of size.snap. */
async function listed(part) {
  const snapshot = await readFile(new URL('../size.snap', import.meta.url), 'utf8')
  const names = {}
  let current
  for (const line of snapshot.split('\n')) {
    if (/^# (first visit|and one|sum|later)/.test(line)) current = names[line.match(/^# (\w+)/)[1]] = []
    else if (line && !line.startsWith('#')) current.push(line.split(/\s+/)[0])
  }
  return names[part]
}

// What keeps the site on the device comes when the page can be used, and not before.
const behind = /^(start|offline|notice|sw)\.js$|^install\//

for (const [locale, guide] of [['en-US', 'guide-en.txt'], ['zh-TW', 'guide-zh-Hant.txt']]) {
  story(`nothing is fetched but what size.snap counts, and one language (${locale})`, { locale }, async page => {
    const fetched = new Set()
    const named = url => url.slice(site.length).split(/[?#]/)[0].replaceAll(/-[0-9a-f]{14,16}(?=[._/]|$)/g, '')
    page.context().on('request', request => {
      const name = named(request.url())
      if (/^https?:/.test(request.url()) && !behind.test(name)) fetched.add(name || 'index.html')
    })
    await page.addInitScript(() => {
      const look = () => {
        if (!document.querySelector('[data-testid=paste-box]')) return
        watch.disconnect()
        window.usable = performance.now()
      }
      const watch = new MutationObserver(look)
      watch.observe(document, { childList: true, subtree: true })
    })
    await open(page)
    await paste(page, refused())
    await hook(page, 'fix').first().waitFor()
    const counted = [...await listed('first'), ...await listed('and')]
    const reasons = guide.replace('guide', 'reasons')
    const others = [...fetched].filter(name => !counted.includes(name) && name !== reasons)
    assert.deepEqual(others, [], 'fetched, but not counted as first visit')
    const entries = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, startTime }) => [name, startTime - usable]))
    const later = entries.map(([url, after]) => [named(url), after]).filter(([name]) => behind.test(name))
    assert.ok(later.length >= 3, String(entries))
    assert.deepEqual(later.filter(([, after]) => after < 0), [], 'comes before the page can be used')
    assert.deepEqual([...fetched].filter(name => name.startsWith('guide-')), [guide])
    assert.deepEqual([...fetched].filter(name => name.startsWith('words-')), [guide.replace('guide', 'words')])
  })
}

story('why it happens comes when the rest is there, whatever was pasted', {}, async page => {
  const asked = []
  page.context().on('request', request => asked.push(request.url().slice(site.length)))
  let release
  const held = new Promise(resolve => { release = resolve })
  await page.route('**/reasons-*', async route => { await held; await route.continue() })
  const request = page.waitForRequest('**/reasons-*')
  await open(page)
  await request
  const place = stem => asked.findIndex(name => name.startsWith(stem))
  assert.ok(place('reasons-') > place('guide-'), asked.join(' '))
  assert.equal(await paste(page, refused()), 'connection-refused')
  await hook(page, 'fix').first().waitFor()
  const why = page.locator('details.why').first()
  await why.locator('summary').click()
  assert.equal(await why.locator('p').count(), 2, 'only that it is loading, and where more is')
  release()
  await why.getByText('no program listens').first().waitFor()
})

story('without the long texts there is a verdict, and they can be asked for again', { allow: /guide-|ERR_FAILED/ }, async page => {
  await page.route('**/guide-*', route => route.abort())
  await open(page)
  assert.equal(await paste(page, refused()), 'connection-refused')
  assert.notEqual(await hook(page, 'sentence').innerText(), '')
  assert.match(await hook(page, 'evidence').locator('mark').first().innerText(), /Connection refused/)
  await hook(page, 'guide-failed').waitFor()
  await page.unroute('**/guide-*')
  await hook(page, 'guide-failed').getByRole('button').click()
  await hook(page, 'fix').first().waitFor()
})

story('words are asked for once, beside the program', {}, async page => {
  const asked = []
  page.context().on('request', request => asked.push(request.url().slice(site.length)))
  await open(page)
  const words = asked.findIndex(name => name.startsWith('words-'))
  assert.equal(asked.filter(name => name.startsWith('words-')).length, 1, asked.join(' '))
  assert.ok(words < asked.findIndex(name => name.startsWith('guide-')), asked.join(' '))
})

story('without words the page says what to do', { allow: /words-|ERR_FAILED/ }, async page => {
  await page.route('**/words-*', route => route.abort())
  await page.goto(site)
  await hook(page, 'not-started').filter({ visible: true }).waitFor()
})

story('a language that does not come is said in the one that is there', { allow: /words-|ERR_FAILED/ }, async page => {
  await open(page)
  await page.route('**/words-zh*', route => route.abort())
  await paste(page, refused())
  await page.locator('[data-testid=lang-switch][data-lang=zh-Hant]').click()
  await hook(page, 'lang-failed').getByText('This language could not be loaded.').waitFor()
  await page.getByRole('heading', { name: 'What is behind this 502?' }).waitFor()
  await page.unroute('**/words-zh*')
  await hook(page, 'lang-failed').getByRole('button').click()
  await page.getByRole('heading', { name: '這個 502 是誰造成的？' }).waitFor()
  assert.equal(await hook(page, 'lang-failed').count(), 0)
  assert.equal(await hook(page, 'verdict').getByText('連線被拒').count() > 0, true, 'the paste and its verdict are still there')
})

story('without scripts the page says what it is', { javaScriptEnabled: false, allow: /\.js \(csp\)/ }, async page => {
  await page.goto(site)
  assert.match(await page.locator('body').innerText(), /502/)
})

story('without the program the page says what is wrong', { allow: /wasm|fetch|ERR_FAILED/i }, async page => {
  await page.route('**/*.wasm', route => route.abort())
  await page.goto(site)
  await page.getByText(/could not|cannot|failed|reload/i).first().waitFor()
})
