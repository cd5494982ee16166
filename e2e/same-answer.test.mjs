// One engine behind two doors: the page and the command give the same bytes for the same bytes, on every case, every
// log, every recorded text and every hostile file of testdata/.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { command, drop, file, json, open, story } from './harness.mjs'

const run = promisify(execFile)
const testdata = new URL('../testdata/', import.meta.url)

/** The names of a folder's files, in a fixed order. */
async function names(folder) {
  const entries = await readdir(new URL(folder, testdata), { withFileTypes: true, recursive: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath ?? entry.path, entry.name)).sort()
}

/** What a case pastes: one input, or several files if its blocks are named. */
function inputs(markdown) {
  const blocks = [...markdown.matchAll(/^(`{3,})log *(.*)\n([^]*?)^\1 *$/gm)]
  const parts = blocks.map(([, , name, text]) => ({ name: name.trim(), content: text }))
  if (parts.some(part => part.name)) return parts.map((part, at) => ({ ...part, name: part.name || `part-${at}.log` }))
  return [{ name: 'case.log', content: parts.map(part => part.content).join('') }]
}

/** The command's answer. */
async function native(inputs, ...more) {
  // It is given plain names, as the page is: a browser does not tell where a file lies.
  const folder = await mkdtemp(join(tmpdir(), 'why502-e2e-'))
  try {
    for (const { name, content } of inputs) await writeFile(join(folder, name), content)
    const args = ['diagnose', '--format', 'json', ...more, ...inputs.map(({ name }) => name)]
    // Exit codes tell about the diagnosis; here only the answer counts.
    const { stdout } = await run(command, args, { cwd: folder, maxBuffer: 2 ** 28 }).catch(error => error)
    return stdout ?? assert.fail(`${command} does not start`)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The first line in which two answers differ: whole ones are too long to read. */
function firstDifference(expected, shown) {
  const [ours, theirs] = [expected.split('\n'), shown.split('\n')]
  const at = ours.findIndex((line, at) => line !== theirs[at])
  return `line ${at + 1}: the command says ${ours[at]?.trim()}, the page ${theirs[at]?.trim()}`
}

async function compare(page, files, read) {
  const texts = []
  for (const path of files) texts.push([path, read(await readFile(path), path.split('/').at(-1))])
  await compareTexts(page, texts)
}

/** Texts are a name for the report and what is dropped: files with their names. */
async function compareTexts(page, texts) {
  await open(page)
  const different = []
  for (const [path, parts] of texts) {
    const expected = await native(parts)
    assert.match(expected, /^\{\s*"schema":/, path)
    await drop(page, ...parts.map(({ name, content }) => file(name, content)))
    const shown = await json(page)
    if (shown !== expected) different.push(`${path}: ${firstDifference(expected, shown)}`)
    // What leaves is the same too.
    const [leaves, left] = [await native(parts, '--redact'), await json(page, true)]
    if (left !== leaves) different.push(`${path}, redacted: ${firstDifference(leaves, left)}`)
  }
  assert.deepEqual(different, [])
}

story('every case', { minutes: 5 }, async (page, t) => {
  const files = (await names('cases')).filter(path => path.endsWith('.md'))
  assert.ok(files.length > 0, 'testdata/cases is empty')
  await compare(page, files, content => inputs(content.toString()))
  t.diagnostic(`${files.length} cases`)
})

story('every hostile file', {}, async (page, t) => {
  const files = await names('hostile')
  assert.ok(files.length > 0, 'testdata/hostile is empty')
  await compare(page, files, (content, name) => [{ name, content }])
  t.diagnostic(`${files.length} files`)
})

story('every log of a system that works', { minutes: 5 }, async (page, t) => {
  const files = await names('healthy')
  assert.ok(files.length > 0, 'testdata/healthy is empty')
  await compare(page, files, (content, name) => [{ name, content }])
  t.diagnostic(`${files.length} files`)
})

story('every recorded text', { minutes: 5 }, async (page, t) => {
  const lines = (await readFile(new URL('recorded/texts.jsonl', testdata), 'utf8')).trimEnd().split('\n')
  const texts = lines.map(line => JSON.parse(line))
  assert.ok(texts.length > 200, 'testdata/recorded is empty')
  await compareTexts(page, texts.map(({ id, input }) => [id, [{ name: 'recorded.log', content: input }]]))
  t.diagnostic(`${texts.length} texts`)
})
