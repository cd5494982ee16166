// Kept on the device: the site opens without its server, one version at a time, and takes what the system hands over.

import assert from 'node:assert/strict'
import { accessible } from './axe.mjs'
import { hook, open, paste, reading, refused, story, timedOut } from './harness.mjs'
import { built, later, list, serve, version } from './server.mjs'

const dist = await built()
// The server that is gone, and the browser that asks it whether there is a newer version.
const GONE = /ERR_CONNECTION_REFUSED|fetching the script|sw\.js/

const withWorker = { serviceWorkers: 'allow' }

/** Waits until a copy of this version is on the device and looks after the page. */
async function kept(page) {
  await hook(page, 'offline').waitFor()
  await page.evaluate(() => new Promise(resolve => {
    const look = () => navigator.serviceWorker.controller && resolve()
    navigator.serviceWorker.addEventListener('controllerchange', look)
    look()
  }))
}

/** The names of what is kept in all copies, by copy. */
const copies = page => page.evaluate(async () => {
  const all = {}
  for (const name of await caches.keys()) {
    if (name.endsWith(' pages')) continue
    const requests = await (await caches.open(name)).keys()
    all[name.split(' ').at(-1)] = requests.map(({ url }) => url.slice(document.baseURI.split(/[?#]/)[0].length)).sort()
  }
  return all
})

const kinds = { 'the root of a server': '/', 'a folder below': '/a/sub/folder/' }
for (const [where, prefix] of Object.entries(kinds)) {
  for (const locale of ['en-US', 'zh-TW']) {
    story(`without its server it opens from ${where}, and everything works (${locale})`, { locale, allow: GONE, ...withWorker }, async page => {
      const site = await serve(new Map(dist), prefix)
      await open(page, '#/', site.url)
      await kept(page)
      await site.stop()
      await page.reload()
      await hook(page, 'paste-box').waitFor()
      assert.equal(await paste(page, refused()), 'connection-refused')
      await hook(page, 'fix').first().waitFor()
      const chinese = () => page.evaluate(() => document.documentElement.lang === 'zh-Hant')
      for (const lang of await chinese() ? ['en', 'zh-Hant'] : ['zh-Hant', 'en']) {
        for (const [hash, word] of [['#/guide', /502/], ['#/causes', /502/], ['#/cause/connection-refused', /502/], ['#/faq', /502/], ['#/page', /zip/i]]) {
          await page.evaluate(hash => { location.hash = hash }, hash)
          await page.locator('#pages h1').filter({ visible: true }).first().waitFor()
          await page.locator('#pages').getByText(word).filter({ visible: true }).first().waitFor()
        }
        await hook(page, 'lang-switch', `[data-lang=${lang}]`).click()
        await page.locator(`html[lang=${lang}]`).waitFor()
        await page.locator('#pages h1').filter({ visible: true }).first().waitFor()
        assert.equal(/\p{Script=Han}/u.test(await page.locator('#pages h1').filter({ visible: true }).first().innerText()), lang === 'zh-Hant')
      }
    })
  }
}

story('without its server the page for visitors is shown too, as a stranger to the site', { allow: GONE, ...withWorker }, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  await site.stop()
  await page.reload()
  await page.locator('header nav a[href="#/page"]').click()
  await page.locator('[data-testid=maker] input[name=name]').fill('Corner shop')
  const shown = page.frameLocator('[data-testid=maker-preview]')
  await shown.getByText('Corner shop').first().waitFor()
  // Its style and its script are on.
  assert.notEqual(await shown.locator('body').evaluate(body => getComputedStyle(body).fontFamily), 'Times New Roman')
  assert.equal(await shown.locator('h1:visible').count(), 1)
  assert.deepEqual(await shown.locator('body').evaluate(() => {
    const refusal = reach => { try { reach(); return 'let in' } catch (error) { return error.name } }
    return [origin, refusal(() => localStorage.length), refusal(() => parent.document.title), refusal(() => document.cookie)]
  }), ['null', 'SecurityError', 'SecurityError', 'SecurityError'])
  // "Try again" reloads it.
  await shown.locator('body').evaluate(() => { document.body.textContent = ''; location.reload() })
  await shown.getByText('Corner shop').first().waitFor()
})

story('the preview shows nothing in a frame that is not sandboxed', {}, async page => {
  await open(page)
  await page.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { name: 'en\n<p>written</p>', src: 'preview.html' })
    document.body.append(frame)
    return new Promise(resolve => { frame.onload = resolve })
  })
  assert.equal(await page.frames()[1].locator('body').innerText(), '')
})

story('the frame of a preview shows nothing in a window of its own, whoever named it', withWorker, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  const [own] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(() => { open('preview.html', 'en\n<p>written</p>') }),
  ])
  await own.waitForLoadState()
  assert.equal(await own.evaluate(() => [origin, document.body.innerText].join()), 'null,')
})

story('a full disk after the copy was made: the page opens all the same', { allow: GONE, ...withWorker }, async page => {
  const files = new Map(dist)
  // No new entry finds a place once a file says so.
  files.set('sw.js', Buffer.from(`const put = Cache.prototype.put
Cache.prototype.put = async function (request, answer) {
  if (String(request.url ?? request).includes('?page=')) throw new DOMException('no', 'QuotaExceededError')
  return put.call(this, request, answer)
}
${files.get('sw.js')}`))
  const site = await serve(files)
  await open(page, '#/', site.url)
  await kept(page)
  await site.stop()
  await page.reload()
  await hook(page, 'offline').waitFor()
  assert.equal(await paste(page, refused()), 'connection-refused')
})

story('a static page of the guide leads to the same page of the app when there is no server', { allow: GONE, ...withWorker }, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  await page.goto(`${site.url}guide/en/faq/what-is-502.html`)
  assert.match(page.url(), /guide\/en\/faq/)
  await site.stop()
  for (const [twin, hash] of [['en/faq/what-is-502', '#/faq/what-is-502'], ['zh-Hant/index', '#/guide'], ['en/cause/connection-refused', '#/cause/connection-refused']]) {
    await page.goto(`${site.url}guide/${twin}.html`)
    await page.locator('#pages h1').filter({ visible: true }).first().waitFor()
    assert.equal(new URL(page.url()).hash, hash)
  }
})

story('what is kept is the list of the build, and nothing else, whatever is opened and pasted', withWorker, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  await paste(page, refused())
  await page.goto(`${site.url}guide/en/walk.html`)
  await open(page, '#/page', site.url)
  await open(page, '#/', site.url)
  await kept(page)
  const names = Object.keys(list(dist.get('sw.js'))).sort()
  assert.deepEqual(await copies(page), { [version(dist.get('sw.js'))]: names })
  assert.ok(!names.some(name => /^guide\/|^install\/|why502\.html|why-502\.js|sw\.js/.test(name)))
  assert.ok(['', 'early.js', 'worker.js'].every(name => names.includes(name)))
})

story('a page of the site in a subfolder leaves what lies beside it alone', withWorker, async page => {
  const site = await serve(new Map([...dist, ['other.txt', Buffer.from('one')]]))
  await open(page, '#/', site.url)
  await kept(page)
  const other = () => page.evaluate(async () => (await fetch('other.txt')).text())
  assert.equal(await other(), 'one')
  site.files.set('other.txt', Buffer.from('two'))
  assert.equal(await other(), 'two')
})

story('a file that is not the one that was built is not kept, and the page says so', { allow: /sw\.js|integrity|digest/i, ...withWorker }, async page => {
  const site = await serve(new Map(dist))
  site.files.set([...dist.keys()].find(name => name.startsWith('book-en')), Buffer.from('something else'))
  await open(page, '#/', site.url)
  await hook(page, 'offline').getByRole('link').waitFor()
  assert.equal(await paste(page, refused()), 'connection-refused')
})

// ── A newer version ──────────────────────────────────────────────────────────────────────────────────────

/** Which version a page is of, by what it has and what it is given. */
const versions = page => page.evaluate(async () => ({
  page: document.documentElement.outerHTML.includes('second') || document.lastChild.nodeType === Node.COMMENT_NODE,
  sheet: getComputedStyle(document.documentElement).getPropertyValue('--version') === 'second',
  script: (await (await fetch('worker.js')).text()).includes('second'),
  parts: [...performance.getEntriesByType('resource')].some(({ name }) => name.includes('5025025025025025')),
}))
const all = second => ({ page: second, sheet: second, script: second, parts: second })

story('a newer version waits, says so, and is taken over as a whole', { allow: GONE, ...withWorker }, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  const first = version(dist.get('sw.js'))
  site.files = later(dist)
  site.asked.length = 0
  // The page that is open, and another one of the same version beside it.
  const beside = await page.context().newPage()
  await open(beside, '#/', site.url)
  await page.reload()
  await hook(page, 'update').waitFor()
  await accessible(page, 'the notice')
  const asked = site.asked.filter(name => !name.startsWith('install/') && name !== 'sw.js')
  const [before, now] = [dist, site.files].map(files => list(files.get('sw.js')))
  const expected = Object.keys(now).filter(name => before[name] !== now[name])
  assert.deepEqual([...new Set(asked)].sort(), expected.sort(), 'only what is new is fetched')
  assert.deepEqual(await versions(page), all(false))

  await hook(page, 'lang-switch', '[data-lang=zh-Hant]').click()
  await hook(page, 'update').getByText(/新版本/).waitFor()
  await hook(page, 'lang-switch', '[data-lang=en]').click()
  await paste(page, timedOut)
  await page.evaluate(() => { location.hash = '#/causes' })
  await Promise.all([
    page.waitForEvent('load'),
    hook(page, 'update').getByRole('button', { name: 'Reload' }).click(),
  ])
  await page.locator('[data-testid=verdict][data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.equal(new URL(page.url()).hash, '#/causes', 'the page that was open is open')
  await kept(page)
  assert.deepEqual(await versions(page), all(true))
  assert.equal(await hook(page, 'paste-box').inputValue(), timedOut)
  assert.equal(await hook(page, 'update').count(), 0)

  // The page beside is still of the first version, and everything that it is given is.
  assert.deepEqual(await versions(beside), all(false))
  assert.deepEqual(Object.keys(await copies(page)).sort(), [first, '5025025025025025'].sort())
  await beside.evaluate(() => { location.hash = '#/cause/connection-refused' })
  await beside.locator('#pages h1').filter({ visible: true }).first().waitFor()
  assert.equal(await paste(beside, refused()), 'connection-refused')
  // It changes over when it is loaded anew, and then nobody needs the old copy.
  await beside.reload()
  await kept(beside)
  assert.deepEqual(await versions(beside), all(true))
  await page.waitForFunction(async first => !(await caches.keys()).some(name => name.endsWith(first)), first)
  await site.stop()
  await page.reload()
  await hook(page, 'paste-box').waitFor({ state: 'attached' })
  assert.deepEqual(await versions(page), all(true))
})

story('a file that is open stays open over the reload', withWorker, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  site.files = later(dist)
  await page.reload()
  await hook(page, 'update').waitFor()
  await reading(page, () => hook(page, 'file-input').setInputFiles({ name: 'error.log', mimeType: 'text/plain', buffer: Buffer.from(timedOut) }))
  await Promise.all([page.waitForEvent('load'), hook(page, 'update').getByRole('button', { name: 'Reload' }).click()])
  await page.locator('[data-testid=verdict][data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.match(await hook(page, 'held').innerText(), /error\.log/)
})

story('whoever says "later" keeps the version that is open', withWorker, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  site.files = later(dist)
  await page.reload()
  await hook(page, 'update').getByRole('button', { name: 'Later' }).click()
  assert.equal(await hook(page, 'update').count(), 0)
  assert.deepEqual(await versions(page), all(false))
})

// ── From the system ──────────────────────────────────────────────────────────────────────────────────────

story('a text that is shared with the app is read, and reaches no server', withWorker, async page => {
  const site = await serve(new Map(dist))
  await open(page, '#/', site.url)
  await kept(page)
  // What the system does with what is shared: a form is posted to the address in the manifest. The site's own policy
  // forbids forms, so another document does it.
  site.files.set('system.html', Buffer.from('<!doctype html><title>system</title><link rel="icon" href="data:,">'))
  const share = async fields => {
    await page.goto(`${site.url}system.html`)
    await page.evaluate(fields => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'POST', action: 'share', enctype: 'multipart/form-data' })
      for (const [name, value] of Object.entries(fields)) {
        const input = form.appendChild(document.createElement('input'))
        input.name = name
        if (typeof value === 'string') input.value = value
        else {
          const transfer = new DataTransfer()
          transfer.items.add(new File([value.text], value.file))
          Object.assign(input, { type: 'file', files: transfer.files })
        }
      }
      document.body.append(form)
      form.submit()
    }, fields)
  }
  const text = timedOut.trimEnd()
  await share({ title: 'a mail', text })
  await page.locator('[data-testid=verdict][data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.equal(await hook(page, 'paste-box').inputValue(), text)
  assert.equal(page.url().split('#')[0], site.url, 'nothing of it stays in the address')
  await share({ file: { file: 'shared.log', text: refused() } })
  await page.locator('[data-testid=verdict][data-cause=connection-refused]').waitFor({ state: 'attached' })
  assert.match(await hook(page, 'held').innerText(), /shared\.log/)
  assert.ok(!site.asked.some(name => /POST|share/.test(name)), String(site.asked))
  // It is gone from the worker: a reload finds nothing.
  await page.reload()
  await hook(page, 'offline').waitFor()
  assert.equal(await hook(page, 'paste-box').inputValue(), '')
})

story('a file that the system opens with the app is read', {}, async page => {
  const site = await serve(new Map(dist))
  // The system's part, which a browser without an installed app does not play.
  await page.addInitScript(text => {
    const handle = { getFile: async () => new File([text], 'error.log') }
    Object.defineProperty(globalThis, 'launchQueue', { value: { setConsumer: take => take({ files: [handle] }) } })
  }, timedOut)
  await page.goto(site.url)
  await page.locator('[data-testid=verdict][data-cause=response-timeout]').waitFor({ state: 'attached' })
  assert.match(await hook(page, 'held').innerText(), /error\.log/)
})

for (const [locale, name] of [['en-US', 'en'], ['zh-TW', 'zh-Hant']]) {
  story(`the app can be installed (${locale})`, { locale, allow: GONE, ...withWorker }, async page => {
    const site = await serve(new Map(dist))
    await open(page, '#/', site.url)
    await kept(page)
    const devtools = await page.context().newCDPSession(page)
    const { url, errors, data } = await devtools.send('Page.getAppManifest')
    assert.equal(url, `${site.url}install/${name}.webmanifest`)
    assert.deepEqual(errors, [])
    const manifest = JSON.parse(data)
    assert.equal(new URL(manifest.start_url, url).href, site.url)
    assert.equal(new URL(manifest.share_target.action, url).href, `${site.url}share`)
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    // A test's window is one without a profile.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter(id => id !== 'in-incognito'), [])
    assert.equal(/\p{Script=Han}/u.test(manifest.description), name === 'zh-Hant')
    // Every icon is as large as it says.
    for (const { src, sizes } of manifest.icons.filter(({ sizes }) => sizes !== 'any')) {
      const size = await page.evaluate(async src => {
        const { width, height } = await createImageBitmap(await (await fetch(src)).blob())
        return `${width}x${height}`
      }, new URL(src, url).href)
      assert.equal(size, sizes, src)
    }
    // What the app's icon offers opens the page of that name, without the server too.
    await site.stop()
    assert.equal(manifest.shortcuts.length, 2)
    for (const shortcut of manifest.shortcuts) {
      await page.goto('about:blank')
      await page.goto(new URL(shortcut.url, url).href)
      const heading = page.locator('#pages h1').filter({ visible: true }).first()
      await heading.waitFor()
      assert.match(await heading.innerText(), { '#/guide': /guide|指南/i, '#/walk': /step by step|一步一步/i }[new URL(page.url()).hash], shortcut.name)
    }
  })
}
