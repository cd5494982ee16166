// The guide in the app: the book comes when it is asked for, and the reader's own values are in it.

import assert from 'node:assert/strict'
import { accessible } from './axe.mjs'
import { copied, hook, open, paste, refused, site, story, timedOut } from './harness.mjs'

/** Goes to a page of the guide, without loading the site anew. */
async function visit(page, hash, key = hash.slice(2).split('?')[0]) {
  await page.evaluate(hash => { location.hash = hash }, hash)
  await hook(page, 'book', `[data-page="${key}"]`).waitFor()
}

const question = (page, id) => page.locator(`[data-node="${id}"]`)
const shown = async page => {
  const visible = page.locator('[data-node]').filter({ visible: true })
  return visible.evaluateAll(all => all.map(node => node.dataset.node))
}
const leaf = page => page.locator('[data-end] [data-of-cause]').filter({ visible: true })

story('the book is fetched once, whole, and only for a page that is in it', {}, async page => {
  const asked = []
  page.on('request', request => /book-/.test(request.url()) && asked.push(request.url()))
  await open(page)
  await paste(page, refused())
  assert.deepEqual(asked, [])
  await visit(page, '#/guide')
  await visit(page, '#/faq')
  await page.evaluate(() => { location.hash = '#/cause/connection-refused' })
  await hook(page, 'cause').locator('.lines').first().waitFor()
  assert.equal(asked.length, 1, asked.join(' '))
})

story('the program of these pages is fetched once, and only with the first of them', {}, async page => {
  const asked = []
  page.on('request', request => /why502-more/.test(request.url()) && asked.push(request.url()))
  await open(page)
  await paste(page, refused())
  await page.evaluate(() => { location.hash = '#/nowhere' })
  await hook(page, 'paste-box').waitFor({ state: 'hidden' })
  assert.deepEqual(asked, [])
  await page.evaluate(() => { location.hash = '#/causes' })
  await page.locator('#pages h1').waitFor()
  await visit(page, '#/faq')
  assert.deepEqual(asked.map(url => url.match(/_bg\.wasm$|\.js$/)[0]).sort(), ['.js', '_bg.wasm'])
  // Elsewhere it draws nothing, and comes back with what it knows.
  await page.evaluate(() => { location.hash = '#/' })
  await hook(page, 'paste-box').waitFor()
  assert.equal(await page.locator('#pages *').count(), 0)
  await visit(page, '#/walk')
  assert.equal(await leaf(page).getAttribute('data-of-cause'), 'connection-refused')
})

for (const [what, files] of [['its glue', '**/why502-more*.js'], ['its program', '**/why502-more*.wasm']]) {
  const allow = /why502-more|ERR_FAILED|Failed to fetch/
  story(`without ${what} a page says so, leads to its twin, and can be asked for again`, { allow, locale: 'zh-TW' }, async page => {
    await page.route(files, route => route.abort())
    await open(page)
    await page.evaluate(() => { location.hash = '#/cause/connection-refused' })
    const failed = hook(page, 'more-failed')
    assert.match(await failed.locator('h1').innerText(), /\p{Script=Han}/u)
    const twin = await failed.locator('a').evaluate(a => a.href)
    assert.equal(twin, `${site}guide/zh-Hant/cause/connection-refused.html`)
    await page.unroute(files)
    await failed.getByRole('button').click()
    await hook(page, 'cause').waitFor()
    assert.equal(await failed.count(), 0)
  })
}

story('the focus and the place come along when a page of the other program is opened', {}, async page => {
  await open(page)
  await page.evaluate(() => { location.hash = '#/causes' })
  await page.waitForFunction(() => document.activeElement.matches('#pages h1'))
  await page.evaluate(() => scrollTo(0, 900))
  // Pressed by the page itself: a press of the mouse would scroll there first.
  await page.locator('#pages a[href^="#/cause/"]').last().evaluate(a => a.click())
  await page.waitForFunction(() => document.activeElement.matches('[data-testid=cause] h1') && scrollY === 0)
  await page.goBack()
  await page.waitForFunction(() => !document.querySelector('[data-testid=cause]') && scrollY === 900)
})

story('without the book the page says so, and it can be asked for again', { allow: /book-|ERR_FAILED/ }, async page => {
  await page.route('**/book-*', route => route.abort())
  await open(page)
  await page.evaluate(() => { location.hash = '#/502' })
  await hook(page, 'guide-failed').filter({ visible: true }).waitFor()
  await page.unroute('**/book-*')
  await hook(page, 'guide-failed').filter({ visible: true }).getByRole('button').click()
  await hook(page, 'book', '[data-page="502"]').waitFor()
})

story('paste, verdict, the chart answered, one answer overruled, another leaf, its fix, a command with the port', {}, async page => {
  await open(page)
  assert.equal(await paste(page, refused(4321)), 'connection-refused')
  await hook(page, 'verdict').locator('a[href="#/walk"]').click()
  await hook(page, 'book', '[data-page=walk]').waitFor()
  assert.equal(await leaf(page).getAttribute('data-of-cause'), 'connection-refused')
  const way = await shown(page)
  assert.equal(way[0], 'start')
  assert.match(await question(page, 'start').locator('[data-told]').innerText(), /Connection refused/)
  // The drawing shows the same way: one box a question, and the leaf.
  assert.equal(await page.locator('.chart a[data-on]').count(), way.length + 1)

  // The last question gets another answer.
  const last = question(page, way.at(-1))
  const taken = await last.locator('[aria-current]').getAttribute('data-branch')
  const other = last.locator(`[data-to^="cause:"]:not([data-branch="${taken}"])`).first()
  const cause = (await other.getAttribute('data-to')).slice('cause:'.length)
  await other.click()
  await page.locator(`[data-end] [data-of-cause="${cause}"]`).waitFor()
  assert.match(page.url(), /#\/walk\?/)
  assert.deepEqual(await shown(page), way, 'what came before stays answered')

  await leaf(page).locator('a').first().click()
  await hook(page, 'book', '[data-page=fixes]').waitFor()
  const group = hook(page, 'fix-table').locator(`[data-cause="${cause}"]`)
  await group.waitFor()
  // Back to the verdict's own fixes: their commands carry the port.
  await page.locator('[data-by=cause]').selectOption('connection-refused')
  const first = hook(page, 'fix-table').locator('[data-testid=fix]').first()
  assert.match(await copied(page, first.locator('[data-testid=copy]').first()), /4321/)
})

story('an overruled early answer opens the rest, and the back button takes it back', {}, async page => {
  await open(page)
  await paste(page, refused())
  await visit(page, '#/walk')
  const before = await shown(page)
  const start = question(page, 'start')
  const taken = await start.locator('[aria-current]').getAttribute('data-branch')
  await start.locator(`[data-branch]:not([data-branch="${taken}"]):not([data-to^="cause:"])`).first().click()
  await page.waitForFunction(n => document.querySelectorAll('[data-node]:not([hidden])').length !== n, before.length)
  assert.equal((await shown(page)).length, 2)
  assert.equal(await leaf(page).count(), 0)
  await page.goBack()
  await leaf(page).waitFor()
  assert.deepEqual(await shown(page), before)
})

story('a walk can be passed on: its address says it all', {}, async page => {
  await open(page)
  await visit(page, '#/walk')
  assert.deepEqual(await shown(page), ['start'])
  await question(page, 'start').locator('[data-branch]').first().click()
  await page.waitForFunction(() => document.querySelectorAll('[data-node]:not([hidden])').length === 2)
  const [address, way] = [page.url(), await shown(page)]
  await page.goto('about:blank')
  await page.goto(address)
  await hook(page, 'book', '[data-page=walk]').waitFor()
  await page.waitForFunction(() => document.querySelectorAll('[data-node]:not([hidden])').length === 2)
  assert.deepEqual(await shown(page), way)
})

story('the whole walk by keyboard', {}, async page => {
  await open(page)
  await visit(page, '#/walk')
  for (let step = 0; step < 8 && await leaf(page).count() === 0; step++) {
    const count = (await shown(page)).length
    // The question that has just opened has the focus; its first answer is a few Tabs away.
    if (step === 0) await question(page, 'start').focus()
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement.matches('[data-branch]'))) break
    }
    await page.keyboard.press('Enter')
    await page.waitForFunction(count =>
      document.querySelectorAll('[data-node]:not([hidden])').length > count ||
      document.querySelector('[data-end]:not([hidden])'), count)
    await page.waitForFunction(() => document.activeElement.matches('[data-node], [data-end]'))
  }
  assert.equal(await leaf(page).count(), 1)
})

story('a slow page behind a shorter watchdog: the popular fix is warned of', {}, async page => {
  await open(page)
  await paste(page, '[2026-03-04 10:15:22 +0000] [1203] [CRITICAL] WORKER TIMEOUT (pid:1240)\n')
  assert.equal(await hook(page, 'verdict').getAttribute('data-cause'), 'app-timeout')
  await visit(page, '#/fixes')
  await page.locator('[data-remedies] summary').click()
  await page.locator('#raise-timeout [data-warn]').waitFor()
  assert.ok(await page.locator('#faster-program [data-warn]').isHidden())
})

story('the fix table is narrowed by words, kind and product', {}, async page => {
  await open(page)
  await visit(page, '#/fixes')
  const fixes = hook(page, 'fix-table').locator('[data-testid=fix]')
  await fixes.first().waitFor()
  const all = await fixes.count()
  assert.ok(all > 120, `${all}`)
  await page.locator('[data-by=kind]').selectOption('defence')
  await page.waitForFunction(all => document.querySelectorAll('[data-testid=fix-table] [data-testid=fix]').length < all, all)
  const kinds = await fixes.locator('[data-kind]').evaluateAll(tags => [...new Set(tags.map(tag => tag.dataset.kind))])
  assert.deepEqual(kinds, ['defence'])
  await page.locator('[data-words]').fill('zzzz')
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=fix-table] [data-testid=fix]').length === 0)
})

story('commands carry the values of the paste, and copy with them', {}, async page => {
  await open(page)
  await paste(page, refused(4321))
  await visit(page, '#/commands')
  const command = page.locator('[data-run*="{upstream.port}"]').filter({ visible: true }).first()
  assert.match(await command.innerText(), /4321/)
  assert.match(await copied(page, command.locator('[data-copy]')), /4321/)
  const items = page.locator('[data-item]').filter({ visible: true })
  const all = await items.count()
  await page.locator('[data-by=system]').selectOption('docker')
  assert.ok(await items.count() < all)
})

story('an example is filled in, refuses what would break it, and is copied and saved', {}, async page => {
  await open(page)
  await visit(page, '#/examples/nginx-reverse-proxy')
  const file = page.locator('[data-file]').first()
  await page.locator('[data-name=backend]').fill('10.0.0.9:8080')
  assert.match(await copied(page, file.locator('[data-copy]')), /server 10\.0\.0\.9:8080 /)
  await page.locator('[data-name=backend]').fill('x; return 200')
  await page.locator('[data-wrong]').filter({ visible: true }).waitFor()
  assert.match(await file.innerText(), /10\.0\.0\.9:8080/)
  await page.locator('[data-name=servers]').selectOption('1')
  const coming = page.waitForEvent('download')
  await file.locator('[data-download]').click()
  const saved = await (await coming).createReadStream()
  let text = ''
  for await (const chunk of saved) text += chunk
  assert.match(text, /server 10\.0\.0\.9:8080/)
  assert.doesNotMatch(text, /127\.0\.0\.1:3001/, 'what was not chosen is not in the file')
})

story('the ladder says which timer fires first, and which pair races', {}, async page => {
  await open(page)
  await visit(page, '#/timeouts')
  const choose = (rung, product) => page.locator(`[data-rung="${rung}"] [data-product]`).selectOption(product)
  for (const rung of ['cdn', 'app', 'database']) await choose(rung, '')
  await choose('proxy', 'nginx')
  await choose('app-server', 'gunicorn-21')
  const result = page.locator('[data-result]')
  assert.match(await result.innerText(), /30 s.*502/)
  await page.locator('[data-id=nginx-read]').fill('600')
  assert.match(await result.innerText(), /30 s.*502/, 'a longer wait in front changes nothing')
  await page.locator('[data-slow]').fill('3.5')
  assert.match(await result.innerText(), /3\.5 s/)
  await choose('app-server', 'node')
  assert.match(await result.innerText(), /race/)
  await page.locator('[data-id=node-idle-in]').fill('65')
  assert.doesNotMatch(await result.innerText(), /become/)
})

story('the adviser shows what fits', {}, async page => {
  await open(page)
  await visit(page, '#/seo')
  const stages = page.locator('[data-stage]').filter({ visible: true })
  const first = await stages.first().innerText()
  await page.locator('[name=hours]').fill('72')
  assert.notEqual(await stages.first().innerText(), first)
  await page.locator('[name=planned][value=true]').check()
  await page.locator('[name=status][value="503"]').check()
  assert.match(await stages.first().innerText(), /503|Retry-After/)
  await page.locator('[data-all]').click()
  assert.equal(await stages.count(), await page.locator('[data-stage]').count())
})

story('the checklist remembers its ticks, and is copied as Markdown', {}, async page => {
  await open(page)
  await visit(page, '#/prevention')
  await page.locator('[data-check]').first().check()
  await page.reload()
  await hook(page, 'book', '[data-page=prevention]').waitFor()
  await page.waitForFunction(() => document.querySelector('[data-check]').checked)
  await page.locator('[data-export]').click()
  await page.locator('[data-export][data-copied=true]').waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  assert.match(text, /^## .+\n\n- \[x\] .+\n- \[ \] /)
  await page.locator('[data-forget]').click()
  assert.equal(await page.locator('[data-check]:checked').count(), 0)
})

for (const [locale, query, expected] of [
  ['en-US', 'connection refused', /cause\/connection-refused/],
  ['zh-TW', '連線被拒', /cause\/connection-refused/],
  ['zh-TW', '憑證過期', /tls|certificate|renew/],
]) {
  story(`search finds ${query}`, { locale }, async page => {
    await open(page)
    await visit(page, '#/guide')
    await hook(page, 'search').fill(query)
    const hits = hook(page, 'hits').locator('a')
    await hits.first().waitFor()
    const addresses = await hits.evaluateAll(all => all.slice(0, 5).map(a => a.getAttribute('href')))
    assert.ok(addresses.some(address => expected.test(address)), addresses.join(' '))
  })
}

story('whoever comes back from a hit finds the others again', {}, async page => {
  await open(page)
  await visit(page, '#/guide')
  await hook(page, 'search').fill('connection refused')
  const hits = hook(page, 'hits').locator('a')
  await hits.first().waitFor()
  const all = await hits.allInnerTexts()
  await hits.nth(1).click()
  await hook(page, 'search').waitFor({ state: 'detached' })
  await page.goBack()
  await hits.first().waitFor()
  assert.equal(await hook(page, 'search').inputValue(), 'connection refused')
  assert.deepEqual(await hits.allInnerTexts(), all)
  // Away from it and back to the plain page: nothing is left in the field.
  await visit(page, '#/faq')
  await visit(page, '#/guide')
  assert.equal(await hook(page, 'search').inputValue(), '')
})

const HASHES = [
  '#/guide', '#/502', '#/walk', '#/fixes', '#/commands', '#/faq', '#/faq/what-is-502', '#/prevention', '#/seo', '#/examples',
  '#/examples/php-fpm-nginx', '#/timeouts',
]

for (const locale of ['en-US', 'zh-TW']) {
  for (const colorScheme of ['light', 'dark']) {
    story(`axe finds nothing in the guide (${locale}, ${colorScheme})`, { locale, colorScheme }, async page => {
      await open(page)
      await paste(page, timedOut)
      for (const hash of HASHES) {
        await visit(page, hash)
        await accessible(page, hash)
      }
    })
  }

  story(`the guide fits 320 px (${locale})`, { locale, viewport: { width: 320, height: 640 } }, async page => {
    await open(page)
    await paste(page, refused())
    for (const hash of HASHES) {
      await visit(page, hash)
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, hash)
    }
  })
}

story('a place in the guide that is not there says so', {}, async page => {
  await page.goto(`${site}#/faq/no-such-question`)
  await page.locator('main a[href="#/"]').filter({ visible: true }).first().waitFor()
})
