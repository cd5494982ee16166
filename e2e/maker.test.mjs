// The form that makes a visitor's page: what it makes is what the command makes, and everything is in its address.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { accessible } from './axe.mjs'
import { command, copied, hook, open, paste, refused, site, story } from './harness.mjs'

const field = (page, name) => page.locator(`[data-testid=maker] [name="${name}"]`)
const frame = page => page.frameLocator('[data-testid=maker-preview]')
const files = page => hook(page, 'maker-file').evaluateAll(all => all.map(one => one.dataset.path))
/** What the form says, field by field. */
const said = page => page.locator('[data-testid=maker] form').evaluate(form =>
  [...form.elements].filter(e => e.name && e.type !== 'file').map(e => [e.name, e.type === 'checkbox' ? e.checked : e.value].join('=')))

/** Fills a field as a person does, up to leaving it. */
async function fill(page, name, value) {
  await field(page, name).fill(value)
  await field(page, name).evaluate(e => e.dispatchEvent(new Event('change', { bubbles: true })))
}

async function openForm(page, choice = '') {
  await page.goto(`${site}#/page${choice}`)
  await hook(page, 'maker').waitFor()
}

story('from the verdict to a page for nginx: preview, files, steps, traps', {}, async page => {
  const asked = []
  page.on('request', request => asked.push(request.url().slice(site.length).replace(/-[0-9a-f]{16}/, '')))
  await open(page)
  await paste(page, refused())
  await hook(page, 'verdict').locator('a[href="#/page"]').click()
  await hook(page, 'maker').waitFor()
  assert.match(await page.title(), /visitors/)
  await fill(page, 'name', 'Camellia Books')
  await frame(page).getByText('Camellia Books has a problem on its own side').waitFor()
  assert.match(await frame(page).locator('html').getAttribute('lang'), /^en$/)
  assert.deepEqual((await files(page)).filter(path => path.endsWith('.html')).sort(),
    ['502', '503', '504', 'planned'].map(name => `why502/pages/${name}.html`))
  assert.match(await hook(page, 'maker-steps').innerText(), /unzip why502-nginx\.zip[^]*nginx -t/)
  assert.match(await hook(page, 'maker-traps').innerText(), /proxy_intercept_errors/)
  assert.deepEqual(asked.filter(name => /book-/.test(name)), [], 'the book is for the guide')
})

story('the preview is the page itself: statuses, languages, width, with and without script', {}, async page => {
  await openForm(page, '?name=Shop&langs=en,zh-Hant')
  const sections = frame(page).locator('section').filter({ visible: true })
  await frame(page).getByRole('heading', { name: 'This page can’t be shown right now' }).waitFor()
  assert.equal(await sections.count(), 1)
  await frame(page).locator('.retry').filter({ visible: true }).waitFor()
  await field(page, 'in').selectOption('zh-Hant')
  await frame(page).getByRole('heading', { name: '這個頁面暫時打不開' }).waitFor()
  await field(page, 'view').selectOption('planned')
  await frame(page).getByText('Shop').filter({ visible: true }).first().waitFor()
  await frame(page).locator('h1:visible', { hasText: '維護' }).waitFor()
  await field(page, 'script').uncheck()
  await frame(page).locator('h1', { hasText: 'Down for planned maintenance' }).filter({ visible: true }).waitFor()
  assert.equal(await sections.count(), 2)
  assert.equal(await frame(page).locator('script').count(), 0)
  const width = () => frame(page).locator('html').evaluate(html => html.clientWidth)
  assert.ok(await width() < 400)
  await field(page, 'width').selectOption('wide')
  await page.waitForFunction(() => document.querySelector('.maker-screen.wide'))
  assert.equal(await width(), 1280)
  assert.ok(await page.locator('iframe').evaluate(f => f.getBoundingClientRect().right <= innerWidth), 'it is made smaller')
})

story('the preview finds that the site is not back, and asks nobody', {}, async page => {
  await openForm(page, '?name=Shop')
  const asked = []
  await frame(page).locator('.go').filter({ visible: true }).first().waitFor()
  page.on('request', request => asked.push(request.url()))
  await frame(page).locator('.go').filter({ visible: true }).first().click()
  await frame(page).getByText('Not back yet').filter({ visible: true }).first().waitFor()
  await frame(page).getByRole('link', { name: 'Home page' }).filter({ visible: true }).click()
  assert.equal(await frame(page).getByText('Not back yet').filter({ visible: true }).count(), 1)
  assert.deepEqual(asked, [])
})

story('what is typed never becomes markup, in the preview neither', {}, async page => {
  await openForm(page)
  await fill(page, 'name', '</title></script><script>document.title = "out"</script><img src=x onerror="top.out = 1">')
  await frame(page).getByText('</title></script>').filter({ visible: true }).first().waitFor()
  assert.equal(await frame(page).locator('img').count(), 0)
  assert.equal(await page.evaluate(() => window.out), undefined)
})

story('a name that is too long for the load balancer is refused in words', { locale: 'zh-TW' }, async page => {
  await openForm(page)
  await field(page, 'target').selectOption('alb')
  assert.equal(await hook(page, 'maker-refused').count(), 0)
  await fill(page, 'name', '長'.repeat(300))
  const words = await hook(page, 'maker-refused').innerText()
  assert.match(words, /AWS Application Load Balancer 收不下/)
  assert.match(words, /1,024/)
  assert.equal(await hook(page, 'maker-zip').count(), 0)
  await fill(page, 'name', '山茶花書店')
  await hook(page, 'maker-refused').waitFor({ state: 'detached' })
  assert.match(await hook(page, 'maker-size').innerText(), /／1,024/)
})

story('what cannot be used is said beside what would be right', {}, async page => {
  await openForm(page)
  await fill(page, 'home', 'javascript:alert(1)')
  assert.match(await hook(page, 'maker-refused').innerText(), /javascript:alert\(1\)/)
  const beside = await field(page, 'home').evaluate(e =>
    e.ariaInvalid === 'true' && e.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).innerText).join(' '))
  assert.match(beside, /javascript:alert\(1\)/)
  await page.locator('[data-testid=maker] summary').first().click()
  for (const status of ['502', '503', '504']) await field(page, `status-${status}`).uncheck()
  assert.equal(await hook(page, 'maker-refused').locator('li').count(), 2)
})

/** The files of an archive whose entries are stored; every field that a reader relies on is checked. */
function unzipped(bytes) {
  const end = bytes.length - 22
  assert.equal(bytes.readUInt32LE(end), 0x06054b50)
  const files = new Map()
  let at = bytes.readUInt32LE(end + 16)
  for (let n = 0; n < bytes.readUInt16LE(end + 10); n++) {
    assert.equal(bytes.readUInt32LE(at), 0x02014b50)
    const [crc, size, length] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28)]
    const place = bytes.readUInt32LE(at + 42)
    const name = bytes.toString('utf8', at + 46, at + 46 + length)
    assert.equal(bytes.readUInt32LE(place), 0x04034b50)
    assert.equal(bytes.readUInt16LE(place + 8), 0, 'stored')
    assert.deepEqual(bytes.subarray(place + 14, place + 26), bytes.subarray(at + 16, at + 28))
    const from = place + 30 + length
    assert.equal(bytes.toString('utf8', place + 30, from), name)
    const content = bytes.subarray(from, from + size)
    assert.equal(crc32(content), crc, name)
    files.set(name, content.toString('utf8'))
    at += 46 + length
  }
  assert.equal(at, end)
  return files
}

function crc32(bytes) {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

async function tree(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return new Map(await Promise.all(files.map(async file =>
    [file.slice(folder.length + 1).replaceAll('\\', '/'), await readFile(file, 'utf8')])))
}

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3" fill="#b3261e"/></svg>'

for (const target of ['nginx', 'apache', 'haproxy', 'envoy', 'ingress-nginx', 'cloudflare', 'alb']) {
  story(`the zip for ${target} holds what the command writes, byte for byte`, {}, async page => {
    await openForm(page, '?langs=zh-Hant,en')
    await field(page, 'target').selectOption(target)
    await fill(page, 'name', 'Camellia & 山茶花書店')
    await fill(page, 'report', 'help@example.com')
    await field(page, 'colour').fill('#b3261e')
    await hook(page, 'maker-image').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(LOGO) })
    await page.waitForFunction(() => document.querySelector('#maker-logo').value.startsWith('<svg'))
    await page.locator('[data-testid=maker] summary').first().click()
    await field(page, 'status-504').uncheck()
    await fill(page, 'first', '20')
    await fill(page, 'most', '90')
    await fill(page, 'tries', '7')
    await fill(page, 'planned', '600')
    await fill(page, 'tool', '/why502/')
    const [download] = await Promise.all([page.waitForEvent('download'), hook(page, 'maker-zip').click()])
    assert.equal(download.suggestedFilename(), `why502-${target}.zip`)
    const made = unzipped(await readFile(await download.path()))

    const folder = await mkdtemp(join(tmpdir(), 'why502-'))
    try {
      const out = join(folder, 'out')
      await writeFile(join(folder, 'logo.svg'), LOGO)
      await promisify(execFile)(command, ['page', '--server', target, '--name', 'Camellia & 山茶花書店', '--report',
        'help@example.com', '--lang', 'zh-Hant,en', '--accent', '#b3261e', '--logo', join(folder, 'logo.svg'),
        '--status', '502,503', '--retry', '20,90,7', '--retry-after', '600', '--tool', '/why502/', '--out', out])
      const written = await tree(out)
      assert.ok(written.size > 0)
      assert.deepEqual([...made.keys()].sort(), [...written.keys()].map(name => `why502-${target}/${name}`).sort())
      for (const [name, text] of written) assert.ok(made.get(`why502-${target}/${name}`) === text, name)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
}

story('the address holds the whole form, and the back button undoes', {}, async page => {
  await openForm(page)
  const first = await said(page)
  await fill(page, 'name', '山茶花 & "Sons" #1 100%')
  await field(page, 'target').selectOption('haproxy')
  await field(page, 'langs').selectOption('zh-Hant')
  await field(page, 'colour').fill('#aa00ff')
  await fill(page, 'logo', LOGO)
  await field(page, 'view').selectOption('504')
  await field(page, 'width').selectOption('wide')
  await field(page, 'script').uncheck()
  const [whole, made, address] = [await said(page), await files(page), await copied(page, hook(page, 'maker-link'))]
  assert.equal(address, page.url())

  await page.goto('about:blank')
  await page.goto(address)
  await hook(page, 'maker').waitFor()
  assert.deepEqual(await said(page), whole)
  assert.deepEqual(await files(page), made)

  // Each choice is one step.
  await openForm(page)
  await page.reload()
  await hook(page, 'maker').waitFor()
  await fill(page, 'name', 'One')
  await fill(page, 'name', 'Two')
  await field(page, 'target').selectOption('caddy')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#maker-target').value === 'nginx')
  assert.equal(await field(page, 'name').inputValue(), 'Two')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#maker-name').value === 'One')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#maker-name').value === '')
  assert.deepEqual(await said(page), first)
  await page.goForward()
  await page.waitForFunction(() => document.querySelector('#maker-name').value === 'One')
})

story('a large logo stays here: the link says so, and the way back still knows it', {}, async page => {
  await openForm(page, '?name=Shop')
  const large = LOGO.replace('<circle', `<!--${'x'.repeat(9_000)}--><circle`)
  await fill(page, 'logo', large)
  await page.getByText('too large for a link').waitFor()
  const address = await copied(page, hook(page, 'maker-link'))
  assert.ok(address.length < 300, address)
  await fill(page, 'name', 'Other')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#maker-name').value === 'Shop')
  assert.equal(await field(page, 'logo').inputValue(), large)
  await page.goto('about:blank')
  await page.goto(address)
  await page.getByText('Please add it again').waitFor()
  // What is no logo at all is not even read.
  await hook(page, 'maker-image').setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(300_000) })
  await page.getByText('300,000').waitFor()
})

story('a paste into a field of the form stays there', {}, async page => {
  await openForm(page)
  await page.evaluate(() => navigator.clipboard.writeText('Pasted Books'))
  await field(page, 'name').focus()
  await page.keyboard.press('ControlOrMeta+v')
  await frame(page).getByText('Pasted Books').filter({ visible: true }).first().waitFor()
  assert.match(page.url(), /#\/page/)
})

story('by keyboard from the list of pages to a finished page', {}, async page => {
  await open(page)
  const tabTo = async selector => {
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(selector => document.activeElement.matches(selector), selector)) return
    }
    assert.fail(`60 times Tab did not reach ${selector}`)
  }
  await tabTo('nav a[href="#/page"]')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement.matches('[data-testid=maker] h1'))
  await tabTo('#maker-target')
  await page.keyboard.press('ArrowDown')
  await tabTo('#maker-name')
  await page.keyboard.type('Typed')
  await tabTo('[name=script]')
  await page.keyboard.press('Space')
  await tabTo('[data-testid=maker-zip]')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  assert.match(download.suggestedFilename(), /^why502-apache\.zip$/)
  assert.match(page.url(), /for=apache&name=Typed.*script=0/)
})

for (const locale of ['en-US', 'zh-TW']) {
  for (const colorScheme of ['light', 'dark']) {
    story(`axe finds nothing in the form (${locale}, ${colorScheme})`, { locale, colorScheme }, async page => {
      await openForm(page, '?name=Shop')
      await frame(page).locator('h1').first().waitFor()
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
      await accessible(page, 'the form')
      await field(page, 'target').selectOption('alb')
      await fill(page, 'name', 'x'.repeat(1_200))
      await hook(page, 'maker-refused').waitFor()
      await accessible(page, 'a refusal')
    })
  }

  story(`the form fits 320 px (${locale})`, { locale, viewport: { width: 320, height: 640 } }, async page => {
    for (const choice of ['?name=Camellia%20Books', '?for=alb', '?for=envoy&wide=1', `?for=alb&name=${'x'.repeat(1_200)}`]) {
      await openForm(page, choice)
      await page.locator('details').evaluateAll(all => all.forEach(details => { details.open = true }))
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, choice)
    }
  })
}
